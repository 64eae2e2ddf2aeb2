// A music model: what sounded over what was expected, how surprised it was, and its layers below.
import { useMemo } from "preact/hooks";
import { useNumber, useText } from "../../address";
import { floats, post, useAsked, useGet } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { Chart } from "../../ui/chart";
import { isDark } from "../../ui/colour";
import { DepthChoice, number } from "../../ui/depth";
import { Figure } from "../../ui/figure";
import { Failure, Waiting } from "../../ui/status";
import { useWidth } from "../../ui/width";
import { useTheme } from "../../theme";
import { raster } from "./raster";
import { sides, type MusicRun } from "./run";
import { FileSource, IndexChoice } from "./source";
import { fewer, Layers, useLooking } from "./steps";
import { Symbols } from "./step";

const text = {
  own: ["what it writes itself", "它自己写的音乐", "它自己寫的音樂"],
  piece: ["piece", "第几首", "第幾首"],
  facts: ["{cell}, layers: {layers}. It foresees {steps} steps with a loss of {loss} nats each, all keys together.", "{cell}，层数 {layers}。对 {steps} 步，每步的损失为 {loss} 奈特（所有琴键合计）。", "{cell}，層數 {layers}。對 {steps} 步，每步的損失為 {loss} 奈特（所有琴鍵合計）。"],
  roll: ["What sounded, over what was expected", "实际的音，叠在预测之上", "實際的音，疊在預測之上"],
  about: ["A piano roll of steps {from} to {to}, keys {low} to {high}. Orange bars are keys that sounded; the darker the teal behind, the more the key was expected before the step.", "第 {from} 到 {to} 步的钢琴卷帘，琴键 {low} 到 {high}。橙色条是实际发声的琴键；背后的青色越浓，该步之前越预测该琴键。", "第 {from} 到 {to} 步的鋼琴捲簾，琴鍵 {low} 到 {high}。橙色條是實際發聲的琴鍵；背後的青色越濃，該步之前越預測該琴鍵。"],
  legend: ["Orange: sounded. Teal: expected. Orange without teal is a surprise.", "橙色：实际发声。青色：预测。橙色而无青色即为意外。", "橙色：實際發聲。青色：預測。橙色而無青色即為意外。"],
  surprise: ["Surprise at each step", "每一步的意外程度", "每一步的意外程度"],
  surpriseAbout: ["The loss of each step in nats, all keys together; the mean is {loss}.", "每一步的损失（奈特，所有琴键合计）；平均为 {loss}。", "每一步的損失（奈特，所有琴鍵合計）；平均為 {loss}。"],
  loss: ["loss", "损失", "損失"],
  step: ["step", "步", "步"],
  expected: ["Expected for step {step}", "对第 {step} 步的预测", "對第 {step} 步的預測"],
  sounded: ["Step {step}: {notes} sounded. Loss {loss} nats.", "第 {step} 步：实际为 {notes}。损失 {loss} 奈特。", "第 {step} 步：實際為 {notes}。損失 {loss} 奈特。"],
  first: ["Step {step}: {notes} sounded. Nothing foresees the first step.", "第 {step} 步：实际为 {notes}。第一步无从预测。", "第 {step} 步：實際為 {notes}。第一步無從預測。"],
  silence: ["nothing", "无声", "無聲"],
} satisfies Record<string, Text>;

