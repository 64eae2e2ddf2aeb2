// Is the number of ones so far odd? One number that flips at every one knows it; one that only fades does not.
import { useNumber, useText } from "../../address";
import { useGet } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { number, useDepth } from "../../ui/depth";
import { Chart } from "../../ui/chart";
import { Slider } from "../../ui/slider";
import { Failure, Waiting } from "../../ui/status";

const text = {
  bits: ["Bits", "比特", "位元"],
  flips: ["flips", "翻转", "翻轉"],
  fades: ["fades", "衰减", "衰減"],
  flipping: ["Factor at a one, −1 to 0", "遇到 1 时的因子，−1 到 0", "遇到 1 時的因子，−1 到 0"],
  fading: ["Factor at a one, 0 to 1", "遇到 1 时的因子，0 到 1", "遇到 1 時的因子，0 到 1"],
  title: ["The state after each bit", "每个比特之后的状态", "每個位元之後的狀態"],
  about: ["The state that flips tells odd from even at {flips} of {all} bits, the one that fades at {fades}.", "翻转的状态在 {all} 个比特中判对 {flips} 个的奇偶，衰减的状态判对 {fades} 个。", "翻轉的狀態在 {all} 個位元中判對 {flips} 個的奇偶，衰減的狀態判對 {fades} 個。"],
  state: ["state h", "状态 h", "狀態 h"],
  bit: ["bit", "比特", "位元"],
  odd: ["odd", "奇", "奇"],
  even: ["even", "偶", "偶"],
  ones: ["ones so far", "至今 1 的个数", "至今 1 的個數"],
  say: [
    "At a zero the state stays, at a one it is multiplied. −1 is there and back again: odd or even for ever. A factor from 0 to 1 only lets it shrink, and no line separates odd from even. The gates of minGRU or Mamba are such factors; with β up to 2 a DeltaNet reaches −1.",
    "遇到 0 状态不变，遇到 1 乘以因子。−1 来回翻转：奇偶永远分明。0 到 1 的因子只会让它缩小，没有一条线能把奇偶分开。minGRU 或 Mamba 的门就是这样的因子；β 取到 2 时，DeltaNet 可以达到 −1。",
    "遇到 0 狀態不變，遇到 1 乘以因子。−1 來回翻轉：奇偶永遠分明。0 到 1 的因子只會讓它縮小，沒有一條線能把奇偶分開。minGRU 或 Mamba 的門就是這樣的因子；β 取到 2 時，DeltaNet 可以達到 −1。",
  ],
} satisfies Record<string, Text>;

interface Course { states: number[]; odd: boolean[] }
interface Parities { odd: boolean[]; flips: Course; fades: Course }

const initial = "1011010011101", most = 200;

export function Parity() {
  const t = useWords(text);
  const [depth] = useDepth();
  const [bits, setBits] = useText("bits", initial);
  const [flips, setFlips] = useNumber("flips", -1);
  const [fades, setFades] = useNumber("fades", 0.7);
  const { data, error } = useGet<Parities>(`gates/parity?bits=${encodeURIComponent(bits)}&flips=${flips}&fades=${fades}`);
  const right = (course: Course) => course.odd.filter((odd, k) => odd === data!.odd[k]).length;
  const about = data && fill(t.about, { all: data.odd.length, flips: right(data.flips), fades: right(data.fades) });
  const x = data ? [0, ...data.odd.map((_, k) => k + 1)] : [];
  const row = (name: string, odd: boolean[], states?: number[]) => (
    <tr>
      <th scope="row">{name}</th>
      {odd.map((o, k) => <td key={k} class={o === data!.odd[k] ? "" : "wrong"}>{depth === "picture" || !states ? "" : `${number(states[k])} `}{o ? t.odd : t.even}</td>)}
    </tr>
  );
  return (
    <div class="parity">
      <div class="row"><label>{t.bits} <input type="text" name="bits" inputMode="numeric" maxLength={most} value={bits} onInput={(e) => setBits(e.currentTarget.value.replace(/[^01]/g, ""))} /></label></div>
      <div class="taps">
        <Slider label={t.flipping} value={flips} min={-1} max={0} step={0.01} onInput={setFlips} />
        <Slider label={t.fading} value={fades} min={0} max={1} step={0.01} onInput={setFades} />
      </div>
      {error && <Failure message={error} />}
      {!data ? !error && <Waiting /> : (
        <>
          <Chart name="parity" title={t.title} about={about!} xLabel={t.bit} yLabel={t.state} yRange={[-1, 1]} height={220} width={1100} curves={[{ name: t.flips, x, y: [1, ...data.flips.states] }, { name: t.fades, x, y: [1, ...data.fades.states] }]} />
          <p class="say" role="status">{about}</p>
          {data.odd.length > 0 && (
            <div class="scroll" tabIndex={0} role="group" aria-label={t.title}>
              <table>
                <thead><tr><th scope="col">{t.bits}</th>{[...bits].slice(0, data.odd.length).map((b, k) => <th key={k} scope="col">{b}</th>)}</tr></thead>
                <tbody>{row(t.ones, data.odd)}{row(t.flips, data.flips.odd, data.flips.states)}{row(t.fades, data.fades.odd, data.fades.states)}</tbody>
              </table>
            </div>
          )}
          {depth === "formula" && <pre class="equations">{`h = a(x) h⁻,  a(0) = 1,  a(1) = λ\nλ = ${number(flips)}:  h = (${number(flips)})ⁿ,  n = ${t.ones}\nλ = ${number(fades)}:  h = ${number(fades)}ⁿ`}</pre>}
        </>
      )}
      <p>{t.say}</p>
    </div>
  );
}
