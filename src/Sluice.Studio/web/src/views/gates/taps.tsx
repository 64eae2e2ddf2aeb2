// Four channels, each with a sluice that is dragged: what comes, times how far it is open, is what passes.
import { useChoice, useText } from "../../address";
import { useGet } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { number, useDepth } from "../../ui/depth";
import { Figure } from "../../ui/figure";
import { PlayerControls, usePlayer } from "../../ui/player";
import { Slider } from "../../ui/slider";
import { Failure, Waiting } from "../../ui/status";
import { useWidth } from "../../ui/width";

const text = {
  signal: ["Signal", "信号", "訊號"],
  steady: ["steady", "恒定", "恆定"],
  waves: ["waves", "波", "波"],
  votes: ["votes", "投票", "投票"],
  tap: ["Tap {k}", "水龙头 {k}", "水龍頭 {k}"],
  comes: ["what comes", "流入", "流入"],
  gateShort: ["tap", "水龙头", "水龍頭"],
  gate: ["tap: 0 shut, 1 open", "水龙头：0 关，1 开", "水龍頭：0 關，1 開"],
  passes: ["what passes", "流出", "流出"],
  title: ["Signal × taps = what passes", "信号 × 水龙头 = 流出", "訊號 × 水龍頭 = 流出"],
  about: ["Signals {signal} times taps {taps} gives {product}.", "信号 {signal} 乘以水龙头 {taps} 得到 {product}。", "訊號 {signal} 乘以水龍頭 {taps} 得到 {product}。"],
  say: [
    "A gate multiplies element by element: 1 lets all pass, 0 nothing, 0.5 half. In a net the taps are themselves votes, squashed by the logistic function.",
    "门逐个元素相乘：1 全部放行，0 全部挡住，0.5 放行一半。在网络里，水龙头本身也是投票的结果，经逻辑函数压缩而来。",
    "門逐個元素相乘：1 全部放行，0 全部擋住，0.5 放行一半。在網路裡，水龍頭本身也是投票的結果，經邏輯函數壓縮而來。",
  ],
} satisfies Record<string, Text>;

interface Passed {
  signal: number[][];
  product: number[][];
}

const initial = "1,0.5,0,0.8";
const row = 74, top = 40;

/** Where things stand: bars at both sides, each `full` to either side of its middle, and the channel between them. */
function placed(width: number) {
  const full = Math.min(130, width * 0.15), gap = width > 560 ? 30 : 8, from = 2 * full + gap + 10;
  return { width, full, from, to: width - from, middle: width / 2, left: full + 4, right: width - full - 4 };
}

export function Taps() {
  const t = useWords(text);
  const [depth] = useDepth();
  const [svg, measured] = useWidth<SVGSVGElement>(760);
  const place = placed(measured), narrow = measured < 560;
  const [signal, setSignal] = useChoice("signal", ["waves", "steady", "votes"] as const, "waves");
  const [taps, setTaps] = useText("taps", initial);
  const { data, error } = useGet<Passed>(`gates/pass?signal=${signal}&taps=${encodeURIComponent(taps)}`);
  const player = usePlayer(data?.signal.length ?? 16, 1.2);
  const open = taps.split(",").map(Number);
  const set = (k: number, value: number) => setTaps(open.map((v, i) => (i === k ? Math.round(Math.min(1, Math.max(0, value)) * 100) / 100 : v)).join(","));
  if (error && !data) return <Failure message={error} />;
  if (!data) return <Waiting />;
  const comes = data.signal[player.step], passes = data.product[player.step];
  const list = (values: number[]) => values.map((v) => number(v)).join(", ");
  return (
    <>
      <div class="row">
        <label>{t.signal}{" "}
          <select value={signal} onChange={(e) => setSignal(e.currentTarget.value as typeof signal)}>
            {(["waves", "steady", "votes"] as const).map((s) => <option key={s} value={s}>{t[s]}</option>)}
          </select>
        </label>
      </div>
      {error && <Failure message={error} />}
      <Figure name="gate" title={t.title} about={fill(t.about, { signal: list(comes), taps: list(open), product: list(passes) })}>
        <svg ref={svg} class="picture chart channels" viewBox={`0 0 ${place.width} ${top + row * open.length}`}>
          <text class="small strong" x={place.left} y={18} text-anchor="middle">{t.comes}</text>
          <text class="small strong" x={place.middle} y={18} text-anchor="middle">{narrow ? t.gateShort : t.gate}</text>
          <text class="small strong" x={place.right} y={18} text-anchor="middle">{t.passes}</text>
          {open.map((tap, k) => <Channel key={k} place={place} y={top + k * row} comes={comes[k]} tap={tap} passes={passes[k]} phase={player.phase} numbers={depth !== "picture"} onTap={(v) => set(k, v)} />)}
        </svg>
      </Figure>
      {depth === "formula" && <pre class="equations">{comes.map((s, k) => `${number(s).padStart(5)} × ${number(open[k])} = ${number(passes[k]).padStart(5)}`).join("\n")}</pre>}
      <div class="taps">{open.map((tap, k) => <Slider key={k} label={fill(t.tap, { k: k + 1 })} value={tap} min={0} max={1} step={0.01} onInput={(v) => set(k, v)} />)}</div>
      <PlayerControls player={player} />
      <p>{t.say}</p>
    </>
  );
}

