// The unrolled nets, one a row: the loss stands at the right, its gradient walks to the left, back in time.
import { wide } from "../../ui/bars";
import { kind, short, written, type Net } from "./flow";

const right = 64, row = 58, top = 34;

const size = (value: number): number => 3 + 10 * Math.min(1, Math.max(0, (Math.log10(Math.max(value, 1e-30)) + 8) / 10));

export function Unrolled({ nets, lags, stops, stop, phase, numbers, words }: { nets: Net[]; lags: number; stops: number[]; stop: number | undefined; phase: number; numbers: boolean; words: { loss: string; lag: string; past: string } }) {
  const left = Math.max(100, 22 + 8.6 * Math.max(...nets.map((n) => wide(n.name))));
  const width = 900, height = top + nets.length * row + 26;
  const x = (i: number) => width - right - (stops[i] * (width - left - right)) / lags;
  const reached = (i: number) => stop === undefined || i < stop || (i === stop && (phase >= 1 || i === 0));
  return (
    <svg class="picture unrolled" viewBox={`0 0 ${width} ${height}`}>
      <text class="small quiet" x={width - right} y={14} text-anchor="middle">{words.loss}</text>
      <text class="small quiet" x={left} y={14}>← {words.past}</text>
      {nets.map((net, k) => {
        const y = top + k * row + 16;
        const moving = stop !== undefined && stop > 0 && phase < 1 ? { from: x(stop - 1), to: x(stop), value: net.whole[stops[stop - 1]] } : undefined;
        return (
          <g key={net.name}>
            <text class="strong" x={4} y={y} dominant-baseline="central">{net.name}</text>
            {stops.map((lag, i) => i > 0 && <line key={lag} class={`link ${reached(i) ? kind(net.whole[lag]) : ""}`} x1={x(i - 1)} x2={x(i)} y1={y} y2={y} />)}
            {stops.map((lag, i) => {
              const value = net.whole[lag];
              return (
                <g key={lag}>
                  <circle class={reached(i) ? kind(value) : "trough"} cx={x(i)} cy={y} r={reached(i) ? size(value) : 6}><title>{`${net.name}, ${words.lag} ${lag}: ${short(value)}`}</title></circle>
                  {numbers && reached(i) && written(lag, lags) && <text class="number" x={x(i)} y={y + 25} text-anchor="middle">{short(value)}</text>}
                </g>
              );
            })}
            {moving && <circle class={`pulse ${kind(moving.value)}`} cx={moving.from + (moving.to - moving.from) * phase} cy={y} r={size(moving.value) + 3} />}
            <path class="axis" d={`M${width - right + 34} ${y}L${width - right + 16} ${y}`} />
            <text x={width - right + 40} y={y} dominant-baseline="central">L</text>
          </g>
        );
      })}
      {stops.map((lag, i) => written(lag, lags) && <text key={lag} class="small" x={x(i)} y={height - 8} text-anchor="middle">{lag}</text>)}
      <text class="small quiet" x={4} y={height - 8}>{words.lag}</text>
    </svg>
  );
}
