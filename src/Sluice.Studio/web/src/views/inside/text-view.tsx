// A model of text: heat-maps of everything it computed, the text coloured by a unit, and what comes of changing text or net.
import { useMemo, useState } from "preact/hooks";
import { setParameter, useChoice, useText } from "../../address";
import { get, post, useAsked, useGet } from "../../api";
import { fill, languages, useLanguage, useWords, type Text } from "../../language";
import { amount } from "../../ui/colour";
import { DepthChoice, number } from "../../ui/depth";
import { PlayerControls, usePlayer } from "../../ui/player";
import { Failure, Waiting } from "../../ui/status";
import { Edit, nets, Silent } from "./change";
import { Choose } from "./choose";
import { Coloured } from "./coloured";
import { useLatest } from "./latest";
import { UnitMap } from "./map";
import { choose, Notes } from "./notes";
import { Probed } from "./probe";
import { labelOf, useChosen, type TextRun } from "./run";
import { shown, Step } from "./step";
import { Switched } from "./switched";
import { Tops } from "./tops";
import { fewer, useUnitColours } from "./steps";
import { useFollowing, useWindow } from "./window";

const text = {
  reads: ["It reads", "它读的是", "它讀的是"],
  own: ["what it writes itself", "它自己写的文字", "它自己寫的文字"],
  book: ["the children's book", "童书", "童書"],
  typed: ["a text of mine", "我的文字", "我的文字"],
  mine: ["Your text", "你的文字", "你的文字"],
  run: ["Read it", "读入", "讀入"],
  facts: ["{cell}, layers: {layers}. It foresees {steps} symbols with a loss of {loss} nats each; by frequency alone {frequency}.", "{cell}，层数 {layers}。对 {steps} 个符号，每个的损失为 {loss} 奈特；只按频率则为 {frequency}。", "{cell}，層數 {layers}。對 {steps} 個符號，每個的損失為 {loss} 奈特；只按頻率則為 {frequency}。"],
  cut: ["{count} more symbols are left out.", "另有 {count} 个符号没有读入。", "另有 {count} 個符號沒有讀入。"],
  paint: ["Colour the text by", "文字的颜色表示", "文字的顏色表示"],
  unit: ["unit {unit} of {value}", "{value} 的单元 {unit}", "{value} 的單元 {unit}"],
  loss: ["surprise (loss)", "意外程度（损失）", "意外程度（損失）"],
  why: ["what it looked back at for “{next}”", "为预测“{next}”而回看的内容", "為預測「{next}」而回看的內容"],
  whyNone: ["what it looked back at", "它回看的内容", "它回看的內容"],
  text: ["The text, coloured", "着色的文字", "著色的文字"],
  page: ["Steps {from}–{to}", "第 {from}–{to} 步", "第 {from}–{to} 步"],
  before: ["Page before", "上一页", "上一頁"],
  after: ["Page after", "下一页", "下一頁"],
  hover: ["Point at a symbol to see what was expected there; click to stay; mark several to find what switches on.", "指向一个符号，查看那里预测什么；点击停留；选取一段，查找打开的单元。", "指向一個符號，查看那裡預測什麼；點擊停留；選取一段，查找打開的單元。"],
} satisfies Record<string, Text>;

/** Texts up to this length are part of the address. */
const mostInAddress = 1500;