const names = ["C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "G♯", "A", "B♭", "B"];
const noteName = (key: number): string => `${names[key % 12]}${Math.floor(key / 12) - 1}`;

export function MusicView({ model }: { model: string }) {
  const t = useWords(text);
  const [given, setFile] = useText("file", "");
  const [index] = useNumber("index", 0);
  const own = useGet<{ file: string | null }>(`inside/data?model=${encodeURIComponent(model)}`);
  const file = given === "own" ? null : given || own.data?.file || null;
  const { data, error, waiting } = useAsked<MusicRun>(own.data ? `${model}\n${file}\n${index}` : null, (signal) => post<MusicRun>("inside/music", { model, file, index }, signal));
  return (
    <>
      <div class="row">
        <FileSource kind="music" file={file} setFile={(f) => setFile(f || "own")} own={t.own} />
        {file && <IndexChoice label={t.piece} count={data?.count} />}
        <DepthChoice />
      </div>
      {error && <Failure message={error} />}
      {!error && !data && waiting && <Waiting />}
      {!error && data && <Heard key={data.id} run={data} model={model} />}
    </>
  );
}

function Heard({ run, model }: { run: MusicRun; model: string }) {
  const t = useWords(text);
  const looking = useLooking(run, 0.5, fewer(128, 32));
  const { view, player, at } = looking;
  const { data: roll, error } = useAsked<Float32Array>(run.id, (signal) => floats(`inside/run/${run.id}/roll`, signal));
  const expected = useMemo(() => roll && Array.from(roll.subarray(at * run.keys, (at + 1) * run.keys), (p, k) => ({ symbol: noteName(k + run.lowest), probability: p })).sort((a, b) => b.probability - a.probability).slice(0, 8), [roll, at, run]);
  const notes = run.piece[at].map(noteName).join(" ") || t.silence, loss = run.losses[at];
  const steps = Array.from({ length: run.steps }, (_, k) => k).filter((k) => run.losses[k] !== null && k >= view.from && k < view.to);
  return (
    <>
      <p>{fill(t.facts, { cell: run.layers[0].cell, layers: run.layers.length, steps: run.steps, loss: run.loss === null ? "–" : number(run.loss, 2) })}</p>
      {error && <Failure message={error} />}
      {roll && <Roll run={run} roll={roll} from={view.from} to={view.to} at={at} onPick={player.go} />}
      <Chart name="inside-surprise" title={t.surprise} about={fill(t.surpriseAbout, { loss: run.loss === null ? "–" : number(run.loss, 2) })} height={130} xLabel={t.step} yLabel={t.loss} xRange={[view.from, view.to]} mark={at >= view.from && at < view.to ? at + 0.5 : undefined} curves={[{ name: t.loss, x: steps.map((k) => k + 0.5), y: steps.map((k) => run.losses[k]!) }]} />
      <Layers looking={looking} model={model} read={run} inset drawing="svg.roll">
        <div class="panel heard">
          <p>{fill(loss === null ? t.first : t.sounded, { step: at, notes, loss: number(loss ?? 0) })}</p>
          {expected && at > 0 && <Symbols title={fill(t.expected, { step: at })} symbols={expected} sounded={run.piece[at].map(noteName)} />}
        </div>
      </Layers>
    </>
  );
}

function Roll({ run, roll, from, to, at, onPick }: { run: MusicRun; roll: Float32Array; from: number; to: number; at: number; onPick: (step: number) => void }) {
  const t = useWords(text);
  const [theme] = useTheme();
  const dark = isDark();
  const [svg, width] = useWidth<SVGSVGElement>(1000);
  const { low, high, image } = useMemo(() => {
    const all = run.piece.flat();
    const low = Math.max(run.lowest, Math.min(...all, 60) - 3), high = Math.min(run.lowest + run.keys - 1, Math.max(...all, 60) + 3), rows = high - low + 1;
    const turned = new Float32Array(rows * run.steps);
    for (let r = 0; r < rows; r++) for (let k = 0; k < run.steps; k++) turned[r * run.steps + k] = roll[k * run.keys + high - r - run.lowest];
    return { low, high, image: raster(turned, rows, run.steps, dark) };
  }, [run, roll, dark, theme]);
  const rows = high - low + 1, row = Math.max(6, Math.min(11, 400 / rows)), inner = width - sides.left - sides.right, step = inner / (to - from), top = 8;
  const pick = (e: PointerEvent) => {
    const box = (e.currentTarget as SVGElement).getBoundingClientRect();
    onPick(Math.min(run.steps - 1, Math.max(0, from + Math.floor(((e.clientX - box.left) / box.width) * (to - from)))));
  };
  return (
    <Figure name="inside-roll" title={t.roll} about={fill(t.about, { from, to: to - 1, low: noteName(low), high: noteName(high) })} tools={<p class="quiet legend-line">{t.legend}</p>}>
      <svg ref={svg} class="picture chart roll" viewBox={`0 0 ${width} ${top + rows * row + 6}`}>
        {Array.from({ length: rows }, (_, r) => high - r).filter((key) => key % 12 === 0).map((key) => (
          <text key={key} class="small" x={sides.left - 8} y={top + (high - key + 0.5) * row} text-anchor="end" dominant-baseline="central">{noteName(key)}</text>
        ))}
        <svg x={sides.left} y={top} width={inner} height={rows * row} viewBox={`0 0 ${inner} ${rows * row}`} onClick={pick as never}>
          <image href={image} x={-from * step} y={0} width={run.steps * step} height={rows * row} preserveAspectRatio="none" class="pixels" />
          {Array.from({ length: rows }, (_, r) => high - r).filter((key) => key % 12 === 0).map((key) => <line key={key} class="grid" x1={0} x2={inner} y1={(high - key + 1) * row} y2={(high - key + 1) * row} />)}
          {run.piece.slice(from, to).flatMap((keys, k) => keys.map((key) => <rect key={`${k}-${key}`} class="note" x={k * step + step * 0.04} y={(high - key) * row + row * 0.2} width={step * 0.92} height={row * 0.6} rx={1.5} />))}
        </svg>
        {at >= from && at < to && <rect class="place" x={sides.left + (at - from) * step} y={top} width={Math.max(1, step)} height={rows * row} />}
      </svg>
    </Figure>
  );
}
