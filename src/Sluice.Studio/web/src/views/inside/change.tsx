// Change the text, or switch units off, and see what it does to what the model expects.
import { useMemo, useState } from "preact/hooks";
import { useNumber, useText } from "../../address";
import { get, post, useAsked } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { signed } from "../../ui/colour";
import { number } from "../../ui/depth";
import { Failure, Waiting } from "../../ui/status";
import { Coloured } from "./coloured";
import type { Chosen, TextRun } from "./run";

const text = {
  off: ["Switch a unit off", "关掉一个单元", "關掉一個單元"],
  offHow: ["Its output is held at 0, for the layers above and for the next step.", "它的输出保持为 0，对上面的层和下一步都是如此。", "它的輸出保持為 0，對上面的層和下一步都是如此。"],
  offOne: ["Switch unit {unit} of layer {layer} off", "关掉第 {layer} 层的单元 {unit}", "關掉第 {layer} 層的單元 {unit}"],
  on: ["On again: {name}", "重新打开：{name}", "重新打開：{name}"],
  name: ["layer {layer}, unit {unit}", "第 {layer} 层，单元 {unit}", "第 {layer} 層，單元 {unit}"],
  reset: ["All on", "全部打开", "全部打開"],
  edit: ["Change the text", "改动文字", "改動文字"],
  editHow: ["Change a word of this passage, steps {from} to {to}. What follows is the same text, foreseen anew.", "改动这段文字（第 {from} 到 {to} 步）里的一个词。后面的文字不变，重新预测。", "改動這段文字（第 {from} 到 {to} 步）裡的一個詞。後面的文字不變，重新預測。"],
  net: ["Map and text show", "热图和文字显示", "熱圖和文字顯示"],
  wholeNet: ["the whole net", "完整的网络", "完整的網路"],
  without: ["the net without these units", "关掉这些单元的网络", "關掉這些單元的網路"],
  compare: ["Compare", "比较", "比較"],
  undo: ["Undo", "撤销", "復原"],
  take: ["Look into the changed text", "查看改动后的文字", "查看改動後的文字"],
  effect: ["Loss of {count} symbols: {before} before, {after} after ({change} nats each).", "{count} 个符号的损失：之前 {before}，之后 {after}（每个 {change} 奈特）。", "{count} 個符號的損失：之前 {before}，之後 {after}（每個 {change} 奈特）。"],
  nothing: ["Nothing after the change can be compared.", "改动之后没有可以比较的内容。", "改動之後沒有可以比較的內容。"],
  colours: ["Orange: harder to foresee than before. Blue: easier.", "橙色：比之前更难预测。蓝色：更容易。", "橙色：比之前更難預測。藍色：更容易。"],
} satisfies Record<string, Text>;

export interface Change { start: number; from: number; count: number; before: number | null; after: number | null; tokens: string[]; changes: (number | null)[] }

const shownSymbols = 600;

/** Whose values are shown where units are off. */
export const nets = ["whole", "without"] as const;
export type Net = (typeof nets)[number];

/** The units that are off, such as 0:5,1:7, and what comes of it. */
export function Silent({ run, chosen, silent, setSilent, net, setNet, at, onPick }: { run: TextRun; chosen: Chosen; silent: string; setSilent: (list: string) => void; net: Net; setNet: (net: Net) => void; at: number; onPick: (step: number) => void }) {
  const t = useWords(text);
  const all = silent.split(",").filter((s) => s.length > 0), own = `${chosen.layer}:${chosen.unit}`;
  const path = `inside/run/${run.id}/without?silent=${encodeURIComponent(silent)}`;
  const { data, error, waiting } = useAsked<Change>(silent ? path : null, (signal) => get<Change>(path, signal));
  return (
    <section class="panel">
      <h2>{t.off}</h2>
      <p class="quiet">{t.offHow}</p>
      <div class="row chips">
        <button type="button" class="main" disabled={all.includes(own)} onClick={() => setSilent([...all, own].join(","))}>{fill(t.offOne, { unit: chosen.unit, layer: chosen.layer + 1 })}</button>
        {all.map((place) => {
          const [layer, unit] = place.split(":"), name = fill(t.name, { layer: Number(layer) + 1, unit });
          return <button key={place} type="button" aria-pressed="true" title={fill(t.on, { name })} aria-label={fill(t.on, { name })} onClick={() => setSilent(all.filter((s) => s !== place).join(","))}>{name} ×</button>;
        })}
        {all.length > 0 && <button type="button" onClick={() => setSilent("")}>{t.reset}</button>}
      </div>
      {silent && (
        <label>{t.net} <select name="net" value={net} onChange={(e) => setNet(e.currentTarget.value as Net)}>
          <option value="whole">{t.wholeNet}</option>
          <option value="without">{t.without}</option>
        </select></label>
      )}
      {error && <Failure message={error} />}
      {silent && waiting && !data && <Waiting />}
      {silent && data && <Effect change={data} spaced={run.spaced} first={Math.max(0, Math.min(at - 100, data.tokens.length - shownSymbols))} at={at} onPick={onPick} />}
    </section>
  );
}

