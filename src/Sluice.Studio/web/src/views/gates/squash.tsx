// tanh and the logistic function in one figure; x is dragged along both.
import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { fill, useWords, type Text } from "../../language";
import { lines } from "../../ui/colour";
import { number, useDepth } from "../../ui/depth";
import { Figure } from "../../ui/figure";
import { legend, LegendEntry } from "../../ui/legend";
import { Slider } from "../../ui/slider";
import { useWidth } from "../../ui/width";

const text = {
  title: ["tanh and the logistic function", "tanh 与逻辑函数", "tanh 與邏輯函數"],
  about: ["tanh squashes x = {x} to {tanh}, the logistic function to {logistic}.", "x = {x} 时，tanh 压缩为 {tanh}，逻辑函数压缩为 {logistic}。", "x = {x} 時，tanh 壓縮為 {tanh}，邏輯函數壓縮為 {logistic}。"],
  logistic: ["logistic σ", "逻辑函数 σ", "邏輯函數 σ"],
  say: [
    "However far out x is, a vote stays between −1 and 1, and a tap between 0 and 1. So what goes round and round in a net cannot grow without end.",
    "无论 x 多远，票数总在 −1 与 1 之间，门的开度总在 0 与 1 之间。所以在网络里一圈圈循环的数不会无限变大。",
    "無論 x 多遠，票數總在 −1 與 1 之間，門的開度總在 0 與 1 之間。所以在網路裡一圈圈循環的數不會無限變大。",
  ],
  drag: ["Drag the picture, or the slider.", "可以拖动图，也可以拖动滑块。", "可以拖動圖，也可以拖動滑桿。"],
} satisfies Record<string, Text>;

export interface Curves {
  x: number[];
  tanh: number[];
  logistic: number[];
  exponential: number[];
}

const height = 330, left = 52, right = 20, top = 16, bottom = 34;

export function Squash({ curves, x, onX }: { curves: Curves; x: number; onX: (x: number) => void }) {
  const t = useWords(text);
  const [depth] = useDepth();
  const [svg, width] = useWidth<SVGSVGElement>(760);
  const low = curves.x[0], step = curves.x[1] - low, last = curves.x.length - 1;
  const at = Math.min(last, Math.max(0, Math.round((x - low) / step)));
  const now = { x: curves.x[at], tanh: curves.tanh[at], logistic: curves.logistic[at] };
  const sx = scaleLinear([low, curves.x[last]], [left, width - right]), sy = scaleLinear([-1.1, 1.1], [height - bottom, top]);
  const path = (y: number[]) => line<number>((_, i) => sx(curves.x[i]), (v) => sy(v))(y)!;
  const drag = (e: PointerEvent & { currentTarget: SVGSVGElement }) => {
    if (e.buttons === 0) return;
    const box = e.currentTarget.getBoundingClientRect();
    const value = sx.invert(((e.clientX - box.left) / box.width) * width);
    onX(curves.x[Math.min(last, Math.max(0, Math.round((value - low) / step)))]);
  };
  const [up, down] = [number(curves.exponential[at]), number(curves.exponential[last - at])];
  const shown = number(now.x), names = ["tanh", t.logistic], keys = legend(names, width - left);
  return (
    <>
      <Slider label="x" value={now.x} min={low} max={curves.x[last]} step={step} onInput={onX} />
      <Figure name="squashing" title={t.title} about={fill(t.about, { x: shown, tanh: number(now.tanh), logistic: number(now.logistic) })}>
        <svg ref={svg} class="picture chart squash" viewBox={`0 0 ${width} ${height + keys.height}`} onPointerDown={(e) => { e.currentTarget.setPointerCapture(e.pointerId); drag(e); }} onPointerMove={drag}>
          {[-1, -0.5, 0, 0.5, 1].map((v) => <g key={v}><line class="grid" x1={left} x2={width - right} y1={sy(v)} y2={sy(v)} /><text class="small" x={left - 8} y={sy(v)} text-anchor="end" dominant-baseline="central">{number(v, 1)}</text></g>)}
          {[-6, -4, -2, 0, 2, 4, 6].map((v) => <text key={v} class="small" x={sx(v)} y={height - bottom + 18} text-anchor="middle">{number(v, 0)}</text>)}
          <line class="axis" x1={sx(0)} x2={sx(0)} y1={top} y2={height - bottom} />
          <line class="pointer" x1={sx(now.x)} x2={sx(now.x)} y1={top} y2={height - bottom} />
          {([["tanh", curves.tanh, now.tanh, 0], [t.logistic, curves.logistic, now.logistic, 1]] as const).map(([name, y, value, k]) => {
            const nearEdge = sx(now.x) > (left + width) / 2;
            return (
              <g key={name}>
                <path class="curve" d={path(y as number[])} stroke={lines[k].colour} stroke-width={3} stroke-dasharray={lines[k].dash} />
                <circle class="handle" cx={sx(now.x)} cy={sy(value)} r={9} fill={lines[k].colour} />
                {depth !== "picture" && <text class="halo" x={sx(now.x) + (nearEdge ? -16 : 16)} y={sy(value) + (k ? 18 : now.x > 0 ? -10 : 18)} text-anchor={nearEdge ? "end" : "start"}>{name} = {number(value, 3)}</text>}
              </g>
            );
          })}
          {keys.places.map((place, k) => <LegendEntry key={k} k={k} name={names[k]} x={left + place.x} y={height + 6 + place.y} />)}
        </svg>
      </Figure>
      {depth === "formula" && (
        <pre class="equations">{`tanh(x) = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)
tanh(${shown}) = (${up} − ${down}) / (${up} + ${down}) = ${number(now.tanh, 4)}

σ(x) = 1 / (1 + e⁻ˣ)
σ(${shown}) = 1 / (1 + ${down}) = ${number(now.logistic, 4)}`}</pre>
      )}
      <p>{t.say} <span class="quiet">{t.drag}</span></p>
    </>
  );
}
