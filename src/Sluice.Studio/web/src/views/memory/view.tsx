// Long memory: three small nets learn to answer by what came before, and are watched as they read.
import { useEffect, useMemo, useState } from "preact/hooks";
import { useChoice, useNumber } from "../../address";
import { useGet } from "../../api";
import { closed, fill, useLanguage, useWords } from "../../language";
import { Chart } from "../../ui/chart";
import { DepthChoice, number, useDepth } from "../../ui/depth";
import { Figure } from "../../ui/figure";
import { useLearning } from "../../ui/learning";
import { PlayerControls, usePlayer, useFromStart } from "../../ui/player";
import { Slider } from "../../ui/slider";
import { SheetButton } from "../../ui/sheet";
import { Failure, Waiting } from "../../ui/status";
import { Drawing } from "./drawing";
import { best, readers, subjects, table, tells, type Reading, type Subject } from "./memory";
import { Depths } from "./depths";
import { text } from "./text";
import "./view.css";

const enough = 400, tick = 10, longest = 30;

export default function View() {
  const t = useWords(text) as Record<string, string>;
  const [language] = useLanguage();
  const [subject, setSubject] = useChoice("subject", subjects, "gap");
  const [learn, setLearn] = useChoice("learn", ["short", "long"] as const, "long");
  const [seed, setSeed] = useNumber("seed", 1);
  const [steps, setSteps] = useNumber("learned", -1);
  const [begin, setBegin] = useNumber("begin", 0);
  const [gap, setGap] = useNumber("gap", 8);
  const [unit, setUnit] = useNumber("unit", 1);
  const [learning, setLearning] = useState(steps < 0);
  const learned = Math.max(0, Math.floor(steps)), looked = Math.min(16, Math.max(1, Math.floor(unit)));
  const asked = `language=${language}&subject=${subject}&learn=${learn}&seed=${seed}&steps=${learned}&teller=${begin}&gap=${gap}`;
  const answer = useGet<Reading>(`memory/read?${asked}&unit=${looked - 1}`);
  useLearning({ learning, setLearning, learned, setSteps, enough, tick, answer });
  const anew = () => { setSteps(0); setLearning(true); };
  if (answer.error && !answer.data) return <Failure message={answer.error} />;
  if (!answer.data) return <Waiting />;
  return (
    <>
      <div class="row">
        <fieldset class="choice">
          <legend>{t.subject}</legend>
          {subjects.map((s) => <label key={s}><input type="radio" name="subject" checked={s === subject} onChange={() => { setSubject(s); setBegin(0); anew(); }} />{t[s]}</label>)}
        </fieldset>
        <DepthChoice />
      </div>
      <p>{t[`${subject}Story`]}</p>
      <div class="row">
        <button type="button" class="main" onClick={() => { if (!learning && learned >= enough) setSteps(0); setLearning(!learning); }}>{learning ? t.pause : t.learn}</button>
        <button type="button" onClick={() => { setLearning(false); setSteps(0); setSeed(seed + 1); }}>{t.reset}</button>
        <Slider label={t.steps} value={learned} min={0} max={enough} step={1} decimals={0} onInput={(v) => { setLearning(false); setSteps(v); }} />
        <label>{t.from} <select name="learn" value={learn} onChange={(e) => { setLearn(e.currentTarget.value as typeof learn); anew(); }}>
          <option value="short">{t.short}</option><option value="long">{t.long}</option>
        </select></label>
      </div>
      {answer.error && <Failure message={answer.error} />}
      <Read key={subject} data={answer.data} subject={subject} gap={gap} learned={learned} unit={looked} setUnit={setUnit} t={t} sheet={<SheetButton name="long-memory" path={`memory/sheet?${asked}`} />}>
        <label>{t.begins} <select name="begin" value={begin} onChange={(e) => setBegin(Number(e.currentTarget.value))}>
          {answer.data.tellers.map((told, k) => <option key={k} value={k}>{language === "en" ? told : closed(told)}</option>)}
        </select></label>
        <Slider label={subject === "film" ? t.frames : t.between} value={gap} min={0} max={longest} step={1} decimals={0} onInput={setGap} />
      </Read>
    </>
  );
}

