// Inputs and votes: a line is as thick as its weight times its input, the votes that win are lit, and the prediction comes back.
import { useWords } from "../../language";
import { Bars } from "../../ui/bars";
import { number, useDepth } from "../../ui/depth";
import { useWidth } from "../../ui/width";
import { text } from "./text";

export interface Evening { dinner: number; last: number[]; before: number[]; sums: number[]; votes: number[] }
export interface Dinner { menu: string[]; losses: number[]; fromDinner: number[][]; fromPrediction: number[][]; bias: number[]; evenings: Evening[]; alone: number[] }

const row = 30, first = 60;

export function Net({ data, evening, phase }: { data: Dinner; evening: Evening; phase: number }) {
  const t = useWords(text);
  const [depth] = useDepth();
  const names = namesOf(data, t);
  const second = first + names.length * row + 40, bottom = second + names.length * row, middle = (first + bottom - names.length * row) / 2;
  const most = Math.max(1, ...data.fromDinner.flat().map(Math.abs), ...data.fromPrediction.flat().map(Math.abs)), winner = evening.sums.indexOf(Math.max(...evening.sums));
  const numbers = depth !== "picture";
  // First the values run to the votes, then the votes are squashed, then the prediction is there.
  const run = Math.min(1, phase / 0.6), out = Math.max(0, Math.min(1, (phase - 0.6) / 0.4));
  // On a telephone the same stands closer together.
  const [svg, measured] = useWidth<SVGSVGElement>(860), narrow = measured < 560;
  const left = narrow ? 124 : 250, right = narrow ? 190 : 520, into = narrow ? 14 : 44, wide = narrow ? 138 : 220, width = narrow ? 404 : 860;
  const y = (from: number, k: number) => from + k * row + row / 2;
  const lines = [
    ...data.fromDinner.flatMap((weights, i) => weights.map((w, j) => ({ key: `d${i}${j}`, y0: y(first, j), y1: y(middle, i), i, w, value: evening.last[j] }))),
    ...data.fromPrediction.flatMap((weights, i) => weights.map((w, j) => ({ key: `p${i}${j}`, y0: y(second, j), y1: y(middle, i), i, w, value: evening.before[j] }))),
  ];
  return (
    <svg class={narrow ? "picture dinner narrow" : "picture dinner"} ref={svg} viewBox={`0 26 ${width} ${bottom + 10}`}>
      {lines.map(({ key, y0, y1, i, w, value }) => {
        const vote = value * w, flow = Math.min(1, Math.abs(vote) / most), lit = i === winner && vote > 0 && flow > 0.03;
        return (
          <g key={key}>
            <line class={`vote ${vote < 0 ? "against" : "for"}${flow <= 0.03 ? " faint" : lit ? " lit" : ""}`} x1={left + 8} x2={right} y1={y0} y2={y1} stroke-width={flow <= 0.03 ? 1 : 1 + 6 * flow} />
            {run < 1 && flow > 0.03 && <circle class={vote < 0 ? "negative" : "positive"} cx={left + 8 + (right - left - 8) * run} cy={y0 + (y1 - y0) * run} r={2 + 6 * flow} />}
          </g>
        );
      })}
      <Bars x={narrow ? 2 : 20} y={first} width={narrow ? left - 2 : left - 20} row={row} values={evening.last} labels={names} numbers={numbers} gate title={t.lastDinner} />
      <Bars x={narrow ? 2 : 20} y={second} width={narrow ? left - 2 : left - 20} row={row} values={evening.before} labels={names} numbers={numbers} title={t.lastPrediction} />
      {data.menu.map((_, i) => (
        <g key={i} transform={`translate(${right} ${y(middle, i)})`}>
          <circle class={i === winner ? "node wins" : "node"} r={12} />
          <text x={0} y={1} text-anchor="middle" dominant-baseline="central">+</text>
          {numbers && <text class="number halo" x={narrow ? -16 : 28} y={-13} text-anchor="middle">{number(evening.sums[i])}</text>}
          <line class="wire" x1={12} x2={into} y1={0} y2={0} />
        </g>
      ))}
      <rect class="node" x={right + into} y={middle - 6} width={narrow ? 24 : 36} height={names.length * row + 12} rx={8} />
      <text class="small" transform={`translate(${right + into + (narrow ? 12 : 18)} ${middle + (names.length / 2) * row}) rotate(-90)`} text-anchor="middle" dominant-baseline="central">{t.squash}</text>
      <Bars x={right + (narrow ? 42 : 92)} y={middle} width={wide} row={row} values={evening.votes.map((v) => v * out)} labels={names} numbers={numbers && out === 1} title={t.tonight} />
      <path class="wire back" d={`M${right + (narrow ? 130 : 220)} ${middle + names.length * row + 8}V${bottom + 26}H${narrow ? 6 : 20}V${narrow ? bottom + 8 : second + (names.length / 2) * row}`} />
      <path class="arrow" d={`M${narrow ? 0 : 14} ${narrow ? bottom + 12 : second + (names.length / 2) * row + 8}l6 -9l6 9z`} />
      {out === 1 && <text class="small quiet" x={right - 60} y={bottom + 18} text-anchor="middle">{t.fedBack}</text>}
    </svg>
  );
}

/** The names of the dinners: those of the story in the language of the page, others as they were typed. */
export const namesOf = (data: Dinner, words: Record<string, string>): string[] => data.menu.map((m) => words[m]);

/** The sums with the numbers put in, for every dinner. */
export function Sums({ data, evening }: { data: Dinner; evening: Evening }) {
  const t = useWords(text);
  const part = (weights: number[], values: number[]) => weights.map((w, j) => `${number(w)}×${number(values[j])}`).join(" + ");
  return (
    <pre class="equations">{namesOf(data, t).map((name, i) => `${name}\n  tanh(${part(data.fromDinner[i], evening.last)}\n     + ${part(data.fromPrediction[i], evening.before)}\n     + ${number(data.bias[i])})\n  = tanh(${number(evening.sums[i], 3)}) = ${number(evening.votes[i], 3)}`).join("\n\n")}</pre>
  );
}
