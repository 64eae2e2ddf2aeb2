// What lies between four corners: a square that is gone over by the pointer, or by two sliders.
import type { JSX } from "preact";
import { fill, useWords } from "../../language";
import { Figure } from "../../ui/figure";
import { Slider } from "../../ui/slider";
import { chosen, type Ask } from "./asked";
import { cellAt } from "./place";
import { text } from "./text";

const large = 320;

/** `cell` draws one of them small; without it the square alone is seen. */
export function Square({ ask, side, cell }: { ask: Ask; side: number; cell?: (n: number, size: number) => JSX.Element }) {
  const t = useWords(text);
  const which = chosen(ask, side * side), row = Math.floor(which / side), column = which % side, size = large / side;
  const lead = (e: PointerEvent & { currentTarget: SVGSVGElement }) => {
    const box = e.currentTarget.getBoundingClientRect();
    ask.setWhich(cellAt((e.clientX - box.left) / box.width, (e.clientY - box.top) / box.height, side));
  };
  return (
    <Figure
      name="generate-square" title={t.led} about={fill(t.ledAbout, { side, row: row + 1, column: column + 1 })} live
      tools={
        <>
          <p class="quiet">{t.lead}</p>
          <div class="row settings">
            <Slider label={t.across} value={column / (side - 1)} min={0} max={1} step={1 / (side - 1)} onInput={(v) => ask.setWhich(row * side + Math.round(v * (side - 1)))} />
            <Slider label={t.down} value={row / (side - 1)} min={0} max={1} step={1 / (side - 1)} onInput={(v) => ask.setWhich(Math.round(v * (side - 1)) * side + column)} />
          </div>
        </>
      }
    >
      <svg
        class="picture square" viewBox={`0 0 ${large} ${large}`}
        onPointerDown={(e) => { e.currentTarget.setPointerCapture(e.pointerId); lead(e); }} onPointerMove={(e) => { if (e.buttons > 0) lead(e); }}
      >
        {Array.from({ length: side * side }, (_, n) => (
          <g key={n} transform={`translate(${(n % side) * size} ${Math.floor(n / side) * size})`}>
            <rect class="cell" width={size} height={size} />
            {cell?.(n, size)}
          </g>
        ))}
        <rect class="chosen" x={column * size} y={row * size} width={size} height={size} />
      </svg>
    </Figure>
  );
}