/** The passage around the step; it stays where it is once something in it is changed. */
export function Edit({ run, model, at, onTake }: { run: TextRun; model: string; at: number; onTake: (text: string) => void }) {
  const size = run.spaced ? 120 : 600;
  const [place, setPlace] = useNumber("passage", -1);
  const from = place >= 0 ? Math.min(place, run.steps - 1) : Math.max(0, Math.min(Math.floor((at - size / 3) / (size / 4)) * (size / 4), run.steps - size)), to = Math.min(run.steps, from + size);
  const { data: part, error } = useAsked<{ text: string; from: number }>(`${run.id}/${from}`, async (signal) => ({ from, ...(await get<{ text: string }>(`inside/run/${run.id}/part?from=${from}&to=${to}`, signal)) }));
  if (error) return <Failure message={error} />;
  return part && part.from === from ? <Passage key={from} run={run} model={model} whole={part.text} from={from} to={to} hold={(held) => setPlace(held ? from : -1)} onTake={onTake} /> : null;
}

function Passage({ run, model, whole, from, to, hold, onTake }: { run: TextRun; model: string; whole: string; from: number; to: number; hold: (held: boolean) => void; onTake: (text: string) => void }) {
  const t = useWords(text);
  const [kept, keep] = useText("edit", "");
  const [draft, setDraft] = useState(kept || whole);
  const edited = kept && kept !== whole ? kept : null;
  const { data, error, waiting } = useAsked<Change>(edited === null ? null : `${run.id}\n${edited}`, (signal) => post<Change>(`inside/run/${run.id}/edit?from=${from}&to=${to}`, { model, text: edited }, signal));
  return (
    <section class="panel">
      <h2>{t.edit}</h2>
      <p class="quiet">{fill(t.editHow, { from, to: to - 1 })}</p>
      <textarea name="edit" aria-label={t.edit} value={draft} rows={4} onInput={(e) => { setDraft(e.currentTarget.value); hold(e.currentTarget.value !== whole); }} />
      <div class="row">
        <button type="button" class="main" disabled={draft === whole || draft.length === 0} onClick={() => keep(draft)}>{t.compare}</button>
        <button type="button" disabled={draft === whole && !kept} onClick={() => { keep(""); setDraft(whole); hold(false); }}>{t.undo}</button>
        {edited !== null && <button type="button" onClick={() => void post<{ text: string }>(`inside/run/${run.id}/edited?from=${from}&to=${to}`, { model, text: edited }).then((all) => { keep(""); hold(false); onTake(all.text); })}>{t.take}</button>}
      </div>
      {error && <Failure message={error} />}
      {edited !== null && waiting && !data && <Waiting />}
      {edited !== null && data && <Effect change={data} spaced={run.spaced} first={Math.max(0, data.from - 60)} start={data.start} />}
    </section>
  );
}

function Effect({ change, spaced, first, start = 0, at, onPick }: { change: Change; spaced: boolean; first: number; start?: number; at?: number; onPick?: (step: number) => void }) {
  const t = useWords(text);
  const { count, before, after } = change;
  const picture = useMemo(() => (
    <Coloured
      tokens={change.tokens.slice(first, first + shownSymbols)} first={start + first} spaced={spaced} label={t.colours} at={at} onPick={onPick}
      colour={(k, dark) => { const d = change.changes[first + k]; return d === null || d === undefined ? undefined : signed(d / 2, dark); }}
    />
  ), [change, first, at, spaced, t.colours]);
  if (before === null || after === null) return <p>{t.nothing}</p>;
  return (
    <>
      <p data-effect={after - before}>{fill(t.effect, { count, before: number(before, 3), after: number(after, 3), change: `${after >= before ? "+" : ""}${number(after - before, 3)}` })}</p>
      {picture}
      <p class="quiet">{t.colours}</p>
    </>
  );
}
