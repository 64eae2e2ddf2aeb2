// Units that switch on in a range of text, and other places where they are on together.
import { useNumber } from "../../address";
import { useGet } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { Slider } from "../../ui/slider";
import { Failure } from "../../ui/status";
import { valueQuery, type Chosen, type Run } from "./run";

const text = {
  title: ["What switches on here?", "这里有什么被打开？", "這裡有什麼被打開？"],
  how: ["Mark a range of the text, or give its steps: units that are on all through it, and off just before and after it, are found, and where else they are on together.", "在文字中选取一段，或给出步数：找出在这段中一直打开、而前后都关闭的单元，以及它们在别处同时打开的位置。", "在文字中選取一段，或給出步數：找出在這段中一直打開、而前後都關閉的單元，以及它們在別處同時打開的位置。"],
  from: ["From step", "从第几步", "從第幾步"],
  to: ["to before", "到（不含）", "到（不含）"],
  threshold: ["On from", "打开的阈值", "打開的閾值"],
  clear: ["Clear", "清除", "清除"],
  none: ["No unit of {value} switches on just here. Lower the threshold, take another range, or another gate or state.", "{value} 没有单元恰好在这里打开。可以降低阈值，换一段，或换一个门或状态。", "{value} 沒有單元恰好在這裡打開。可以降低閾值，換一段，或換一個門或狀態。"],
  units: ["{count} units switch on here:", "这里有 {count} 个单元打开：", "這裡有 {count} 個單元打開："],
  places: ["They are on together in {count} places, the most alike first:", "它们在 {count} 处同时打开，最相似的在前：", "它們在 {count} 處同時打開，最相似的在前："],
} satisfies Record<string, Text>;

const most = 24;

interface Place { from: number; to: number; share: number; before: string; text: string; after: string }

export function Switched({ run, chosen, range, setRange, onGo }: { run: Run; chosen: Chosen; range?: [number, number]; setRange: (range?: [number, number]) => void; onGo: (from: number, to: number) => void }) {
  const t = useWords(text);
  const [threshold, setThreshold] = useNumber("on", 0.5);
  const { data, error } = useGet<{ units: number[]; places: Place[] }>(range ? `inside/run/${run.id}/switched?${valueQuery(chosen)}&from=${range[0]}&to=${range[1]}&threshold=${threshold}` : null);
  const set = (from: number, to: number) => {
    const a = Math.min(Math.max(0, Math.floor(from)), run.steps - 1);
    setRange([a, Math.min(Math.max(a + 1, Math.floor(to)), run.steps)]);
  };
  const line = (words: string) => words.replaceAll("\n", "↵");
  // Whole words: what is cut ends where one does.
  const end = (words: string) => (words.length <= most ? words : words.slice(-most).replace(/^[^\s\p{Script=Han}]*\s/u, ""));
  const begin = (words: string, many = most) => (words.length <= many ? words : words.slice(0, many).replace(/\s[^\s\p{Script=Han}]*$/u, ""));
  return (
    <section class="panel places">
      <h2>{t.title}</h2>
      <p class="quiet">{t.how}</p>
      <div class="row">
        <label>{t.from} <input class="short" name="from" type="number" min={0} max={run.steps - 1} value={range?.[0] ?? ""} onChange={(e) => set(Number(e.currentTarget.value), Math.max(range?.[1] ?? 0, Number(e.currentTarget.value) + 1))} /></label>
        <label>{t.to} <input class="short" name="to" type="number" min={1} max={run.steps} value={range?.[1] ?? ""} onChange={(e) => set(range?.[0] ?? Number(e.currentTarget.value) - 1, Number(e.currentTarget.value))} /></label>
        {range && <button type="button" onClick={() => setRange(undefined)}>{t.clear}</button>}
      </div>
      <Slider label={t.threshold} value={threshold} min={0.05} max={0.95} step={0.05} onInput={setThreshold} />
      {error && <Failure message={error} />}
      {range && data && data.units.length === 0 && <p>{fill(t.none, { value: chosen.value.name })}</p>}
      {range && data && data.units.length > 0 && (
        <>
          <p>{fill(t.units, { count: data.units.length })}</p>
          <div class="chips">{data.units.slice(0, 40).map((u) => <button key={u} type="button" aria-pressed={u === chosen.unit} onClick={() => chosen.setUnit(u)}>{u}</button>)}{data.units.length > 40 && "…"}</div>
          <p>{fill(t.places, { count: data.places.length })}</p>
          <ol>{data.places.map((p) => (
            <li key={p.from}><button type="button" onClick={() => onGo(p.from, p.to)} title={`${p.from}–${p.to - 1}`}>{end(line(p.before))} <span class="text">{begin(line(p.text), 2 * most)}</span> {begin(line(p.after))}</button></li>
          ))}</ol>
        </>
      )}
    </section>
  );
}