/** One element: its bar runs down the channel, through the sluice, and out as what is left. */
function Channel({ place, y, comes, tap, passes, phase, numbers, onTap }: { place: ReturnType<typeof placed>; y: number; comes: number; tap: number; passes: number; phase: number; numbers: boolean; onTap: (tap: number) => void }) {
  const centre = row / 2 - 4, half = 24, { full, from, to, middle, left, right } = place;
  // The first half of the step leads to the sluice, the second away from it.
  const before = Math.min(1, phase * 2), after = Math.max(0, phase * 2 - 1);
  const drag = (e: PointerEvent & { currentTarget: SVGGElement }) => {
    if (e.buttons === 0) return;
    const box = e.currentTarget.getBoundingClientRect();
    onTap(1 - (e.clientY - box.top) / box.height);
  };
  const bar = (value: number, x: number, share = 1) => (
    <g>
      <rect class="trough" x={x - full} y={centre - 9} width={2 * full} height={18} rx={3} />
      <rect class={value < 0 ? "negative" : "positive"} x={value < 0 ? x + value * full * share : x} y={centre - 9} width={Math.abs(value) * full * share} height={18} rx={2} />
      <line class="axis" x1={x} x2={x} y1={centre - 14} y2={centre + 14} />
      {numbers && <text class="number halo" x={x + full - 4} y={centre} text-anchor="end" dominant-baseline="central">{number(value)}</text>}
    </g>
  );
  const water = (value: number, x0: number, x1: number) => {
    const deep = Math.abs(value) * 2 * half;
    return deep > 0.2 && x1 > x0 && <rect class={value < 0 ? "negative" : "positive"} opacity={0.75} x={x0} y={centre + half - deep} width={x1 - x0} height={deep} />;
  };
  return (
    <g transform={`translate(0 ${y})`}>
      {bar(comes, left)}
      {water(comes, from, from + (middle - from) * before)}
      {water(passes, middle, middle + (to - middle) * after)}
      <path class="wire" d={`M${from} ${centre - half}H${to}M${from} ${centre + half}H${to}`} />
      <g class="sluice" onPointerDown={(e) => { e.currentTarget.setPointerCapture(e.pointerId); drag(e); }} onPointerMove={drag}>
        <rect x={middle - 26} y={centre - half - 6} width={52} height={2 * half + 12} fill="transparent" />
        <rect class="plate" x={middle - 6} y={centre - half - 4 - tap * (half - 4)} width={12} height={4 + tap * (half - 4) + (1 - tap) * 2 * half} rx={2} />
        <rect class="gate" x={middle - 17} y={centre - half + (1 - tap) * 2 * half - 5} width={34} height={10} rx={5} />
        {numbers && <text class="number halo" x={middle + 24} y={centre - half + (1 - tap) * 2 * half} dominant-baseline="central">{number(tap)}</text>}
      </g>
      {bar(passes, right, after)}
    </g>
  );
}
