// Gradient flow: how much of the loss reaches back through time, net beside net.
import { useChoice, useNumber, useText } from "../../address";
import { useGet } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { DepthChoice, useDepth } from "../../ui/depth";
import { Figure } from "../../ui/figure";
import { LineChart } from "../../ui/line-chart";
import { PlayerControls, usePlayer } from "../../ui/player";
import { Slider } from "../../ui/slider";
import { Failure, Waiting } from "../../ui/status";
import { exploded, short, vanished, type Flow } from "./flow";
import { Formal } from "./formal";
import { stopsOf, Unrolled } from "./unrolled";
import "./view.css";

const text = {
  of: ["Nets", "网络", "網路"],
  fresh: ["fresh nets", "未训练的网络", "未訓練的網路"],
  own: ["an own model", "自己的模型", "自己的模型"],
  model: ["Model", "模型", "模型"],
  noModel: ["There is no run of a text model or a forecaster in the studio's folder yet: train one first.", "工作室文件夹里还没有文本模型或预测模型的训练：请先训练一个。", "工作室資料夾裡還沒有文字模型或預測模型的訓練：請先訓練一個。"],
  choose: ["choose …", "请选择……", "請選擇……"],
  trained: ["trained", "已训练", "已訓練"],
  untrained: ["untrained", "未训练", "未訓練"],
  add: ["Add a cell", "添加单元", "新增單元"],
  remove: ["Remove {cell}", "移除 {cell}", "移除 {cell}"],
  scale: ["Weight scale", "权重倍数", "權重倍數"],
  bias: ["Forget-gate bias (z of a GRU)", "遗忘门偏置（GRU 为 z）", "遺忘門偏置（GRU 為 z）"],
  length: ["Steps back", "回溯步数", "回溯步數"],
  hidden: ["Units", "单元数", "單元數"],
  seed: ["Seed", "随机种子", "隨機種子"],
  reset: ["Reset", "重置", "重設"],
  chart: ["Gradient of the loss at the last step, by lag", "最后一步损失的梯度，按时滞", "最後一步損失的梯度，按時滯"],
  charted: [
    "On a logarithmic axis, the norm of the gradient with respect to the states, by steps back in time: {nets}.",
    "对数轴上，损失对各状态的梯度范数随回溯步数的变化：{nets}。",
    "對數軸上，損失對各狀態的梯度範數隨回溯步數的變化：{nets}。",
  ],
  each: ["{name}: {value} after {k} steps", "{name}：{k} 步后为 {value}", "{name}：{k} 步後為 {value}"],
  lag: ["lag", "时滞", "時滯"],
  lagAxis: ["lag: steps back in time", "时滞：回溯的步数", "時滯：回溯的步數"],
  norm: ["norm, beside that at lag 0", "范数（相对时滞 0）", "範數（相對時滯 0）"],
  vanishing: ["vanishing", "消失", "消失"],
  exploding: ["exploding", "爆炸", "爆炸"],
  kept: ["learnable", "可学习", "可學習"],
  unrolled: ["The unrolled nets: the gradient walks back in time", "展开的网络：梯度往回走", "展開的網路：梯度往回走"],
  unrolledAbout: [
    "Each row is a net unrolled over time, the loss at the right. The dots are states; the larger, the more of the gradient arrives. Teal: learnable; blue: below a thousandth, vanishing; orange: above ten times, exploding.",
    "每行是一个按时间展开的网络，损失在右端。圆点是状态，越大表示到达的梯度越多。青色：可学习；蓝色：低于千分之一，消失；橙色：超过十倍，爆炸。",
    "每列是一個按時間展開的網路，損失在右端。圓點是狀態，越大表示到達的梯度越多。青色：可學習；藍色：低於千分之一，消失；橙色：超過十倍，爆炸。",
  ],
  loss: ["loss", "损失", "損失"],
  past: ["past", "过去", "過去"],
  all: ["all lags", "全部时滞", "全部時滯"],
  at: ["lag {k}", "时滞 {k}", "時滯 {k}"],
  measured: ["Measured on {sequences} sequences of {steps} symbols, {units} units a net, by the code that trains.", "在 {sequences} 条、每条 {steps} 个符号的序列上测得，每个网络 {units} 个单元，用的就是训练代码。", "在 {sequences} 條、每條 {steps} 個符號的序列上測得，每個網路 {units} 個單元，用的就是訓練程式碼。"],
} satisfies Record<string, Text>;

const initial = { cells: "rnn lstm gru", scale: 1, bias: 1, length: 60, hidden: 32, seed: 1 };
const least = 1e-12;

