// Which line is whose: a stroke and a name for each, in as many rows as they need.
import { wide } from "./bars";
import { lines } from "./colour";

const row = 18, stroke = 28, gap = 18, letter = 6.7;

export interface Legend {
  height: number;
  places: { x: number; y: number }[];
}

/** Where each name stands within a width. */
export function legend(names: readonly string[], width: number): Legend {
  let x = 0, y = 0;
  const places = names.map((name) => {
    const needed = stroke + wide(name) * letter + gap;
    if (x > 0 && x + needed - gap > width) [x, y] = [0, y + row];
    const place = { x, y };
    x += needed;
    return place;
  });
  return { height: y + row, places };
}

export function LegendEntry({ k, name, x, y }: { k: number; name: string; x: number; y: number }) {
  const style = lines[k % lines.length];
  return (
    <g transform={`translate(${x} ${y})`}>
      <line x1={0} x2={22} y1={0} y2={0} stroke={style.colour} stroke-width={2.5} stroke-dasharray={style.dash} />
      <text class="small" x={stroke} y={0} dominant-baseline="central">{name}</text>
    </g>
  );
}
