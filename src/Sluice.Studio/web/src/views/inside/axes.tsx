// What stands beside and below a map: units at the left, words under their columns, steps below them.
import { ticks } from "d3-array";
import { useWords, type Text } from "../../language";
import { wide } from "../../ui/bars";
import type { Window } from "./window";

const text = {
  step: ["step", "步", "步"],
  unit: ["unit", "单元", "單元"],
} satisfies Record<string, Text>;

const letter = 7, line = 12, room = 94, longest = 14;

/** A whole word, or its beginning where it is too long for the room, as it is written. */
const fitted = (word: string): string => ([...word].length > longest ? `${[...word].slice(0, longest - 1).join("")}…` : word);

/** Words under the columns where there is room for a letter, and steps. */
export function Steps({ window: w, width, words, at, cursor }: { window: Window; width: number; words?: (step: number) => string | undefined; at: number; cursor: number | undefined }) {
  const t = useWords(text);
  const column = width / (w.to - w.from), shown = words && column >= line ? Array.from({ length: w.to - w.from }, (_, k) => w.from + k) : [];
  const said = shown.map((step) => fitted(words!(step) ?? "")), upright = said.some((word) => letter * wide(word) + 6 > column);
  const high = shown.length === 0 ? 0 : upright ? Math.min(room, 12 + letter * 0.95 * Math.max(1, ...said.map(wide))) : 20;
  const steps = ticks(w.from, w.to - 1, Math.max(2, Math.min(10, Math.floor(width / 70)))).filter(Number.isInteger);
  const x = (step: number) => (step - w.from + 0.5) * column;
  return (
    <svg class="map-steps" width={width} height={high + 20} viewBox={`0 0 ${width} ${high + 20}`} aria-hidden="true">
      {shown.map((step, k) => (
        <text key={step} class={`word${step === at ? " here" : ""}${step === cursor ? " cursor" : ""}${upright ? " upright" : ""}`} x={x(step)} y={upright ? 5 : 13} text-anchor={upright ? "start" : "middle"} dominant-baseline={upright ? "central" : undefined}>{said[k]}</text>
      ))}
      {steps.map((step) => x(step) < width - 30 && <g key={step}><line class="axis" x1={x(step)} x2={x(step)} y1={high} y2={high + 4} /><text class="small" x={x(step)} y={high + 16} text-anchor={step === w.from ? "start" : "middle"}>{step}</text></g>)}
      <text class="small quiet" x={width} y={high + 16} text-anchor="end">{t.step}</text>
    </svg>
  );
}

/** The numbers of the units beside their rows, as many as there is room for. */
export function Units({ window: w, height, unitAt }: { window: Window; height: number; unitAt: (row: number) => number }) {
  const t = useWords(text);
  const rows = w.last - w.first, each = Math.max(1, Math.ceil((line * rows) / (height - 16)));
  return (
    <svg class="map-units" width={34} height={height + 6} aria-hidden="true">
      {Array.from({ length: Math.ceil(rows / each) }, (_, k) => k * each).map((k) => <text key={k} class="small" x={30} y={((k + 0.5) * height) / rows} text-anchor="end" dominant-baseline="central">{unitAt(w.first + k)}</text>)}
      <text class="small quiet" x={0} y={8} transform={`translate(8 ${height / 2}) rotate(-90)`} text-anchor="middle">{t.unit}</text>
    </svg>
  );
}
