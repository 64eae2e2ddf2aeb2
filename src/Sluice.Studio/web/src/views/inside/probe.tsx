// What the states tell of a feature of the text, and the units that carry it.
import { useText } from "../../address";
import { useGet } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { number } from "../../ui/depth";
import { Failure, Waiting } from "../../ui/status";
import type { Chosen, Run } from "./run";

const text = {
  title: ["What does it keep track of?", "它记住了什么？", "它記住了什麼？"],
  how: ["A weighted sum of a state's units is fitted to the first seven tenths of the text and measured on the rest, beside what the last symbols tell alone. ± is an interval of 95 %.", "用状态各单元的加权和去拟合文字的前七成，在其余部分上测量，并与只看最后几个符号的结果对照。± 为 95 % 区间。", "用狀態各單元的加權和去擬合文字的前七成，在其餘部分上測量，並與只看最後幾個符號的結果對照。± 為 95 % 區間。"],
  feature: ["Feature", "特征", "特徵"],
  none: ["choose one", "请选择", "請選擇"],
  quotes: ["inside a quotation", "是否在引号内", "是否在引號內"],
  brackets: ["open brackets", "未闭合的括号数", "未閉合的括號數"],
  "line-length": ["length of the line so far", "本行已有的长度", "本行已有的長度"],
  number: ["singular or plural", "单数或复数", "單數或複數"],
  gender: ["he or she", "他或她", "他或她"],
  from: ["told from", "依据", "依據"],
  right: ["right", "正确率", "正確率"],
  balanced: ["mean over the classes", "各类平均", "各類平均"],
  explained: ["R²", "R²", "R²"],
  nothing: ["nothing", "无", "無"],
  last: ["the last symbol", "最后一个符号", "最後一個符號"],
  lasts: ["the last {count} symbols", "最后 {count} 个符号", "最後 {count} 個符號"],
  state: ["layer {layer}, {value}", "第 {layer} 层，{value}", "第 {layer} 層，{value}"],
  sort: ["Sort the map by what each unit of {state} tells", "按 {state} 各单元的判别力排列热图", "按 {state} 各單元的判別力排列熱圖"],
  units: ["Single units, the best first. One that is chosen colours the text:", "单个单元，最好的在前。选中的单元为文字着色：", "單個單元，最好的在前。選中的單元為文字著色："],
  unit: ["{state}, unit {unit}: {score}", "{state}，单元 {unit}：{score}", "{state}，單元 {unit}：{score}"],
  places: ["Learned at {learned} steps, measured at {tested}.", "学习用 {learned} 步，测量用 {tested} 步。", "學習用 {learned} 步，測量用 {tested} 步。"],
} satisfies Record<string, Text>;

const features = ["quotes", "brackets", "line-length", "number", "gender"] as const;

interface Told { value: number; margin: number | null; balanced: number | null }
interface Probe {
  classes: string[]; learned: number; tested: number; notes: string[]; baselines: { symbols: number; told: Told }[];
  states: { layer: number; value: string; units: number; told: Told }[];
  units: { layer: number; value: string; unit: number; class: string | null; above: boolean; threshold: number; score: number | null }[];
}

export function Probed({ run, chosen, onUnit }: { run: Run; chosen: Chosen; onUnit: () => void }) {
  const t = useWords(text);
  const [feature, setFeature] = useText("feature", "");
  const { data, error, waiting } = useGet<Probe>(feature ? `inside/run/${run.id}/probe?feature=${encodeURIComponent(feature)}` : null);
  const ofNumber = data?.classes.length === 0;
  const share = (value: number) => (ofNumber ? number(value, 3) : `${(100 * value).toFixed(1)} %`);
  const stateOf = (s: { layer: number; value: string }) => fill(t.state, { layer: s.layer + 1, value: s.value });
  const cells = (told: Told) => (
    <>
      <td><meter min={0} max={1} value={Math.max(0, told.value)} aria-hidden="true" /></td>
      <td>{share(told.value)}{told.margin !== null && <span class="quiet"> ± {ofNumber ? number(told.margin, 3) : (100 * told.margin).toFixed(1)}</span>}</td>
      {!ofNumber && <td>{told.balanced !== null && share(told.balanced)}</td>}
    </>
  );
  return (
    <section class="panel probe">
      <h2>{t.title}</h2>
      <p class="quiet">{t.how}</p>
      <label>{t.feature} <select name="feature" value={feature} onChange={(e) => setFeature(e.currentTarget.value)}>
        <option value="">{t.none}</option>
        {features.map((f) => <option key={f} value={f}>{t[f]}</option>)}
      </select></label>
      {feature && error && <Failure message={error} />}
      {feature && !error && (!data || waiting) && <Waiting />}
      {feature && !error && data && !waiting && (
        <>
          <table data-feature={feature}>
            <thead><tr><th>{t.from}</th><td /><th>{ofNumber ? t.explained : t.right}</th>{!ofNumber && <th>{t.balanced}</th>}</tr></thead>
            <tbody>
              {data.baselines.map((b) => <tr key={b.symbols}><td class="quiet">{b.symbols === 0 ? t.nothing : b.symbols === 1 ? t.last : fill(t.lasts, { count: b.symbols })}</td>{cells(b.told)}</tr>)}
              {data.states.map((s) => (
                <tr key={`${s.layer} ${s.value}`}>
                  <td><button type="button" aria-pressed={s.layer === chosen.layer && s.value === chosen.value.name && chosen.order === "feature"} title={fill(t.sort, { state: stateOf(s) })} onClick={() => { chosen.setLayer(s.layer); chosen.setValue(s.value); chosen.setOrder("feature"); }}>{stateOf(s)}</button></td>
                  {cells(s.told)}
                </tr>
              ))}
            </tbody>
          </table>
          <p class="quiet">{fill(t.places, { learned: data.learned, tested: data.tested })}{data.notes.map((n) => ` ${n}`)}</p>
          <p>{t.units}</p>
          <div class="chips">{data.units.map((u) => (
            <button
              key={`${u.layer} ${u.value} ${u.unit}`} type="button" aria-pressed={u.layer === chosen.layer && u.value === chosen.value.name && u.unit === chosen.unit}
              title={u.class === null ? undefined : `${u.class}: ${u.value} ${u.above ? ">" : "≤"} ${number(u.threshold, 3)}`}
              onClick={() => { chosen.setLayer(u.layer); chosen.setValue(u.value); chosen.setUnit(u.unit); onUnit(); }}
            >{fill(t.unit, { state: stateOf(u), unit: u.unit, score: u.score === null ? "?" : share(u.score) })}</button>
          ))}</div>
        </>
      )}
    </section>
  );
}
