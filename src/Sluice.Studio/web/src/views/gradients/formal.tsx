// The formal page beside the picture: why it must be so, with the measured numbers put in.
import { fill, useWords, type Text } from "../../language";
import { number, type Depth } from "../../ui/depth";
import { short, type Flow, type Net } from "./flow";

const text = {
  why: ["Why", "为什么", "為什麼"],
  chain: [
    "Each step back multiplies the gradient by the Jacobian of that step. A product of many factors below 1 vanishes, of many above 1 explodes.",
    "每往回一步，梯度就乘上这一步的雅可比矩阵。许多小于 1 的因子相乘会消失，许多大于 1 的因子相乘会爆炸。",
    "每往回一步，梯度就乘上這一步的雅可比矩陣。許多小於 1 的因子相乘會消失，許多大於 1 的因子相乘會爆炸。",
  ],
  gates: [
    "A gated cell has a path of its own through time: along the state the factor is the gate itself. An open forget gate hands the gradient on almost unchanged.",
    "带门的单元有一条穿过时间的专用通路：沿着状态，因子就是门本身。打开的遗忘门几乎原样传递梯度。",
    "帶門的單元有一條穿過時間的專用通路：沿著狀態，因子就是門本身。打開的遺忘門幾乎原樣傳遞梯度。",
  ],
  clip: [
    "Against exploding the gradient is clipped; against vanishing only another architecture helps.",
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
  along: ["along the state alone, were the gate always at its mean", "仅沿状态（假如门一直取均值）", "僅沿狀態（假如門一直取均值）"],
  bound: ["the bound, were every step like the last", "上界（假如每步都像最后一步）", "上界（假如每步都像最後一步）"],
} satisfies Record<string, Text>;

export function Formal({ flow, depth }: { flow: Flow; depth: Depth }) {
  const t = useWords(text);
  return (
    <section class="panel formal">
      <h2>{t.why}</h2>
      <p>{t.chain}</p>
      {depth === "formula" && <p class="formula">δ<sub>T−k</sub> = (J<sub>T−k+1</sub> ⋯ J<sub>T</sub>)<sup>⊤</sup> δ<sub>T</sub>, &nbsp; ‖δ<sub>T−k</sub>‖ ≤ σ<sub>max</sub>(J)<sup>k</sup> ‖δ<sub>T</sub>‖</p>}
      <p>{t.gates}</p>
      {depth === "formula" && <p class="formula">c<sub>t</sub> = f<sub>t</sub>⊙c<sub>t−1</sub> + i<sub>t</sub>⊙g<sub>t</sub> &nbsp;⇒&nbsp; ∂c<sub>t</sub>/∂c<sub>t−1</sub> = f<sub>t</sub> + …, &nbsp; ∂c<sub>T</sub>/∂c<sub>T−k</sub> = f<sub>T</sub>⊙ ⋯ ⊙f<sub>T−k+1</sub> + …</p>}
      <p>{t.clip}</p>
      {depth !== "picture" && (
        <div class="scroll">
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
      )}
      {depth === "formula" && flow.nets.map((n) => <Filled key={n.name} net={n} lags={flow.lags} words={t} />)}
    </section>
  );
}

/** The formulas with this net's numbers. */
function Filled({ net, lags, words: t }: { net: Net; lags: number; words: Record<"measured" | "along" | "bound", string> }) {
  return (
    <div class="formula filled">
      <strong>{net.name}</strong>
      <div>‖δ<sub>T−{lags}</sub>‖ ≈ {number(net.factor, 3)}<sup>{lags}</sup> ‖δ<sub>T</sub>‖ = {short(net.predicted)}; {t.measured} {short(net.whole[lags])}</div>
      {net.largest !== null && net.bound !== null && <div>{t.bound}: {number(net.largest, 3)}<sup>{lags}</sup> = {short(net.bound)}</div>}
      {net.keep && <div>{t.along}: {net.keep.gate} ≈ {number(net.keep.mean, 3)}, {number(net.keep.mean, 3)}<sup>{lags}</sup> = {short(net.keep.path)}</div>}
    </div>
  );
}
