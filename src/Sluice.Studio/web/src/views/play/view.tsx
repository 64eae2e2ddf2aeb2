// Write together with a model: it shows what it expects next, how sure it is, and goes on when asked, word by word.
import { useEffect, useRef, useState } from "preact/hooks";
import { useNumber, useText } from "../../address";
import { post, useAsked, useGet } from "../../api";
import { useLanguage, useWords } from "../../language";
import { DepthChoice } from "../../ui/depth";
import { Slider } from "../../ui/slider";
import { Failure, Waiting } from "../../ui/status";
import { Next } from "./next";
import type { Answer, Symbol } from "./play";
import { text } from "./text";
import { Together } from "./together";
import "./view.css";

interface Model { name: string; kind: string }
/** What the model wrote last, after what, and how much was asked for. */
interface Written { before: string; count: number; until?: RegExp; marks: Symbol[] }

const books = { en: "book:english", "zh-Hans": "book:simplified", "zh-Hant": "book:traditional" };
const sentence = /[.!?。！？\n]/, longest = 5000, pace = 260;
const joined = (symbols: Symbol[]): string => symbols.map((s) => s.text).join("");

export default function Play() {
  const t = useWords(text);
  const [language] = useLanguage();
  const [model, setModel] = useText("model", books[language]);
  const [given, setGiven] = useText("text", "");
  const [temperature, setTemperature] = useNumber("temperature", 0.7);
  const [seed, setSeed] = useNumber("seed", 1);
  const [last, setLast] = useState<Written>();
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [playing, setPlaying] = useState(false);
  const models = useGet<Model[]>("inside/models");
  const ask = (body: { text: string; count: number; seed: number }, signal?: AbortSignal) => post<Answer>("play", { model, temperature, ...body }, signal);
  const answer = useAsked(`${model}\n${temperature}\n${given}`, (signal) => ask({ text: given, count: 0, seed: 1 }, signal));
  useEffect(() => { setPlaying(false); setFailure(undefined); setLast(undefined); }, [model]);

  const write = async (before: string, count: number, seeded: number, until?: RegExp) => {
    setBusy(true);
    try {
      // Each place of a text is drawn by a number of its own, so that one by one is as free as many at once.
      const { symbols } = await ask({ text: before, count, seed: seeded * 10_007 + before.length });
      const written = symbols.filter((s) => s.written), end = until ? written.findIndex((s) => until.test(s.text)) : -1;
      const marks = end < 0 ? written : written.slice(0, end + 1);
      setGiven(before + joined(marks));
      setLast((old) => (old && count === 1 && before === old.before + joined(old.marks) ? { ...old, marks: [...old.marks, ...marks] } : { before, count, until, marks }));
      setFailure(undefined);
    } catch (e) {
      setPlaying(false);
      setFailure((e as Error).message);
    }
    setBusy(false);
  };

  // Playing: one symbol after another, at a pace that eyes follow.
  const now = useRef({ write, given, seed, busy });
  now.current = { write, given, seed, busy };
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => {
      const at = now.current;
      if (at.given.length > longest) setPlaying(false);
      else if (!at.busy) void at.write(at.given, 1, at.seed);
    }, pace);
    return () => clearInterval(timer);
  }, [playing]);

  const symbols = answer.data?.symbols ?? [];
  const from = last && given === last.before + joined(last.marks) ? symbols.length - last.marks.length : symbols.length;
  const marked = symbols.map((s, i) => (i >= from && last!.marks[i - from] ? last!.marks[i - from] : s));
  const edit = (next: string) => { setPlaying(false); setGiven(next); };
  return (
    <>
      <div class="row">
        <label>{t.model} <select name="model" value={model} onChange={(e) => setModel(e.currentTarget.value)}>
          {Object.values(books).map((b) => <option key={b} value={b}>{b} – {t.book}</option>)}
          {models.data?.filter((m) => m.kind === "text").map((m) => <option key={m.name} value={m.name}>{m.name}</option>)}
        </select></label>
        <Slider label={t.temperature} value={temperature} min={0} max={2} step={0.05} onInput={setTemperature} />
        <DepthChoice />
      </div>
      <div class="play">
        <div>
          <label class="strong" for="play-text">{t.yours}</label>
          <textarea id="play-text" rows={4} value={given} placeholder={t.yoursHint} onInput={(e) => edit(e.currentTarget.value)} />
          <div class="row">
            <button type="button" class="main" disabled={busy && !playing} onClick={() => setPlaying(!playing)}>{playing ? `❚❚ ${t.pause}` : `▶ ${t.on}`}</button>
            <button type="button" disabled={busy || playing} onClick={() => void write(given, 1, seed)}>{t.one}</button>
            <button type="button" disabled={answer.waiting || symbols.length === 0 || given === ""} onClick={() => edit(given.slice(0, Math.max(0, given.length - symbols[symbols.length - 1].text.length)))}>{t.back}</button>
            <button type="button" disabled={busy || playing} onClick={() => void write(given, 200, seed, sentence)}>{t.sentence}</button>
            <button type="button" disabled={busy || playing || !last} onClick={() => { setSeed(seed + 1); void write(last!.before, Math.max(last!.count, last!.marks.length), seed + 1, last!.until); }}>{t.again}</button>
            <button type="button" onClick={() => { edit(""); setLast(undefined); setSeed(1); setTemperature(0.7); }}>{t.reset}</button>
          </div>
          {(failure ?? answer.error) && <Failure message={(failure ?? answer.error)!} />}
          {symbols.length > 0 && <Together symbols={marked} />}
        </div>
        <section aria-label={t.next}>
          <strong>{t.next}</strong>
          <p class="quiet">{t.nextAbout}</p>
          {answer.data ? <Next answer={answer.data} temperature={temperature} take={(piece) => edit(given + piece)} /> : !answer.error && <Waiting />}
        </section>
      </div>
    </>
  );
}
