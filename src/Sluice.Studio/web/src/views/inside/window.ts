// Which steps and units are shown.
import { useEffect, useRef, useState } from "preact/hooks";
import { setParameter, useText } from "../../address";

export interface Window { from: number; to: number; first: number; last: number }

/** The steps and units that are shown, first those at the end or at the beginning; the address has them once the hand rests. */
export function useWindow(steps: number, units: number, shown = steps, end = true): [Window, (window: Window) => void] {
  const [kept] = useText("window", "");
  const begin = (): Window => (end ? { from: Math.max(0, steps - shown), to: steps, first: 0, last: units } : { from: 0, to: Math.min(shown, steps), first: 0, last: units });
  const read = (): Window => {
    const [from, to, first, last] = kept.split("-").map(Number);
    return fit(kept ? { from, to, first, last } : begin(), steps, units);
  };
  const [window, set] = useState(read);
  const written = useRef(kept);
  useEffect(() => {
    if (kept !== written.current) {
      written.current = kept;
      set(read());
    }
  }, [kept]);
  useEffect(() => set((w) => fit(w, steps, units)), [steps, units]);
  useEffect(() => {
    const initial = fit(begin(), steps, units);
    const name = (w: Window) => `${w.from}-${w.to}-${w.first}-${w.last}`;
    const timer = setTimeout(() => {
      const next = name(window) === name(initial) ? "" : name(window);
      written.current = next;
      setParameter("window", next || null);
    }, 250);
    return () => clearTimeout(timer);
  }, [window.from, window.to, window.first, window.last]);
  return [window, (w) => set(fit(w, steps, units))];
}

/** Where someone goes to a step that is not shown, the window comes along. */
export function useFollowing(at: number, [window, setWindow]: [Window, (window: Window) => void]): void {
  const [given] = useText("step", ""), [kept] = useText("window", "");
  const opened = useRef(false);
  useEffect(() => {
    // An address that says what is shown is taken at its word.
    const asked = !opened.current && kept !== "";
    opened.current = true;
    if (asked) return;
    const width = window.to - window.from;
    if (given !== "" && (at < window.from || at >= window.to)) setWindow({ ...window, from: at - width / 4, to: at + (3 * width) / 4 });
  }, [at]);
}

/** Whole steps and units within what there is, keeping the width. */
function fit(w: Window, steps: number, units: number): Window {
  const one = (a: number, b: number, most: number): [number, number] => {
    if (!Number.isFinite(a) || !Number.isFinite(b)) return [0, most];
    const width = Math.min(most, Math.max(Math.min(4, most), Math.round(b - a)));
    const start = Math.min(Math.max(0, Math.round(a)), most - width);
    return [start, start + width];
  };
  const [from, to] = one(w.from, w.to, steps), [first, last] = one(w.first, w.last, units);
  return { from, to, first, last };
}
