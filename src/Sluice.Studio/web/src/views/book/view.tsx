// The children's book: an LSTM step by step through its four paths, set by hand or trained in this session.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useChoice, useNumber, useText } from "../../address";
import { useGet } from "../../api";
import { fill, useLanguage, useWords, type Text } from "../../language";
import { DepthChoice, useDepth } from "../../ui/depth";
import { Figure } from "../../ui/figure";
import { PlayerControls, usePlayer } from "../../ui/player";
import { SheetButton } from "../../ui/sheet";
import { Failure, Waiting } from "../../ui/status";
import { plain, stages, type Drawing } from "./book";
import { Cell } from "./drawing";
import { LessonPanel, useLesson } from "./lesson";
import { tell, telling } from "./telling";
import { useNarrow } from "../../ui/width";
import { Units, unitNames } from "./units";
import "./view.css";

const text = {
  net: ["Net", "网络", "網路"],
  hand: ["set by hand, one unit a word", "手工设定，一个词一个单元", "手工設定，一個詞一個單元"],
  trained: ["trained here, now", "现场训练", "現場訓練"],
  book: ["Book", "书", "書"],
  english: ["English", "英文", "英文"],
  simplified: ["simplified Chinese", "简体中文", "簡體中文"],
  traditional: ["traditional Chinese", "繁体中文", "繁體中文"],
  after: ["After “{context}”, the words", "接在“{context}”后面的词", "接在「{context}」後面的詞"],
  nextWord: ["Next word", "下一个词", "下一個詞"],
  expected: ["expected", "预测的", "預測的"],
  press: ["“Play” (or the space bar) shows one stage after the other, and waits for you after each.", "按“播放”（或空格键）逐个阶段演示，每个阶段之后等你继续。", "按「播放」（或空白鍵）逐個階段演示，每個階段之後等你繼續。"],
  story: ["The story again", "回到故事", "回到故事"],
  stage: ["What happens at “{word}”", "“{word}”处发生什么", "「{word}」處發生什麼"],
  title: ["An LSTM at “{word}”", "LSTM 读到“{word}”", "LSTM 讀到「{word}」"],
  unit: ["Unit", "单元", "單元"],
  label: ["{word} ({at} of {of})", "{word}（{at} / {of}）", "{word}（{at} / {of}）"],
  legend: ["Orange: for. Blue: against. Teal: how far a gate is open. The line along the top is the conveyor belt that carries the memory.", "橙色：赞成。蓝色：反对。青色：门开多大。顶上的横线是传送带，记忆在上面传递。", "橙色：贊成。藍色：反對。青色：門開多大。頂上的橫線是輸送帶，記憶在上面傳遞。"],
  memory: ["memory", "记忆", "記憶"],
  earlier: ["last prediction", "先前的预测", "先前的預測"],
  forgetting: ["forgetting", "遗忘", "遺忘"],
  ignoring: ["ignoring", "忽略", "忽略"],
  prediction: ["prediction", "预测", "預測"],
  selection: ["selection", "选择", "選擇"],
  taken: ["taken in", "采纳的", "採納的"],
  kept: ["kept", "保留的", "保留的"],
  newMemory: ["new memory", "新的记忆", "新的記憶"],
  squashed: ["squashed", "压缩后", "壓縮後"],
  comesOut: ["comes out", "输出的", "輸出的"],
  newWord: ["new word", "新词", "新詞"],
  expectedNext: ["expected next", "预测下一个", "預測下一個"],
  toNext: ["to the next word", "去下一个词", "去下一個詞"],
} satisfies Record<string, Text>;

const books = ["english", "simplified", "traditional"] as const;
const bookOf = { en: "english", "zh-Hans": "simplified", "zh-Hant": "traditional" } as const;
const story = "Doug,saw", context = [1, 3, 2, 4];

