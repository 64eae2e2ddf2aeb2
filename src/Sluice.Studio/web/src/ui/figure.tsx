// A picture with a title, a text for those who cannot see it, and its export as SVG and PNG.
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { useWords, type Text } from "../language";

const text = {
  svg: ["Save as SVG", "存为 SVG", "存為 SVG"],
  png: ["Save as PNG", "存为 PNG", "存為 PNG"],
  more: ["← There is more: swipe, or scroll sideways →", "← 还有更多：左右滑动查看 →", "← 還有更多：左右滑動檢視 →"],
  csv: ["Save the numbers as CSV", "把数值存为 CSV", "把數值存為 CSV"],
} satisfies Record<string, Text>;

const drawn = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "font-family", "font-size", "font-weight", "font-style", "text-anchor", "dominant-baseline", "letter-spacing", "paint-order", "visibility"];

/** The SVG by itself, with the styles that the page gives it. */
export function standalone(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const own = [svg, ...svg.querySelectorAll("*")], copies = [copy, ...copy.querySelectorAll("*")];
  own.forEach((element, i) => {
    const style = getComputedStyle(element);
    // As attributes: the page's policy knows no styles of elements.
    for (const p of drawn) copies[i].setAttribute(p, style.getPropertyValue(p));
    copies[i].removeAttribute("style");
    copies[i].removeAttribute("class");
  });
  const [, , width, height] = (svg.getAttribute("viewBox") ?? `0 0 ${svg.clientWidth} ${svg.clientHeight}`).split(" ").map(Number);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [key, value] of Object.entries({ width: "100%", height: "100%", fill: getComputedStyle(document.body).backgroundColor })) ground.setAttribute(key, value);
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

export function save(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function picture(figure: HTMLElement): Promise<Blob> {
  const canvas = figure.querySelector("canvas");
  const svg = figure.querySelector<SVGSVGElement>("svg.picture");
  if (!svg) return new Promise((done) => canvas!.toBlob((blob) => done(blob!), "image/png"));
  const image = new Image();
  const address = URL.createObjectURL(new Blob([standalone(svg)], { type: "image/svg+xml" }));
  image.src = address;
  await image.decode();
  URL.revokeObjectURL(address);
  const target = document.createElement("canvas");
  [target.width, target.height] = [image.width * 2, image.height * 2];
  target.getContext("2d")!.drawImage(image, 0, 0, target.width, target.height);
  return new Promise((done) => target.toBlob((blob) => done(blob!), "image/png"));
}

/**
 * Holds one `<svg class="picture" viewBox>`, or one canvas, which can only be saved as PNG.
 * `name` is the file's name; `about` says in words what is to be seen; `tools` stand below the picture and are no part of it. What can be
 * pointed at by keys is `live`: a group, not an image. `numbers` are what is drawn, for those who want to draw it otherwise; `more` are other
 * buttons beside those that save.
 */
export function Figure({ name, title, about, children, canvas = false, live = false, tools, numbers, more }: { name: string; title: string; about: string; children: ComponentChildren; canvas?: boolean; live?: boolean; tools?: ComponentChildren; numbers?: () => string; more?: ComponentChildren }) {
  const t = useWords(text);
  const figure = useRef<HTMLElement>(null);
  return (
    <figure ref={figure}>
      <figcaption>
        <strong>{title}</strong>
        <span class="save">
          {!canvas && <button type="button" title={t.svg} aria-label={`${t.svg}: ${title}`} onClick={() => save(new Blob([standalone(figure.current!.querySelector("svg.picture")!)], { type: "image/svg+xml" }), `${name}.svg`)}>SVG</button>}
          <button type="button" title={t.png} aria-label={`${t.png}: ${title}`} onClick={() => void picture(figure.current!).then((blob) => save(blob, `${name}.png`))}>PNG</button>
          {numbers && <button type="button" title={t.csv} aria-label={`${t.csv}: ${title}`} onClick={() => save(new Blob([numbers()], { type: "text/csv" }), `${name}.csv`)}>CSV</button>}
          {more}
        </span>
      </figcaption>
      <div class="scroll" tabIndex={0} role={live ? "group" : "img"} aria-label={about}>{children}</div>
      <p class="more quiet" aria-hidden="true">{t.more}</p>
      {tools}
    </figure>
  );
}