export function TextView({ model }: { model: string }) {
  const t = useWords(text);
  const [kept, keep] = useText("text", "");
  const [file, setFile] = useText("file", "");
  const [long, setLong] = useState<string>();
  const [typing, setTyping] = useState(false);
  const [draft, setDraft] = useState("");
  const own = long ?? (kept || undefined);
  const files = useGet<string[]>("inside/files?kind=text");
  const asked = `${model}\n${own ?? ""}\n${file}`;
  const opened = useAsked<{ asked: string; run: TextRun }>(asked, async (signal) => ({ asked, run: await post<TextRun>("inside/text", { model, text: own ?? null, file: own ? null : file || null }, signal) }));
  const take = (words: string) => {
    setTyping(false);
    // Steps of one text are not those of another.
    for (const parameter of ["window", "step", "range", "edit", "passage"]) setParameter(parameter, null);
    setFile("");
    keep(words.length <= mostInAddress ? words : "");
    setLong(words.length <= mostInAddress ? undefined : words);
  };
  const builtIn = model.startsWith("book:");
  const source = typing || own !== undefined ? "typed" : file ? `file:${file}` : "own";
  const choose = (value: string) => {
    if (value === "typed") {
      setDraft(own ?? "");
      setTyping(true);
      return;
    }
    take("");
    setFile(value === "own" ? "" : value.slice(5));
  };
  return (
    <>
      <div class="row">
        <label>{t.reads} <select name="source" value={source} onChange={(e) => choose(e.currentTarget.value)}>
          <option value="own">{builtIn ? t.book : t.own}</option>
          {files.data?.map((f) => <option key={f} value={`file:${f}`}>{f}</option>)}
          <option value="typed">{t.typed}</option>
        </select></label>
        <DepthChoice />
      </div>
      {source === "typed" && (
        <form onSubmit={(e) => { e.preventDefault(); if (draft) take(draft); }}>
          <textarea name="text" aria-label={t.mine} placeholder={t.mine} value={typing ? draft : own} onInput={(e) => { setDraft(e.currentTarget.value); setTyping(true); }} />
          <div class="row"><button class="main" disabled={!typing || !draft}>{t.run}</button></div>
        </form>
      )}
      {opened.error && <Failure message={opened.error} />}
      {!opened.error && (!opened.data || opened.waiting) && <Waiting />}
      {!opened.error && opened.data && <Read key={opened.data.run.id} run={opened.data.run} model={model} source={own !== undefined ? "typed" : file || "own"} onText={take} />}
    </>
  );
}

