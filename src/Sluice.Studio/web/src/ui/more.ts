// Marks what scrolls sideways by where more of it lies, so that nothing lies to the right that one does not know of.

const watched = ".scroll, nav", pause = 200;

const more = (e: Element): string =>
  [e.scrollLeft > 2 ? "left" : "", e.scrollLeft + e.clientWidth < e.scrollWidth - 2 ? "right" : ""].filter(Boolean).join(" ");

/** Keeps `data-more` of everything that may scroll sideways: "left", "right", both, or none of them. */
export function watchMore(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    timer = undefined;
    for (const e of document.querySelectorAll<HTMLElement>(watched)) {
      const now = more(e);
      if (now === "") delete e.dataset.more;
      else if (e.dataset.more !== now) e.dataset.more = now;
    }
  };
  const soon = () => { timer ??= setTimeout(look, pause); };
  addEventListener("scroll", soon, { capture: true, passive: true });
  new ResizeObserver(soon).observe(document.body);
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  soon();
}
