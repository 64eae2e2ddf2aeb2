import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useNumber, useText } from "../../address";
import { useGet } from "../../api";
import { fill, useLanguage, useWords } from "../../language";
import { Figure, save } from "../../ui/figure";
import { PlayerControls, usePlayer } from "../../ui/player";
import { Failure, Waiting } from "../../ui/status";
import { useWidth } from "../../ui/width";
import { Drawing, says } from "./drawing";
import { Held } from "./held";
import { ending, holds, isShut, longest, percent, reach, sentence, shortest, turned, type Story } from "./home";
import { text } from "./text";
import "./view.css";

// What plays by itself: the same story with more and more words between.
const scenes = [4, 12, 30, 60], rest = 3200, learned = 12;
const calm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

export default function View() {
  const t = useWords(text);
  const [language] = useLanguage();
  const [country, setCountry] = useText("country", "fr");
  const [gap, setGap] = useNumber("gap", scenes[0]);
  const [forget, setForget] = useText("forget", "");
  const [input, setInput] = useText("input", "");
  const asked = `country=${country}&gap=${gap}&forget=${forget}&input=${input}`;
  const answer = useGet<Story>(`home/read?language=${language}&${asked}`);
  const story = answer.data, steps = story?.words.length ?? 1;
  const player = usePlayer(steps, Math.min(0.9, Math.max(0.13, 11 / steps)));
  // Whoever comes with an address of his own sees that moment; everybody else sees it play.
  const [show, setShow] = useState(() => !calm() && !/[?&](gap|step|country|forget|input)=/.test(location.search));
  const now = useRef({ player, show, end: !new URLSearchParams(location.search).has("step"), told: undefined as Story | undefined });
  now.current = { ...now.current, player, show };
  // Whoever stood at the end of a story stands at the end of the next.
  if (story && story === now.current.told) now.current.end = player.step >= steps - 1;
  now.current.told = story;

  useEffect(() => {
    if (!story || answer.waiting) return;
    if (now.current.show) player.start();
    else if (now.current.end) player.go(steps - 1);
  }, [story]);
  const over = show && story && !answer.waiting && !player.playing && player.step === steps - 1 && player.phase >= 1;
  useEffect(() => {
    if (!over) return;
    const next = scenes[(scenes.indexOf(gap) + 1) % scenes.length];
    const timer = setTimeout(() => setGap(next), rest);
    return () => clearTimeout(timer);
  }, [over]);
  const touch = (e: Event) => {
    if (!now.current.show) return;
    setShow(false);
    if (now.current.player.playing && (e.target as Element).closest?.("svg, .read")) now.current.player.toggle();
  };
  useEffect(() => {
    addEventListener("keydown", touch, true);
    return () => removeEventListener("keydown", touch, true);
  }, []);

  const section = useRef<HTMLElement>(null);
  const [measured, width] = useWidth<HTMLDivElement>(900);
  const [full, setFull] = useState(false);
  useEffect(() => {
    const changed = () => setFull(document.fullscreenElement === section.current);
    document.addEventListener("fullscreenchange", changed);
    return () => document.removeEventListener("fullscreenchange", changed);
  }, []);
  const [drawing, setDrawing] = useState<string>();
  const [failed, setFailed] = useState<string>();
  const shut = useMemo(() => ({ forget, input }), [forget, input]);
  if (!story) return answer.error ? <Failure message={answer.error} /> : <Waiting />;

  const step = Math.min(player.step, steps - 1), word = story.words[step], of = story.words[story.country], right = story.languages[ending(story)];
  const turn = (gate: number, at: number) => { setShow(false); (gate === 0 ? setForget : setInput)(turned(gate === 0 ? forget : input, at, steps)); };
  const values = {
    gap, word, country: of, right, says: says(story.plain, story), tells: says(story.lstm, story),
    plain: percent(holds(story.plain, story, step)), lstm: percent(holds(story.lstm, story, step)), f: percent(story.lstm.gates[0][step]), i: percent(story.lstm.gates[1][step]),
  };
  const ends = { ...values, plain: percent(holds(story.plain, story, steps - 1)), lstm: percent(holds(story.lstm, story, steps - 1)) };
  const reached = { country: of, plain: reach(story.plain.right), lstm: reach(story.lstm.right), learned };
  const choose = <T,>(set: (v: T) => void) => (v: T) => { setShow(false); set(v); };
  const chinese = language !== "en", stop = chinese ? "。" : ".";
  const animated = async () => {
    setShow(false);
    setFailed(undefined);
    const { film } = await import("../../ui/film");
    const held = () => now.current.player, at = player.step;
    try {
      save(await film(() => section.current?.querySelector<SVGSVGElement>("svg.fluent") ?? null, {
        frames: steps, show: (k) => held().go(k), delay: (k) => (k === steps - 1 ? 4000 : Math.max(120, 9000 / steps)),
      }, (k) => setDrawing(fill(t.drawing, { k: k + 1, n: steps }))), "fluent.gif");
    } catch (e) {
      setFailed((e as Error).message);
    }
    setDrawing(undefined);
    held().go(at);
  };
  const csv = () => ["step,word,plain,lstm,forget,input", ...story.words.map((w, k) => [k + 1, w, k < story.country ? "" : holds(story.plain, story, k), k < story.country ? "" : holds(story.lstm, story, k), story.lstm.gates[0][k], story.lstm.gates[1][k]].join(","))].join("\n") + "\n";
  return (
    <section class="home" ref={section} onPointerDown={touch}>
      {!full && <p class="quiet">{t.story}</p>}
      <p class="read">
        {story.words.map((w, k) => (
          <span key={k}>
            {k === story.country
              ? <select aria-label={t.country} class={k === step ? "now" : ""} value={country} onChange={(e) => choose(setCountry)(e.currentTarget.value)}>{story.countries.map((c, i) => <option key={c} value={story.codes[i]}>{c}</option>)}</select>
              : <span class={k === step ? "now" : undefined}>{w}</span>}
            {story.ends[k] ? stop : ""}{chinese ? "" : " "}
          </span>
        ))}
        <strong>▢</strong>
      </p>
      <p role="status" class="say">{drawing ?? fill(t[sentence(story, step, shut)], values)}</p>
      {(failed ?? answer.error) && <Failure message={(failed ?? answer.error)!} />}
      <Figure name="fluent" live title={t.title} about={fill(t.about, ends)} numbers={csv}
        tools={<div class="reach">
          <strong class="small">{t.held}</strong>
          <div class="rows">
            <span>{t.plainShort}<br />{t.lstmShort}</span>
            <Held story={story} gap={gap} names={[t.plainShort, t.lstmShort]} about={fill(t.heldAbout, reached)} />
            <label for="gap">{t.gap} <output>{gap}</output></label>
            <input id="gap" type="range" min={shortest} max={longest} value={gap} onInput={(e) => choose(setGap)(Number(e.currentTarget.value))} />
          </div>
          <p class="claim">{fill(t.heldAbout, reached)}{forget || input ? t.heldShut : ""}</p>
        </div>}
        more={<>
          <button type="button" aria-label={`GIF: ${t.film}`} title={t.film} disabled={drawing !== undefined} onClick={() => void animated()}>GIF</button>
          <button type="button" aria-label={t.full} title={t.full} onClick={() => void (full ? document.exitFullscreen() : section.current?.requestFullscreen())}><svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path d="M1 4V1h3M8 1h3v3M11 8v3H8M4 11H1V8" fill="none" stroke="currentColor" stroke-width="1.6" /></svg></button>
        </>}>
        <div ref={measured}>
          <Drawing story={story} step={step} phase={player.phase} shut={shut} width={width} room={full ? Math.max(90, Math.min(260, (innerHeight - 520) / 2)) : 88} t={t} turn={turn}
            tell={(g, k) => fill(t.cell, { gate: g === 0 ? t.forget : t.input, word: story.words[k], open: percent(story.lstm.gates[g][k]) })} />
        </div>
      </Figure>
      <PlayerControls player={player} label={(k) => `${story.words[k] ?? ""} ${k + 1} / ${steps}`} />
      <div class="panel">
        {([["forget", t.forget, forget, setForget], ["input", t.input, input, setInput]] as const).map(([name, label, list, set], g) => (
          <div class="row" key={name}>
            <strong>{label}</strong>
            <button type="button" onClick={() => turn(g, step)}>{fill(isShut(list, step) ? t.openHere : t.shutHere, { word })}</button>
            <button type="button" aria-pressed={list === "all"} onClick={() => { setShow(false); set(list === "all" ? "" : "all"); }}>{t.shutAll}</button>
            {list !== "" && <button type="button" onClick={() => set("")}>{t.open}</button>}
          </div>
        ))}
        <p class="quiet">{t.clickGate} {t.width}</p>
      </div>
    </section>
  );
}