function Read({ run, model, source, onText }: { run: TextRun; model: string; source: string; onText: (text: string) => void }) {
  const t = useWords(text);
  const [language] = useLanguage();
  const chosen = useChosen(run);
  const [view, setView] = useWindow(run.steps, chosen.value.units, fewer(60, 24), false);
  const player = usePlayer(run.steps, 0.6);
  useFollowing(player.step, [view, setView]);
  const at = player.step;
  const [marked, setMarked] = useText("range", "");
  const [silent, setSilent] = useText("off", "");
  const [net, setNet] = useChoice("net", nets, "whole");
  // The net with units off is a run of its own.
  const shownRun = silent && net === "without" ? { ...run, id: `${run.id}~${silent}` } : run;
  const [paint, setPaint] = useChoice("paint", ["unit", "loss", "why"] as const, "unit");
  const [hover, setHover] = useState<number>();
  const label = labelOf(chosen.value)[languages.indexOf(language)];
  const ends = marked.split("-").map(Number);
  const from = ends[0], to = ends[1];
  const range = useMemo((): [number, number] | undefined => (marked && from < to && to <= run.steps ? [from, to] : undefined), [marked, run.steps]);
  const setRange = (next?: [number, number]) => setMarked(next ? `${next[0]}-${next[1]}` : "");

  const size = run.spaced ? 400 : 1000;
  // The page of the text is that of the step, or of what the map shows where the step is not in it.
  const paged = at >= view.from && at < view.to ? at : view.from;
  const first = Math.floor(paged / size) * size, last = Math.min(run.steps, first + size);
  const part = useAsked<{ first: number; tokens: string[]; losses: (number | null)[] }>(`${shownRun.id}/${first}`, async (signal) => ({ first, ...(await get<{ tokens: string[]; losses: (number | null)[] }>(`inside/run/${shownRun.id}/part?from=${first}&to=${last}`, signal)) }));
  const unit = useUnitColours(shownRun, chosen, first, last, paint === "unit");
  const whyPath = `inside/run/${run.id}/influence?at=${hover ?? at}`;
  const why = useLatest(paint === "why" ? whyPath : null, () => get<{ from: number; strength: number[]; next: string }>(whyPath));
  const strongest = why.data ? Math.max(...why.data.strength, 1e-9) : 1;

  const show = (a: number, b: number) => { const width = view.to - view.from; if (a < view.from || b > view.to) setView({ ...view, from: a - width / 2, to: a + width / 2 }); };
  const page = part.data;
  const wordAt = (step: number) => { const word = page?.tokens[step - page.first]; return word === undefined ? undefined : shown(word); };
  const shownStep = hover ?? at;
  const coloured = useMemo(() => page && (
    <Coloured
      tokens={page.tokens} first={page.first} spaced={run.spaced} label={t.text} at={at} range={range} window={[view.from, view.to]} cursor={hover}
      onHover={setHover} onPick={player.go} onRange={(a, b) => setRange([a, b])}
      colour={(k, dark) => {
        if (paint === "loss") return page.losses[k] === null ? undefined : amount(page.losses[k]! / 5, dark);
        if (paint === "why") {
          const strength = why.data?.strength[page.first + k - why.data.from];
          return strength === undefined ? undefined : amount(strength / strongest, dark);
        }
        return unit.colour(k, dark);
      }}
    />
  ), [page, unit.values, why.data, paint, at, range, run.spaced, t.text, chosen.value, language, view.from, view.to, hover]);

  const names = Object.fromEntries([["unit", fill(t.unit, { unit: chosen.unit, value: chosen.value.name })], ["loss", t.loss], ["why", why.data ? fill(t.why, { next: shown(why.data.next) }) : t.whyNone]]);
  return (
    <>
      <p>{fill(t.facts, { cell: run.layers[0].cell, layers: run.layers.length, steps: run.steps, loss: number(run.loss, 3), frequency: number(run.frequencyLoss, 3) })}{run.leftOut > 0 && ` ${fill(t.cut, { count: run.leftOut })}`}</p>
      <Choose run={run} chosen={chosen} />
      <UnitMap run={shownRun} chosen={chosen} window={view} setWindow={setView} label={label} at={at} range={range} words={wordAt} cursor={hover} onCursor={setHover} onPick={(step, unit) => { player.go(step); chosen.setUnit(unit); }} />
      <div class="columns">
        <div class="panel">
          <div class="row">
            <label>{t.paint} <select name="paint" value={paint} onChange={(e) => setPaint(e.currentTarget.value as typeof paint)}>
              {(["unit", "loss", "why"] as const).map((p) => <option key={p} value={p}>{names[p]}</option>)}
            </select></label>
          </div>
          {(part.error ?? unit.error ?? why.error) && <Failure message={(part.error ?? unit.error ?? why.error)!} />}
          {coloured ?? <Waiting />}
          {run.steps > size && (
            <div class="row">
              <button type="button" disabled={first === 0} aria-label={t.before} title={t.before} onClick={() => player.go(first - size)}>‹</button>
              <span class="quiet">{fill(t.page, { from: first, to: last - 1 })}</span>
              <button type="button" disabled={last >= run.steps} aria-label={t.after} title={t.after} onClick={() => player.go(first + size)}>›</button>
            </div>
          )}
          <p class="quiet">{t.hover}</p>
        </div>
        <Step run={run} chosen={chosen} at={shownStep} silent={silent} numbers={shownRun} />
      </div>
      <div class="columns">
        <Probed run={shownRun} chosen={chosen} onUnit={() => setPaint("unit")} />
        <Tops run={shownRun} chosen={chosen} />
        <Switched run={shownRun} chosen={chosen} range={range} setRange={setRange} onGo={(a, b) => { player.go(a); show(a, b); }} />
        <Notes model={model} source={source} chosen={chosen} range={range} onGo={(n, here) => {
          choose(chosen, n);
          if (!here) return;
          setRange([n.from, n.to]);
          player.go(n.from);
          show(n.from, n.to);
        }} />
        <Silent run={run} chosen={chosen} silent={silent} setSilent={setSilent} net={net} setNet={setNet} at={at} onPick={player.go} />
        <Edit run={run} model={model} at={at} onTake={onText} />
      </div>
      <PlayerControls player={player} label={(step) => `${step} / ${run.steps - 1}`} />
    </>
  );
}
