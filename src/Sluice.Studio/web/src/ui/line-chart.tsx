// Curves over steps, on linear or logarithmic axes, with labels at the lines' ends and the values under the pointer.
import { extent } from "d3-array";
import { scaleLinear, scaleLog } from "d3-scale";
import { line } from "d3-shape";
import { useState } from "preact/hooks";
import { lines } from "./colour";
import { power } from "./depth";
import { legend, LegendEntry } from "./legend";
import { useWidth } from "./width";

export interface Curve {
  name: string;
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  /** A band behind the line: [low, high] at each x. */
  band?: [ArrayLike<number>, ArrayLike<number>];
}

export interface LineChartProps {
  curves: readonly Curve[];
  xLabel: string;
  yLabel: string;
  logY?: boolean;
  /** Its width before it is measured. */
  width?: number;
  height?: number;
  yRange?: [number, number];
  xRange?: [number, number];
  format?: (value: number) => string;
  /** What stands at a whole x, such as a date; without it x stands there itself. */
  xFormat?: (x: number) => string;
  /** A step to mark by an upright line. */
  mark?: number;
  /** Stretches of y with a colour of their own and a word for it. */
  zones?: readonly { from: number; to: number; kind: string; name: string }[];
}

const short = (value: number): string => (value === 0 ? "0" : Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5 ? power(value, 0).replace(/^1·/, "") : String(Number(value.toPrecision(4))));

/** The first digit of a number. */
const first = (value: number): number => Number(value.toExponential(0)[0]);

/** Of many numbers on a logarithmic axis those that begin with 1, 2 or 5. */
const fewer = (ticks: number[]): number[] => (ticks.length <= 7 ? ticks : ticks.filter((v) => [1, 2, 5].includes(first(v))));

export function LineChart({ curves, xLabel, yLabel, logY = false, width: unmeasured = 640, height = 300, yRange, xRange, format = short, xFormat, mark, zones = [] }: LineChartProps) {
  const [at, setAt] = useState<number>();
  const [svg, width] = useWidth<SVGSVGElement>(unmeasured);
  const left = 62, right = 14, top = 14, bottom = 44;
  const usable = (value: number) => Number.isFinite(value) && (!logY || value > 0);
  const xs = curves.flatMap((c) => Array.from(c.x)), ys = curves.flatMap((c) => [...Array.from(c.y), ...(c.band ? [...Array.from(c.band[0]), ...Array.from(c.band[1])] : [])]).filter(usable);
  const [x0, x1] = xRange ?? (extent(xs) as [number, number]), [y0, y1] = yRange ?? (extent(ys) as [number, number]);
  if (x0 === undefined || y0 === undefined) return <svg ref={svg} class="picture chart" viewBox={`0 0 ${width} ${height}`} />;
  const x = scaleLinear([x0, x1 > x0 ? x1 : x0 + 1], [left, width - right]);
  const pad = y1 > y0 ? 0 : Math.abs(y0) * 0.1 || 1;
  const few = logY && y1 < 100 * y0;
  const y = logY ? scaleLog([pad ? y0 / 2 : y0, pad ? y1 * 2 : y1], [height - bottom, top]) : scaleLinear([y0 - pad, y1 + pad], [height - bottom, top]);
  if (!few) y.nice();
  const across = xFormat ? x.ticks(Math.max(2, Math.min(8, width / 120))).filter(Number.isInteger) : x.ticks(Math.min(8, width / 80));
  const ticks = !logY ? y.ticks(5) : few ? fewer(y.ticks(5)) : y.ticks(5).filter((v) => first(v) === 1);
  const nearest = (c: Curve) => {
    let best = 0;
    for (let i = 1; i < c.x.length; i++) if (Math.abs(c.x[i] - at!) < Math.abs(c.x[best] - at!)) best = i;
    return best;
  };
  const under = at !== undefined && xFormat ? xFormat(Math.round(at)) : "";
  const names = curves.map((c) => `${c.name}${at !== undefined && c.x.length > 0 ? ` ${format(c.y[nearest(c)])}` : ""}`);
  // Room for the values under the pointer is kept free, so that nothing jumps.
  const keys = legend(curves.map((c) => `${c.name} 0.0000`), width - left - right);
  return (
    <svg
      ref={svg} class="picture chart" viewBox={`0 0 ${width} ${height + keys.height + 2}`}
      onPointerMove={(e) => { const box = e.currentTarget.getBoundingClientRect(); setAt(x.invert(((e.clientX - box.left) / box.width) * width)); }}
      onPointerLeave={() => setAt(undefined)}
    >
      {zones.map((z) => {
        const high = Math.max(top, y(z.to)), low = Math.min(height - bottom, y(z.from));
        return low > high && <g key={z.kind}><rect class={`zone ${z.kind}`} x={left} y={high} width={width - left - right} height={low - high} /><text class="small quiet halo" x={left + 8} y={low - high > 24 ? low - 12 : (low + high) / 2} dominant-baseline="central">{z.name}</text></g>;
      })}
      {ticks.map((v) => <g key={v}><line class="grid" x1={left} x2={width - right} y1={y(v)} y2={y(v)} /><text class="small" x={left - 6} y={y(v)} text-anchor="end" dominant-baseline="central">{format(v)}</text></g>)}
      {across.map((v) => <text key={v} class="small" x={x(v)} y={height - bottom + 16} text-anchor="middle">{xFormat ? xFormat(v) : short(v)}</text>)}
      <line class="axis" x1={left} x2={width - right} y1={height - bottom} y2={height - bottom} />
      <text class="small quiet" x={width - right} y={height - bottom + 32} text-anchor="end">{under ? `${xLabel} ${under}` : xLabel}</text>
      <text class="small quiet" x={14} y={top} text-anchor="end" transform={`rotate(-90 14 ${top})`}>{yLabel}</text>
      {curves.map((c, k) => {
        const points = Array.from(c.x, (v, i) => [v, c.y[i], i] as const).filter((p) => usable(p[1]));
        const style = lines[k % lines.length];
        return (
          <g key={c.name}>
            {c.band && c.x.length > 0 && <path d={`${line<number>((v) => x(v), (_, i) => y(c.band![1][i]))(Array.from(c.x))}L${line<number>((v) => x(v), (_, i) => y(c.band![0][c.x.length - 1 - i]))(Array.from(c.x).reverse())!.slice(1)}Z`} fill={style.colour} fill-opacity={0.18} />}
            <path class="curve" d={line<readonly [number, number, number]>((p) => x(p[0]), (p) => y(p[1]))(points) ?? ""} stroke={style.colour} stroke-dasharray={style.dash} />
            <LegendEntry k={k} name={names[k]} x={left + keys.places[k].x} y={height + 8 + keys.places[k].y} />
          </g>
        );
      })}
      {mark !== undefined && <line class="mark" x1={x(mark)} x2={x(mark)} y1={top} y2={height - bottom} />}
      {at !== undefined && at >= x.domain()[0] && at <= x.domain()[1] && <line class="pointer" x1={x(at)} x2={x(at)} y1={top} y2={height - bottom} />}
    </svg>
  );
}
