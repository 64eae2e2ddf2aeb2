// How wide a drawing is on the screen: one that follows it keeps its letters at their size, on a phone as on a desk.
import { useEffect, useLayoutEffect, useState } from "preact/hooks";

/** To be given to an element as `ref`, and its width in pixels; before it is measured, the one given. */
export function useWidth<T extends Element>(before: number): [(element: T | null) => void, number] {
  const [element, setElement] = useState<T | null>(null);
  const [width, set] = useState(before);
  useLayoutEffect(() => {
    if (!element) return;
    const measure = () => {
      const now = Math.floor(element.getBoundingClientRect().width);
      if (now > 0) set(now);
    };
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    measure();
    return () => watcher.disconnect();
  }, [element]);
  return [setElement, width];
}

/** Whether the screen is narrower than so many pixels; without a number, whether it is that of a telephone. */
export function useNarrow(than = 700): boolean {
  const slim = `(max-width: ${than}px)`;
  const [narrow, set] = useState(() => matchMedia(slim).matches);
  useEffect(() => {
    const query = matchMedia(slim), changed = () => set(query.matches);
    query.addEventListener("change", changed);
    return () => query.removeEventListener("change", changed);
  }, []);
  return narrow;
}