/** The stages at which an equation is made. */
const made: Record<string, readonly string[]> = { i: ["paths", "ignoring"], f: ["paths", "forgetting"], g: ["paths", "ignoring"], o: ["paths", "selecting"], c: ["adding", "ignoring", "forgetting"], h: ["squashing", "selecting"] };

export default function Book() {
  const t = useWords(text), say = useWords(telling);
  const [language] = useLanguage();
  const [net, setNet] = useChoice("net", ["hand", "trained"] as const, "hand");
  const [book, setBook] = useChoice("book", books, bookOf[language]);
  const [words, setWords] = useText("words", story);
  const [seed, setSeed] = useNumber("seed", 1);
  const [unit, setUnit] = useNumber("unit", 0);
  const [stage, setStage] = useText("stage", "");
  const [depth] = useDepth();
  const [round, setRound] = useState(0);

  const trained = net === "trained", query = `book=${book}&seed=${Math.max(0, Math.floor(seed))}`;
  const lesson = useLesson(trained ? query : null, round);
  const written = lesson.news ? lesson.news.net.learning.of + lesson.news.net.after.of : -1;
  const path = trained
    ? written < 0 ? null : `book/lesson/words?${query}&words=${encodeURIComponent(words)}&at=${Math.min(written, lesson.news!.net.learning.of + 1)}`
    : `book/walk?book=${book}&words=${encodeURIComponent(words)}`;
  const asked = useGet<Drawing>(path);

  // While one net's answer is on its way the other's is not drawn under its name.
  const answered = asked.data && (asked.data.units[0] === "u1") === trained ? asked.data : undefined;
  const data = useMemo(() => answered && (answered.answers.length > 0 ? { ...answered, units: unitNames(answered.words, answered.answers) } : answered), [answered]);
  const steps = data?.steps.length ?? words.split(",").length;
  const chosen = stages.indexOf(stage as (typeof stages)[number]);
  // Whoever comes without a step begins at the first word, before its first stage.
  const fresh = useRef(!new URLSearchParams(location.search).has("step") && chosen < 0);
  const player = usePlayer(steps, 9, chosen >= 0 && chosen < 7 ? (chosen + 1) / 8 : fresh.current ? 0 : 1, stages.length);
  const at = Math.min(player.step, steps - 1), time = 8 * player.phase;
  const now = Math.min(7, player.phase >= 1 ? 7 : Math.max(0, Math.ceil(time - 1e-6) - 1));

  useEffect(() => { if (player.phase >= 1 && stage !== "") setStage(""); }, [player.phase >= 1]);

  // A word that was chosen is walked through as soon as it is there.
  const wanted = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (wanted.current === undefined || steps <= wanted.current) return;
    wanted.current = undefined;
    player.next();
  }, [steps, data]);
  const choose = (word: number) => {
    if (!data) return;
    wanted.current = at + 1;
    if (at + 1 < steps) player.go(at);
    setWords([...data.steps.slice(0, at + 1).map((s) => plain[s.word]), plain[word]].join(","));
  };
  const hold = (k: number) => {
    setStage(k < 7 ? stages[k] : "");
    player.hold((k + 1) / 8);
  };

  const step = data?.steps[at];
  const earlierStep = data && at > 0 ? data.steps[at - 1].expected : step ? step.earlier.flatMap((e, w) => (e >= (trained ? 0.2 : 0.5) ? [w] : [])) : [];
  const told = data && step ? tell(data, at, earlierStep, say) : undefined;
  const word = data && step ? data.words[step.word] : "";
  const joined = (places: number[]) => {
    if (!data) return "";
    const gap = data.words[4] === "." ? " " : "";
    return places.map((w, i) => (i > 0 && w < 4 ? gap : "") + data.words[w]).join("");
  };
  const looked = data ? Math.min(Math.max(0, Math.floor(unit)), data.units.length - 1) : 0;

  const says = told === undefined ? "" : player.phase < 0.01 ? t.press : told.stages[stages[now]], narrow = useNarrow();

  return (
    <>
      <div class="row">
        <label>{t.net} <select name="net" value={net} onChange={(e) => { player.reset(); setNet(e.currentTarget.value as typeof net); }}>
          <option value="hand">{t.hand}</option><option value="trained">{t.trained}</option>
        </select></label>
        <label>{t.book} <select name="book" value={book} onChange={(e) => setBook(e.currentTarget.value as typeof book)}>
          {books.map((b) => <option key={b} value={b}>{t[b]}</option>)}
        </select></label>
        <DepthChoice />
      </div>
      {trained && <LessonPanel lesson={lesson} query={query} another={() => { setSeed(seed + 1); setRound(round + 1); }} />}
      {asked.error && <Failure message={asked.error} />}
      <div class="row">
        <label>{fill(t.after, { context: joined(context) || "Jane saw Spot." })} <input type="text" name="words" value={data ? joined(data.steps.map((s) => s.word)) : ""} onChange={(e) => { player.reset(); setWords(e.currentTarget.value.trim() || story); }} /></label>
        <button type="button" onClick={() => { player.reset(); setWords(story); }}>{t.story}</button>
      </div>
      {!data || !step || !told ? (asked.error ? null : <Waiting />) : (
        <>
          <p class="summary" role="status">{told.summary}</p>
          <Figure name={`book-${plain[step.word] === "." ? "stop" : plain[step.word]}`} title={fill(t.title, { word })} about={`${told.summary} ${stages.map((s) => told.stages[s]).join(" ")}`} more={!trained && <SheetButton name="book" path={`book/sheet?book=${book}&words=${encodeURIComponent(data.steps.map((s) => plain[s.word]).join(","))}`} />}>
            <Cell only={narrow ? stages[now] : undefined} drawing={data} at={at} time={time} says={says} numbers={depth !== "picture"} unit={depth === "formula" ? looked : undefined} t={t} before={context.map((w) => data.words[w])} go={player.go} />
          </Figure>
          {narrow && <p class="stage-says"><span class="quiet">{now + 1} / {stages.length} {say[stages[now]]}</span><br />{says}</p>}
          <p class="quiet legend">{t.legend}</p>
          <div class="row next-words" role="group" aria-label={t.nextWord}>
            <span class="quiet">{t.nextWord}</span>
            {data.words.map((w, k) => <button key={w} type="button" class={step.expected.includes(k) ? "expected" : ""} title={step.expected.includes(k) ? t.expected : undefined} onClick={() => choose(k)}>{w}{step.expected.includes(k) ? " ✓" : ""}</button>)}
          </div>
          {depth === "formula" && (
            <section class="panel" aria-label={t.unit}>
              <fieldset class="choice">
                <legend>{t.unit}</legend>
                {data.units.map((u, k) => <label key={u}><input type="radio" name="unit" checked={k === looked} onChange={() => setUnit(k)} />{u}</label>)}
              </fieldset>
              <ol class="filled-in">
                {step.equations[looked].map((e) => <li key={e} class={player.phase < 1 && made[e[0]]?.includes(stages[now]) ? "formula hot" : "formula"}>{e}</li>)}
              </ol>
            </section>
          )}
          {data.answers.length > 0 && <Units drawing={data} />}
          <fieldset class="stages">
            <legend class="strong">{fill(t.stage, { word })}</legend>
            {stages.map((s, k) => (
              <label key={s} class={k === now && player.phase < 1 ? "hot" : k > now ? "later" : ""}>
                <input type="radio" name="stage" value={s} checked={k === now} onChange={() => hold(k)} />
                <strong>{say[s]}</strong><span>{told.stages[s]}</span>
              </label>
            ))}
          </fieldset>
        </>
      )}
      <PlayerControls player={player} drawing="svg.book" label={(k) => (data?.steps[k] ? fill(t.label, { word: data.words[data.steps[k].word], at: k + 1, of: steps }) : "")} />
    </>
  );
}
