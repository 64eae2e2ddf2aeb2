// What is spoken of: brought into the window between what stands at its top and at its bottom, and outlined; what is not needed is folded away.
import { useEffect, useState } from "preact/hooks";

interface Box { left: number; top: number; width: number; height: number }

const margin = 4, wait = 120;

/** The room of the window that nothing lies over: below the tour's card, above the player. */
function room(): { top: number; bottom: number } {
  const card = document.querySelector(".tour")?.getBoundingClientRect(), player = document.querySelector(".player")?.getBoundingClientRect();
  return { top: Math.max(0, card?.height ?? 0) + 8, bottom: player && player.height > 0 ? innerHeight - player.height - 16 : innerHeight };
}

const found = (of: string): Element[] => [...document.querySelectorAll(of)].filter((e) => e.getBoundingClientRect().height > 0);

/** Scrolls what lies in something that scrolls by itself, and then the page, so that the first to the last of it are in the room. */
function bring(all: Element[]): void {
  for (const inner of new Set(all.map((e) => e.closest(".scroll")))) {
    if (!inner || inner.scrollWidth <= inner.clientWidth) continue;
    const own = all.filter((e) => inner.contains(e)).map((e) => e.getBoundingClientRect()), within = inner.getBoundingClientRect();
    const left = Math.min(...own.map((b) => b.left)), right = Math.max(...own.map((b) => b.right));
    if (left < within.left || right > within.right) inner.scrollBy({ left: (left + right - within.left - within.right) / 2, behavior: "instant" });
  }
  const boxes = all.map((e) => e.getBoundingClientRect()), { top, bottom } = room();
  const first = Math.min(...boxes.map((b) => b.top)), last = Math.max(...boxes.map((b) => b.bottom)), height = last - first;
  const wanted = height > bottom - top ? top : top + Math.min(40, (bottom - top - height) / 2);
  if (Math.abs(first - wanted) > 1) scrollBy({ top: first - wanted, behavior: "instant" });
}

/** `of`, `keeps` and `folds` are selectors; without `keeps` nothing is folded. Once the reader moves the page it is left where it is. */
export function Evidence({ of, keeps, folds, root = "main" }: { of: string; keeps: string | undefined; folds?: string; root?: string }) {
  const [boxes, set] = useState<Box[]>([]);
  useEffect(() => {
    if (keeps === undefined) return;
    const sheet = new CSSStyleSheet();
    const whole = root === "main" ? "" : ` main > :not(.tour, .head, .evidence, ${root}) { display: none; }`;
    sheet.replaceSync(`${root} > :not(.tour, .evidence, .failure, div[role="status"], ${keeps}) { display: none; }${whole}${folds ? ` ${folds} { display: none; }` : ""}`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => { document.adoptedStyleSheets = document.adoptedStyleSheets.filter((s) => s !== sheet); };
  }, [keeps, folds, root]);
  useEffect(() => {
    const main = document.querySelector("main")!;
    let held = false;
    const leave = () => { held = true; };
    const look = () => {
      const all = found(of);
      if (all.length > 0 && !held) bring(all);
      const from = main.getBoundingClientRect();
      const now = all.map((e) => {
        const b = e.getBoundingClientRect(), s = e.closest(".scroll")?.getBoundingClientRect();
        const left = Math.max(b.left, s?.left ?? 0), right = Math.min(b.right, s?.right ?? innerWidth);
        return { left: left - from.left - margin, top: b.top - from.top - margin, width: right - left + 2 * margin, height: b.height + 2 * margin };
      }).filter((b) => b.width > 2 * margin);
      set((old) => (JSON.stringify(old) === JSON.stringify(now) ? old : now));
    };
    // Figures come when they are answered, and grow as they are drawn.
    const timer = setInterval(look, wait), watcher = new ResizeObserver(look);
    watcher.observe(main);
    for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) addEventListener(kind, leave, { passive: true });
    return () => {
      clearInterval(timer);
      watcher.disconnect();
      for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) removeEventListener(kind, leave);
    };
  }, [of]);
  return <div class="evidence" aria-hidden="true">{boxes.map((b, k) => <i key={k} style={{ left: `${b.left}px`, top: `${b.top}px`, width: `${b.width}px`, height: `${b.height}px` }} />)}</div>;
}
