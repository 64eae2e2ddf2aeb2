// The unrolled nets, one a row: the loss stands at the right, its gradient walks to the left, back in time.
import { wide } from "../../ui/bars";
import { useWidth } from "../../ui/width";
import { kind, short, written, type Net } from "./flow";

const right = 64, narrow = 560, widest = 1100;

const size = (value: number): number => 3 + 10 * Math.min(1, Math.max(0, (Math.log10(Math.max(value, 1e-30)) + 8) / 10));

export function Unrolled({ nets, lags, stops, stop, phase, numbers, words }: { nets: Net[]; lags: number; stops: number[]; stop: number | undefined; phase: number; numbers: boolean; words: { loss: string; lag: string; past: string } }) {
  const [svg, measured] = useWidth<SVGSVGElement>(900);
  const width = Math.min(widest, measured), slim = width < narrow, row = slim ? 70 : 58, top = slim ? 54 : 34;
  const left = slim ? 26 : Math.max(100, 22 + 8.6 * Math.max(...nets.map((n) => wide(n.name))));
  const height = top + nets.length * row + 26;
  const x = (i: number) => width - right - (stops[i] * (width - left - right)) / lags;

  // Dots as large as there is room for, and as many numbers.
  const scale = Math.min(1, (x(0) - x(1)) / 25), fits = Math.max(2, Math.min(8, Math.floor((width - left - right) / 62)));
  const reached = (i: number) => stop === undefined || i < stop || (i === stop && (phase >= 1 || i === 0));
  return (
    <svg ref={svg} class="picture unrolled" viewBox={`0 0 ${width} ${height}`}>
      <text class="small quiet" x={width - right} y={14} text-anchor="middle">{words.loss}</text>
      <text class="small quiet" x={left} y={14}>← {words.past}</text>
      {nets.map((net, k) => {
        const y = top + k * row + 16;
        const moving = stop !== undefined && stop > 0 && phase < 1 ? { from: x(stop - 1), to: x(stop), value: net.whole[stops[stop - 1]] } : undefined;
        return (
          <g key={net.name}>
            <text class="strong" x={4} y={slim ? y - 24 : y} dominant-baseline="central">{net.name}</text>
            {stops.map((lag, i) => i > 0 && <line key={lag} class={`link ${reached(i) ? kind(net.whole[lag]) : ""}`} x1={x(i - 1)} x2={x(i)} y1={y} y2={y} />)}
            {stops.map((lag, i) => {
              const value = net.whole[lag];
              return (
                <g key={lag}>
                  <circle class={reached(i) ? kind(value) : "trough"} cx={x(i)} cy={y} r={scale * (reached(i) ? size(value) : 6)}><title>{`${net.name}, ${words.lag} ${lag}: ${short(value)}`}</title></circle>
                  {numbers && reached(i) && written(lag, lags, fits) && <text class="number" x={x(i)} y={y + 25} text-anchor="middle">{short(value)}</text>}
                </g>
              );
            })}
            {moving && <circle class={`pulse ${kind(moving.value)}`} cx={moving.from + (moving.to - moving.from) * phase} cy={y} r={scale * size(moving.value) + 3} />}
            <path class="axis" d={`M${width - right + 34} ${y}L${width - right + 16} ${y}`} />
            <text x={width - right + 40} y={y} dominant-baseline="central">L</text>
          </g>
        );
      })}
      {stops.map((lag, i) => written(lag, lags, fits) && <text key={lag} class="small" x={x(i)} y={height - 8} text-anchor="middle">{lag}</text>)}
      <text class="small quiet" x={slim ? width - right + 14 : 4} y={height - 8}>{words.lag}</text>
    </svg>
  );
}
