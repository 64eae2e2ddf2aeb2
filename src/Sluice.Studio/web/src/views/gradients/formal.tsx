// The formal page beside the picture: why it must be so, with the numbers of the sliders and the measured ones put in.
import { fill, useWords, type Text } from "../../language";
import { number, type Depth } from "../../ui/depth";
import { short, type Flow, type Net } from "./flow";

const text = {
  why: ["Why", "为什么", "為什麼"],
  product: ["A product", "一个乘积", "一個乘積"],
  simple: [
    "Learning goes back from the loss, step by step, and each step back multiplies the gradient by a factor. Many factors below 1 leave nothing of it: it vanishes. Many above 1 make it explode.",
    "学习从损失出发，一步步往回走，每一步都把梯度乘以一个因子。许多小于 1 的因子相乘，梯度就所剩无几：梯度消失。许多大于 1 的因子相乘，梯度就会爆炸。",
    "學習從損失出發，一步步往回走，每一步都把梯度乘以一個因子。許多小於 1 的因子相乘，梯度就所剩無幾：梯度消失。許多大於 1 的因子相乘，梯度就會爆炸。",
  ],
  chain: [
    "Each step back multiplies the gradient by the Jacobian of that step. A product of many factors below 1 vanishes, of many above 1 explodes.",
    "每往回一步，梯度就乘上这一步的雅可比矩阵。许多小于 1 的因子相乘会消失，许多大于 1 的因子相乘会爆炸。",
    "每往回一步，梯度就乘上這一步的雅可比矩陣。許多小於 1 的因子相乘會消失，許多大於 1 的因子相乘會爆炸。",
  ],
  bounded: [
    "No vector grows more in a step than by the largest singular value σ of the Jacobian. So σ below 1 means it must vanish; σ above 1 only allows it to explode.",
    "一步之内，任何向量的增长都不超过雅可比矩阵的最大奇异值 σ。所以 σ 小于 1 就必然消失；σ 大于 1 只是允许爆炸。",
    "一步之內，任何向量的增長都不超過雅可比矩陣的最大奇異值 σ。所以 σ 小於 1 就必然消失；σ 大於 1 只是允許爆炸。",
  ],
  random: ["Random weights", "随机权重", "隨機權重"],
  uniform: [
    "At the start every weight of R is drawn from ± {scale} / √{units} = ± {range}. Without squashing, a step then multiplies the gradient by {scale} / √3 = {mean} in the mean; in many units the largest singular value of R tends to {largest}.",
    "开始时 R 的每个权重取自 ± {scale} / √{units} = ± {range}。若不压缩，一步平均把梯度乘以 {scale} / √3 = {mean}；单元很多时，R 的最大奇异值趋于 {largest}。",
    "開始時 R 的每個權重取自 ± {scale} / √{units} = ± {range}。若不壓縮，一步平均把梯度乘以 {scale} / √3 = {mean}；單元很多時，R 的最大奇異值趨於 {largest}。",
  ],
  gated: ["A gate", "门", "門"],
  gates: [
    "A gated cell has a path of its own through time: along the state the factor is the gate itself. An open forget gate hands the gradient on almost unchanged.",
    "带门的循环单元有一条穿过时间的专用通路：沿着状态，因子就是门本身。打开的遗忘门几乎原样传递梯度。",
    "帶門的循環單元有一條穿過時間的專用通路：沿著狀態，因子就是門本身。打開的遺忘門幾乎原樣傳遞梯度。",
  ],
  biased: ["The bias alone opens it to σ({bias}) = {open}; after {k} steps {left} is left.", "仅凭偏置，门打开到 σ({bias}) = {open}；{k} 步后剩余 {left}。", "僅憑偏置，門打開到 σ({bias}) = {open}；{k} 步後剩餘 {left}。"],
  clip: [
    "Against exploding, a gradient that is too long is cut short (clipping); against vanishing only another way through time helps.",
    "梯度爆炸可以靠裁剪解决；梯度消失只有换结构才有用。",
    "梯度爆炸可以靠裁剪解決；梯度消失只有換結構才有用。",
  ],
  net: ["Net", "网络", "網路"],
  factor: ["× each step back", "每往回一步 ×", "每往回一步 ×"],
  half: ["half is left after", "剩一半需", "剩一半需"],
  steps: ["{n} steps", "{n} 步", "{n} 步"],
  never: ["never", "永不", "永不"],
  left: ["left after {k}", "{k} 步后剩余", "{k} 步後剩餘"],
  largest: ["largest singular value", "最大奇异值", "最大奇異值"],
  gate: ["keep gate, mean", "保留门均值", "保留門均值"],
  measured: ["measured", "实测", "實測"],
  steady: ["at a steady rate", "按固定速率", "按固定速率"],
  along: ["along the state alone, {gate} always at its mean", "仅沿状态（{gate} 一直取均值）", "僅沿狀態（{gate} 一直取均值）"],
  bound: ["at most, were every step like the last", "至多（假如每步都像最后一步）", "至多（假如每步都像最後一步）"],
  draw: ["Draw rate and bound of {net}", "画出 {net} 的速率和上界", "畫出 {net} 的速率和上界"],
  drawn: ["in the chart", "画入图中", "畫入圖中"],
} satisfies Record<string, Text>;

