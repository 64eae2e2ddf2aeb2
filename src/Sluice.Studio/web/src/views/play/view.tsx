// Write together with a model: it shows what it expects next, how sure it is, and goes on when asked.
import { useEffect, useState } from "preact/hooks";
import { useNumber, useText } from "../../address";
import { post, useAsked, useGet } from "../../api";
import { fill, useLanguage, useWords, type Text } from "../../language";
import { amount, css } from "../../ui/colour";
import { number } from "../../ui/depth";
import { Slider } from "../../ui/slider";
import { Failure, Waiting } from "../../ui/status";
import "./view.css";

const text = {
  model: ["Model", "模型", "模型"],
  book: ["children's book, trained here", "童书，现场训练", "童書，現場訓練"],
  yours: ["Your text", "你的文字", "你的文字"],
  one: ["Write one", "写一个", "寫一個"],
  sentence: ["Write a sentence", "写一句", "寫一句"],
  more: ["Write on", "继续写", "繼續寫"],
  again: ["Otherwise", "换一种写法", "換一種寫法"],
  reset: ["Start again", "重新开始", "重新開始"],
  temperature: ["Temperature", "温度", "溫度"],
  next: ["What may come next", "接下来可能是", "接下來可能是"],
  nextAbout: ["Choose one to take it.", "点选一个即可采用。", "點選一個即可採用。"],
  together: ["The text, coloured by how unsure the model was", "按模型的不确定程度着色的文字", "按模型的不確定程度著色的文字"],
  point: ["Point at a word to see what else might have stood there.", "指向一个词，看看那里还可能是什么。", "指向一個詞，看看那裡還可能是什麼。"],
  gave: ["the model gave {p} % for it", "模型给它 {p} % 的概率", "模型給它 {p} % 的機率"],
  sure: ["sure", "确定", "確定"],
  unsure: ["unsure", "不确定", "不確定"],
} satisfies Record<string, Text>;

interface Expected { text: string; probability: number }
interface Symbol { text: string; written: boolean; probability: number | null; instead: Expected[] }
interface Answer { symbols: Symbol[]; next: Expected[] }
interface Model { name: string; kind: string }

const books = { en: "book:english", "zh-Hans": "book:simplified", "zh-Hant": "book:traditional" };
const visible = (piece: string): string => piece.replaceAll("\n", "⏎").replace(/^ /, "␣").replace(/ $/, "␣") || "∅";

export default function Play() {
  const t = useWords(text);
  const [language] = useLanguage();
  const [model, setModel] = useText("model", books[language]);
  const [given, setGiven] = useText("text", "");
  const [temperature, setTemperature] = useNumber("temperature", 0.7);
  const [seed, setSeed] = useNumber("seed", 1);
  const [last, setLast] = useState<{ before: string; count: number; marks: Symbol[] }>();
  const [pointed, setPointed] = useState<Symbol>();
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const models = useGet<Model[]>("inside/models");
  const play = (body: { text: string; count: number; seed: number }, signal?: AbortSignal) => post<Answer>("play", { model, temperature, ...body }, signal);
  const answer = useAsked(`${model}\n${given}`, (signal) => play({ text: given, count: 0, seed: 1 }, signal));
  useEffect(() => { setPointed(undefined); }, [model, given]);

  const write = async (before: string, count: number, seeded: number, until?: RegExp) => {
    setBusy(true);
    try {
      const { symbols } = await play({ text: before, count, seed: seeded });
      const written = symbols.filter((s) => s.written);
      const end = until ? written.findIndex((s) => until.test(s.text)) : -1;
      const kept = end < 0 ? written : written.slice(0, end + 1);
      setGiven(before + kept.map((s) => s.text).join(""));
      setLast({ before, count, marks: kept });
      setFailure(undefined);
    } catch (e) {
      setFailure((e as Error).message);
    }
    setBusy(false);
  };
  const symbols = answer.data?.symbols ?? [];
  const from = last && given.startsWith(last.before) && given === last.before + last.marks.map((s) => s.text).join("") ? symbols.length - last.marks.length : symbols.length;
  const marked = (s: Symbol, i: number): Symbol => (i >= from ? last!.marks[i - from] : s);
  const most = Math.max(0.01, ...(answer.data?.next.map((n) => n.probability) ?? []));

  return (
    <>
      <div class="row">
        <label>{t.model} <select name="model" value={model} onChange={(e) => setModel(e.currentTarget.value)}>
          {Object.values(books).map((b) => <option key={b} value={b}>{b} – {t.book}</option>)}
          {models.data?.filter((m) => m.kind === "text").map((m) => <option key={m.name} value={m.name}>{m.name}</option>)}
        </select></label>
        <Slider label={t.temperature} value={temperature} min={0} max={2} step={0.05} onInput={setTemperature} />
      </div>
      <div class="play">
        <div>
          <label class="strong" for="play-text">{t.yours}</label>
          <textarea id="play-text" rows={4} value={given} onInput={(e) => setGiven(e.currentTarget.value)} />
          <div class="row">
            <button type="button" class="main" disabled={busy} onClick={() => void write(given, 1, seed)}>{t.one}</button>
            <button type="button" disabled={busy} onClick={() => void write(given, 200, seed, /[.!?。！？\n]/)}>{t.sentence}</button>
            <button type="button" disabled={busy} onClick={() => void write(given, 60, seed)}>{t.more}</button>
            <button type="button" disabled={busy || !last} onClick={() => { setSeed(seed + 1); void write(last!.before, last!.count, seed + 1); }}>{t.again}</button>
            <button type="button" onClick={() => { setGiven(""); setLast(undefined); setSeed(1); }}>{t.reset}</button>
          </div>
          {(failure ?? answer.error) && <Failure message={(failure ?? answer.error)!} />}
          <h2>{t.together}</h2>
          <p class="quiet">{t.point} <span class="scale"><i />{t.sure}</span> <span class="scale unsure"><i />{t.unsure}</span></p>
          <p class="together panel">
            {symbols.map((s, i) => (
              <span key={i} tabIndex={0} class={marked(s, i).written ? "written" : ""} onPointerEnter={() => setPointed(marked(s, i))} onFocus={() => setPointed(marked(s, i))}
                style={s.probability === null ? {} : { background: css(amount(0.75 * (1 - s.probability))) }}>{s.text}</span>
            ))}
          </p>
          {pointed && (
            <div class="panel" role="status">
              <strong>{visible(pointed.text)}</strong>{pointed.probability !== null && <> · {fill(t.gave, { p: number(100 * pointed.probability, 1) })}</>}
              {pointed.instead.length > 0 && <p class="quiet">{pointed.instead.map((e) => `${visible(e.text)} ${number(100 * e.probability, 1)} %`).join(" · ")}</p>}
            </div>
          )}
        </div>
        <section aria-label={t.next}>
          <strong>{t.next}</strong>
          <p class="quiet">{t.nextAbout}</p>
          {!answer.data && !answer.error && <Waiting />}
          <ol class="next">
            {answer.data?.next.map((n) => (
              <li key={n.text}>
                <button type="button" onClick={() => setGiven(given + n.text)}>
                  <span class="piece">{visible(n.text)}</span>
                  <span class="bar"><i style={{ width: `${(100 * n.probability) / most}%` }} /></span>
                  <span class="share">{number(100 * n.probability, 1)} %</span>
                </button>
              </li>
            ))}
          </ol>
        </section>
      </div>
    </>
  );
}
