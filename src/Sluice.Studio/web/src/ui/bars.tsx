// A vector as signed bars, one for each element, labelled: the sign of every view for "these numbers".
import { number } from "./depth";

export interface BarsProps {
  values: ArrayLike<number>;
  labels?: readonly string[];
  x?: number;
  y?: number;
  width?: number;
  row?: number;
  /** The value at which a bar is full. */
  most?: number;
  /** Writes the values beside the bars. */
  numbers?: boolean;
  /** Gates are amounts from 0 to 1 and begin at the left. */
  gate?: boolean;
  title?: string;
}

/** Part of an SVG: labels at the left, bars around a middle line (or from the left, for gates). */
export function Bars({ values, labels, x = 0, y = 0, width = 120, row = 18, most = 1, numbers = false, gate = false, title }: BarsProps) {
  const room = labels ? 12 + 7.5 * Math.max(...labels.map(wide)) : 0;
  const zero = gate ? room : room + (width - room) / 2, full = gate ? width - room : (width - room) / 2;
  return (
    <g transform={`translate(${x} ${y})`}>
      {title && <text class="small strong" x={room + (width - room) / 2} y={-6} text-anchor="middle">{title}</text>}
      {Array.from(values, (value, k) => {
        const share = Math.max(-1, Math.min(1, value / most)), length = Math.abs(share) * full;
        return (
          <g key={k} transform={`translate(0 ${k * row})`}>
            {labels && <text class="small" x={room - 6} y={row / 2} text-anchor="end" dominant-baseline="central">{labels[k]}</text>}
            <rect class="trough" x={room} y={2} width={width - room} height={row - 4} rx={2} />
            <rect class={gate ? "gate" : share < 0 ? "negative" : "positive"} x={share < 0 ? zero - length : zero} y={2} width={length} height={row - 4} rx={1} />
            {numbers && <text class="number halo" x={width - 3} y={row / 2} text-anchor="end" dominant-baseline="central">{number(value)}</text>}
          </g>
        );
      })}
      {!gate && <line class="axis" x1={zero} x2={zero} y1={0} y2={values.length * row} />}
    </g>
  );
}

/** The width of a text in units of a Latin letter: Chinese characters are twice as wide. */
export const wide = (text: string): number => [...text].reduce((sum, c) => sum + (c > "⺀" ? 1.8 : 0.95), 0);
