// Change the text, or switch units off, and see what it does to what the model expects.
import { useEffect, useMemo, useState } from "preact/hooks";
import { useText } from "../../address";
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
  reset: ["All on", "全部打开", "全部打開"],
  edit: ["Change the text", "改动文字", "改動文字"],
  editHow: ["Change a word of this passage. What follows is the same text, foreseen anew.", "改动这段文字里的一个词。后面的文字不变，重新预测。", "改動這段文字裡的一個詞。後面的文字不變，重新預測。"],
  compare: ["Compare", "比较", "比較"],
  undo: ["Undo", "撤销", "復原"],
  take: ["Look into the changed text", "查看改动后的文字", "查看改動後的文字"],
  effect: ["Loss of {count} symbols: {before} before, {after} after ({change} nats each).", "{count} 个符号的损失：之前 {before}，之后 {after}（每个 {change} 奈特）。", "{count} 個符號的損失：之前 {before}，之後 {after}（每個 {change} 奈特）。"],
  nothing: ["Nothing after the change can be compared.", "改动之后没有可以比较的内容。", "改動之後沒有可以比較的內容。"],
  colours: ["Orange: harder to foresee than before. Blue: easier.", "橙色：比之前更难预测。蓝色：更容易。", "橙色：比之前更難預測。藍色：更容易。"],
} satisfies Record<string, Text>;

export interface Change { id: string; from: number; count: number; before: number | null; after: number | null; tokens: string[]; changes: (number | null)[] }

const shownSymbols = 600;

/** The units that are off, such as 0:5,1:7, and what comes of it. */
export function Silent({ run, chosen, silent, setSilent, at, onPick }: { run: TextRun; chosen: Chosen; silent: string; setSilent: (list: string) => void; at: number; onPick: (step: number) => void }) {
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
        {all.map((name) => <button key={name} type="button" aria-pressed="true" title={fill(t.on, { name })} aria-label={fill(t.on, { name })} onClick={() => setSilent(all.filter((s) => s !== name).join(","))}>{name} ×</button>)}
        {all.length > 0 && <button type="button" onClick={() => setSilent("")}>{t.reset}</button>}
      </div>
      {error && <Failure message={error} />}
      {silent && waiting && !data && <Waiting />}
      {silent && data && <Effect change={data} spaced={run.spaced} first={Math.max(0, Math.min(at - 100, data.tokens.length - shownSymbols))} at={at} onPick={onPick} />}
    </section>
  );
}

export function Edit({ run, model, whole, to, onTake }: { run: TextRun; model: string; whole: string; to: number; onTake: (text: string) => void }) {
  const t = useWords(text);
  const [kept, keep] = useText("edit", "");
  const [draft, setDraft] = useState(kept || whole);
  useEffect(() => setDraft(kept || whole), [whole]);
  const edited = kept && kept !== whole ? kept : null;
  const { data, error, waiting } = useAsked<Change>(edited === null ? null : `${run.id}\n${edited}`, (signal) => post<Change>(`inside/run/${run.id}/edit?to=${to}`, { model, text: edited }, signal));
  return (
    <section class="panel">
      <h2>{t.edit}</h2>
      <p class="quiet">{t.editHow}</p>
      <textarea name="edit" aria-label={t.edit} value={draft} rows={4} onInput={(e) => setDraft(e.currentTarget.value)} />
      <div class="row">
        <button type="button" class="main" disabled={draft === whole || draft.length === 0} onClick={() => keep(draft)}>{t.compare}</button>
        <button type="button" disabled={draft === whole && !kept} onClick={() => { keep(""); setDraft(whole); }}>{t.undo}</button>
        {edited !== null && <button type="button" onClick={() => { keep(""); onTake(edited); }}>{t.take}</button>}
      </div>
      {error && <Failure message={error} />}
      {edited !== null && waiting && !data && <Waiting />}
      {edited !== null && data && <Effect change={data} spaced={run.spaced} first={Math.max(0, data.from - 60)} />}
    </section>
  );
}

function Effect({ change, spaced, first, at, onPick }: { change: Change; spaced: boolean; first: number; at?: number; onPick?: (step: number) => void }) {
  const t = useWords(text);
  const { count, before, after } = change;
  const picture = useMemo(() => (
    <Coloured
      tokens={change.tokens.slice(first, first + shownSymbols)} first={first} spaced={spaced} label={t.colours} at={at} onPick={onPick}
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