export default function View() {
  const t = useWords(text);
  const [depth] = useDepth();
  const [of, setOf] = useChoice("of", ["fresh", "own"] as const, "fresh");
  const [cellText, setCells] = useText("cells", initial.cells);
  const [scale, setScale] = useNumber("scale", initial.scale);
  const [bias, setBias] = useNumber("bias", initial.bias);
  const [length, setLength] = useNumber("length", initial.length);
  const [hidden, setHidden] = useNumber("hidden", initial.hidden);
  const [seed, setSeed] = useNumber("seed", initial.seed);
  const [model, setModel] = useText("model", "");
  const all = useGet<{ name: string }[]>(of === "fresh" ? "cells" : null);
  const files = useGet<string[]>(of === "own" ? "flow/models" : null);
  const cells = cellText.split(" ").filter(Boolean);
  const path = of === "own"
    ? model === "" ? null : `flow/trained?model=${encodeURIComponent(model)}&length=${length}&spectrum=${depth !== "picture"}`
    : cells.length === 0 ? null : `flow/fresh?cells=${encodeURIComponent(cells.join(" "))}&hidden=${hidden}&length=${length}&scale=${scale}&bias=${bias}&seed=${seed}&spectrum=${depth !== "picture"}`;
  const flow = useGet<Flow>(path);
  const shown = path === null ? undefined : flow.data && { ...flow.data, nets: flow.data.nets.map((n) => ({ ...n, name: of === "own" ? (n.name === "trained" ? t.trained : t.untrained) : n.name })) };
  const stops = stopsOf(shown?.lags ?? length);
  const player = usePlayer(stops.length + 1, 0.5);
  const stop = player.step === 0 ? undefined : Math.min(player.step, stops.length) - 1;
  const reset = () => { setCells(initial.cells); setScale(initial.scale); setBias(initial.bias); setLength(initial.length); setHidden(initial.hidden); setSeed(initial.seed); player.reset(); };
  const most = Math.max(1e2, ...(shown?.nets.flatMap((n) => n.whole.filter(Number.isFinite)) ?? []));
  const said = (shown?.nets ?? []).map((n) => fill(t.each, { name: n.name, value: short(n.whole[shown!.lags]), k: shown!.lags })).join("; ");
  return (
    <div class="gradients">
      <div class="row">
        <fieldset class="choice">
          <legend>{t.of}</legend>
          {(["fresh", "own"] as const).map((o) => <label key={o}><input type="radio" name="of" checked={o === of} onChange={() => setOf(o)} />{t[o]}</label>)}
        </fieldset>
        <DepthChoice />
        <button type="button" onClick={reset}>{t.reset}</button>
      </div>
      {of === "fresh" && (
        <div class="row chips">
          {cells.map((c) => <button key={c} type="button" aria-label={fill(t.remove, { cell: c })} title={fill(t.remove, { cell: c })} onClick={() => setCells(cells.filter((o) => o !== c).join(" "))}>{c} ×</button>)}
          {cells.length < 6 && (
            <label>{t.add} <select value="" onChange={(e) => setCells([...cells, e.currentTarget.value].join(" "))}>
              <option value="" />
              {all.data?.filter((c) => !cells.includes(c.name)).map((c) => <option key={c.name} value={c.name}>{c.name}</option>)}
            </select></label>
          )}
        </div>
      )}
      {of === "own" && files.data && (files.data.length === 0 ? <p>{t.noModel}</p> : (
        <div class="row">
          <label>{t.model} <select value={model} onChange={(e) => setModel(e.currentTarget.value)}><option value="">{t.choose}</option>{files.data.map((m) => <option key={m} value={m}>{m}</option>)}</select></label>
        </div>
      ))}
      <div class="controls">
        {of === "fresh" && <Slider label={t.scale} value={scale} min={0} max={5} step={0.05} onInput={setScale} />}
        {of === "fresh" && <Slider label={t.bias} value={bias} min={-3} max={6} step={0.1} decimals={1} onInput={setBias} />}
        <Slider label={t.length} value={length} min={5} max={200} step={5} decimals={0} onInput={setLength} />
        {of === "fresh" && <Slider label={t.hidden} value={hidden} min={4} max={128} step={4} decimals={0} onInput={setHidden} />}
        {of === "fresh" && <Slider label={t.seed} value={seed} min={1} max={20} step={1} decimals={0} onInput={setSeed} />}
      </div>
      {(flow.error ?? files.error) && <Failure message={(flow.error ?? files.error)!} />}
      {path !== null && !shown && !flow.error && <Waiting />}
      {shown && shown.nets.length > 0 && (
        <>
          <Figure name="unrolled" title={t.unrolled} about={`${t.unrolledAbout} ${said}`}>
            <Unrolled nets={shown.nets} lags={shown.lags} stop={stop} phase={player.phase} numbers={depth !== "picture"} words={{ loss: t.loss, lag: t.lag, past: t.past }} />
          </Figure>
          <div class="columns">
            <Figure name="gradient-by-lag" title={t.chart} about={fill(t.charted, { nets: said })}>
              <LineChart
                curves={shown.nets.map((n) => ({ name: n.name, x: n.whole.map((_, k) => k), y: n.whole.map((v) => (v >= least ? v : NaN)) }))}
                xLabel={t.lagAxis} yLabel={t.norm} logY yRange={[least, most]} xRange={[0, shown.lags]} format={short} mark={stop === undefined ? undefined : stops[stop]} height={380}
                zones={[{ from: least, to: vanished, kind: "negative", name: t.vanishing }, { from: vanished, to: exploded, kind: "gate", name: t.kept }, { from: exploded, to: most * 10, kind: "positive", name: t.exploding }]}
              />
            </Figure>
            <Formal flow={shown} depth={depth} />
          </div>
          <p class="quiet">{fill(t.measured, { sequences: shown.sequences, steps: 2 * shown.lags, units: shown.units })}</p>
        </>
      )}
      <PlayerControls player={player} label={(s) => (s === 0 ? t.all : fill(t.at, { k: stops[Math.min(s, stops.length) - 1] }))} />
    </div>
  );
}