type Words = { [K in keyof typeof text]: string };

export interface FormalProps {
  flow: Flow;
  depth: Depth;
  /** The lag for which numbers are put in: where the player is. */
  lag: number;
  /** The net whose rate and bound the chart shows. */
  net: string;
  choose: (net: string) => void;
  /** The sliders of fresh nets. */
  given: { scale: number; bias: number } | undefined;
}

export function Formal({ flow, depth, lag, net, choose, given }: FormalProps) {
  const t = useWords(text);
  const formula = depth === "formula", k = Math.min(lag, flow.lags), start = flow.start;
  return (
    <section class="panel formal">
      <h2>{t.why}</h2>
      {formula && <h3>{t.product}</h3>}
      <p>{depth === "picture" ? t.simple : t.chain}</p>
      {formula && <p class="formula">δ<sub>T−k</sub> = (J<sub>T</sub> J<sub>T−1</sub> ⋯ J<sub>T−k+1</sub>)<sup>⊤</sup> δ<sub>T</sub><br />‖δ<sub>T−k</sub>‖ ≤ σ<sup>k</sup> ‖δ<sub>T</sub>‖</p>}
      {formula && <p>{t.bounded}</p>}
      {formula && given && start && (
        <>
          <h3>{t.random}</h3>
          <p>{fill(t.uniform, { scale: number(given.scale), units: flow.units, range: number(start.range, 3), mean: number(start.mean, 3), largest: number(start.largest, 3) })}</p>
        </>
      )}
      {formula && <h3>{t.gated}</h3>}
      <p>{t.gates}</p>
      {formula && <p class="formula">c<sub>t</sub> = f<sub>t</sub> ⊙ c<sub>t−1</sub> + i<sub>t</sub> ⊙ g<sub>t</sub><br />∂c<sub>T</sub>/∂c<sub>T−k</sub> = f<sub>T</sub> ⊙ f<sub>T−1</sub> ⊙ ⋯ ⊙ f<sub>T−k+1</sub> + …</p>}
      {formula && given && start && <p>{fill(t.biased, { bias: number(given.bias, 1), open: number(start.open, 3), k, left: short(start.left[k]) })}</p>}
      <p>{t.clip}</p>
      {depth === "numbers" && <Table flow={flow} words={t} />}
      {formula && flow.nets.map((n) => <Filled key={n.name} net={n} k={k} words={t} shown={n.name === net} choose={() => choose(n.name === net ? "" : n.name)} />)}
    </section>
  );
}

function Table({ flow, words: t }: { flow: Flow; words: Words }) {
  return (
    <div class="scroll" tabIndex={0}>
      <table>
        <thead><tr><th>{t.net}</th><th>{t.factor}</th><th>{t.half}</th><th>{fill(t.left, { k: flow.lags })}</th><th>{t.largest}</th><th>{t.gate}</th></tr></thead>
        <tbody>
          {flow.nets.map((n) => (
            <tr key={n.name}>
              <td class="strong">{n.name}</td>
              <td>{number(n.factor, 3)}</td>
              <td>{n.halfLife === null ? t.never : fill(t.steps, { n: number(n.halfLife, 1) })}</td>
              <td>{short(n.whole[flow.lags])}</td>
              <td>{n.largest === null ? "" : number(n.largest, 3)}</td>
              <td>{n.keep === null ? "" : `${n.keep.gate} ${number(n.keep.mean, 3)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The formulas with this net's numbers, as far back as the player is. */
function Filled({ net, k, words: t, shown, choose }: { net: Net; k: number; words: Words; shown: boolean; choose: () => void }) {
  const row = (what: string, factor: number, value: number, sign: string) => (
    <tr><th>{what}</th><td class="formula">{number(factor, 3)}<sup>{k}</sup> {sign} {short(value)}</td></tr>
  );
  return (
    <div class={`filled${shown ? " shown" : ""}`}>
      <strong>{net.name}</strong>
      <button type="button" aria-pressed={shown} aria-label={fill(t.draw, { net: net.name })} title={fill(t.draw, { net: net.name })} onClick={choose}>{t.drawn}</button>
      <table>
        <tbody>
          <tr><th>{t.measured}</th><td class="formula">‖δ<sub>T−{k}</sub>‖ / ‖δ<sub>T</sub>‖ = {short(net.whole[k])}</td></tr>
          {row(t.steady, net.factor, net.rate[k], "=")}
          {net.largest !== null && net.bound !== null && row(t.bound, net.largest, net.bound[k], "=")}
          {net.keep && row(fill(t.along, { gate: net.keep.gate }), net.keep.mean, net.keep.path[k], "=")}
        </tbody>
      </table>
    </div>
  );
}