interface ReadProps { data: Reading; subject: Subject; gap: number; learned: number; unit: number; setUnit: (unit: number) => void; t: Record<string, string>; sheet: preact.ComponentChildren; children: preact.ComponentChildren }

/** The example, read word by word, and what the nets make of all others. */
function Read({ data, subject, gap, learned, unit, setUnit, t, sheet, children }: ReadProps) {
  const [depth] = useDepth();
  const player = usePlayer(data.words.length, 0.8);
  useFromStart(player, subject);
  const step = player.step, word = data.words[step], asked = data.asked[step];
  // The word at hand is in view where the drawing is wider than the screen.
  useEffect(() => {
    const room = document.querySelector("svg.memory")?.parentElement, node = document.querySelector("svg.memory .now");
    if (!room || !node) return;
    // Once it is laid out; of the last word also what is answered to its right.
    const frame = requestAnimationFrame(() => {
      const from = node.getBoundingClientRect(), within = room.getBoundingClientRect();
      if (step === data.words.length - 1) room.scrollTo({ left: room.scrollWidth, behavior: "instant" });
      else if (from.right > within.right - 90 || from.left < within.left + 10) room.scrollBy({ left: from.right - within.right + 0.4 * within.width, behavior: "instant" });
    });
    return () => cancelAnimationFrame(frame);
  }, [step, data, depth]);
  const share = (n: number) => `${number(100 * data.nets[n].right[Math.min(gap, data.nets[n].right.length - 1)], 0)} %`;
  const about = fill(t.about, { gap, alone: share(0), plain: share(1), lstm: share(2) });
  const right = (n: number) => data.nets[n].right[gap] ?? 0;
  const more = right(2) < 0.9 ? t.early : right(1) < 0.9 ? t.fails : right(0) < 0.9 && right(1) >= 0.9 ? t.holds : t.chance;
  const say = asked >= 0
    ? fill(t.sayAsked, { word, answer: data.answers[asked], ...Object.fromEntries(data.nets.map((n, k) => [readers[k], data.answers[best(n.reading.chances[step])]])) })
    : tells(data, subject, step) ? fill(t.sayTells, { word, answer: data.answers[data.asked[data.words.length - 1]] }) : fill(t.sayBetween, { word });
  const drawing = useMemo(() => <Drawing data={data} subject={subject} step={step} numbers={depth !== "picture"} unit={depth === "formula" ? unit - 1 : undefined} t={t} />, [data, subject, step, depth, unit, t.lstmShort]);
  const names = readers.map((r) => t[r]), xs = data.nets[0].right.map((_, k) => k), trained = data.nets[0].losses.map((_, k) => k + 1);
  return (
    <>
      <div class="row">{children}</div>
      <Figure name={`memory-${subject}`} title={t.title} about={`${say} ${about}`} numbers={() => table(data, names)} more={sheet}>{drawing}</Figure>
      <p role="status" class="memory-say">{say}</p>
      <p class="counts">{fill(t.sayAll, { about, more })}</p>
      <PlayerControls player={player} drawing="svg.memory" />
      <Depths data={data} step={step} depth={depth} unit={unit} setUnit={setUnit} t={t} />
      <p class="quiet">{t.legend}</p>
      <div class="columns">
        <Chart name={`memory-${subject}-right`} title={t.rightTitle} about={about} xLabel={subject === "film" ? t.frames : t.between} yLabel={t.right} height={240} yRange={[0, 1]} xRange={[0, longest]} mark={gap} curves={data.nets.map((n, k) => ({ name: names[k], x: xs, y: n.right }))} />
        <Chart name={`memory-${subject}-loss`} title={t.lossTitle} about={`${t.step} ${learned}`} xLabel={t.step} yLabel={t.loss} height={240} xRange={[0, enough]} yRange={[0, Math.max(1.5, ...data.nets.flatMap((n) => n.losses))]} curves={data.nets.map((n, k) => ({ name: names[k], x: trained, y: n.losses }))} />
      </div>
    </>
  );
}
