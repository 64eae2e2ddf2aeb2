// The evenings in a row: what was told, what there was, and what both nets expected.
import { useWords } from "../../language";
import { useWidth } from "../../ui/width";
import { namesOf, type Dinner } from "./net";
import { text } from "./text";

const cell = 38, week = 7;

export function Evenings({ data, expected, at, untold, onEvening, onTell }: { data: Dinner; expected: number[]; at: number; untold: Set<number>; onEvening: (t: number) => void; onTell: (t: number) => void }) {
  const t = useWords(text);
  const names = namesOf(data, t);
  const short = (k: number) => names[k].slice(0, names[k] > "⺀" ? 2 : 3);
  const rows = [t.told, t.was, t.memory, t.without];
  // On a telephone the weeks stand below each other.
  const [svg, measured] = useWidth<SVGSVGElement>(900), narrow = measured < 640;
  const left = narrow ? 132 : 146, line = narrow ? 28 : 34, across = narrow ? week : data.evenings.length, high = 4 * line + 38, blocks = Math.ceil(data.evenings.length / across);
  return (
    <svg ref={svg} class="picture evenings" viewBox={`0 0 ${left + across * cell + 8} ${blocks * high - 4}`}>
      {Array.from({ length: blocks }, (_, b) => rows.map((name, r) => <text key={`${b} ${name}`} class="small" x={left - 8} y={b * high + 30 + r * line + line / 2} text-anchor="end" dominant-baseline="central">{name}</text>))}
      {data.evenings.map((e, n) => {
        const x = left + (n % across) * cell, last = e.last.indexOf(1);
        const mark = (value: number, r: number) => (
          <g transform={`translate(${x + cell / 2} ${30 + r * line + line / 2})`}>
            <rect class={value === e.dinner ? "right" : "wrong"} x={-cell / 2 + 2} y={-line / 2 + 3} width={cell - 4} height={line - 6} rx={5} />
            <text class="small" y={-3} text-anchor="middle" dominant-baseline="central">{short(value)}</text>
            <text class="number" y={9} text-anchor="middle" dominant-baseline="central">{value === e.dinner ? "✓" : "✗"}</text>
          </g>
        );
        return (
          <g key={n} transform={`translate(0 ${Math.floor(n / across) * high})`}>
            {n === at && <rect class="here" x={x} y={2} width={cell} height={4 * line + 28} rx={6} />}
            <g role="button" tabIndex={0} aria-label={`${n + 1}`} class="day" onClick={() => onEvening(n)} onKeyDown={(k) => { if (k.key === "Enter") onEvening(n); }}>
              <rect x={x} y={2} width={cell} height={24} fill="transparent" />
              <text class="small quiet" x={x + cell / 2} y={15} text-anchor="middle" dominant-baseline="central">{n + 1}</text>
            </g>
            <g role="button" tabIndex={0} aria-pressed={untold.has(n)} aria-label={`${last < 0 ? "?" : short(last)}: ${t.told} ${n + 1}`} class="day" onClick={() => onTell(n)} onKeyDown={(k) => { if (k.key === "Enter") onTell(n); }}>
              <rect class={untold.has(n) ? "away" : "trough"} x={x + 2} y={33} width={cell - 4} height={line - 6} rx={5} />
              <text class="small" x={x + cell / 2} y={30 + line / 2} text-anchor="middle" dominant-baseline="central">{last < 0 ? "?" : short(last)}</text>
            </g>
            <text class="small" x={x + cell / 2} y={30 + line + line / 2} text-anchor="middle" dominant-baseline="central">{short(e.dinner)}</text>
            {n <= at && mark(expected[n], 2)}
            {n <= at && mark(data.alone[n], 3)}
          </g>
        );
      })}
    </svg>
  );
}
