import { useState } from "preact/hooks";
import { useNumber, useText } from "../../address";
import { useGet } from "../../api";
import { fill, useWords } from "../../language";
import { Chart } from "../../ui/chart";
import { DepthChoice, useDepth } from "../../ui/depth";
import { Figure } from "../../ui/figure";
import { useLearning } from "../../ui/learning";
import { PlayerControls, usePlayer } from "../../ui/player";
import { Slider } from "../../ui/slider";
import { SheetButton } from "../../ui/sheet";
import { Failure, Waiting } from "../../ui/status";
import { Evenings } from "./evenings";
import { namesOf, Net, Sums, type Dinner } from "./net";
import { Order } from "./order";
import { text } from "./text";
import { Vectors } from "./vectors";
import "./view.css";

const enough = 300, tick = 6, evenings = 21;
const weeks = Array.from({ length: 14 }, (_, i) => i + 4).join(",");
const largest = (values: number[]): number => values.indexOf(Math.max(...values));

export default function View() {
  const t = useWords(text);
  const [depth] = useDepth();
  const [seed, setSeed] = useNumber("seed", 1);
  const [steps, setSteps] = useNumber("learned", -1);
  const [order, setOrder] = useText("order", "");
  const [untold, setUntold] = useText("away", "");
  // Whoever comes without a number of steps sees the net learn them.
  const [learning, setLearning] = useState(steps < 0);
  const learned = Math.max(0, steps);
  const asked = `seed=${seed}&steps=${learned}&untold=${untold}&order=${encodeURIComponent(order)}`, answer = useGet<Dinner>(`dinner?${asked}`);
  const player = usePlayer(evenings, 1.6);
  useLearning({ learning, setLearning, learned, setSteps, enough, tick, answer });

  if (answer.error && !answer.data) return <><Order value={order} onChange={setOrder} /><Failure message={answer.error} /></>;
  if (!answer.data) return <Waiting />;
  const data = answer.data, evening = data.evenings[player.step], expected = data.evenings.map((e) => largest(e.votes));
  const losses = [{ name: t.memory, x: data.losses.map((_, i) => i + 1), y: data.losses }];
  const away = new Set(untold.split(",").filter(Boolean).map(Number));
  const tell = (n: number) => {
    const next = new Set(away);
    if (!next.delete(n)) next.add(n);
    setUntold([...next].sort((a, b) => a - b).join(","));
  };
  const names = namesOf(data, t), name = (k: number) => names[k], last = evening.last.indexOf(1), so = player.step + 1;
  const right = (which: number[]) => which.slice(0, so).filter((k, n) => k === data.evenings[n].dinner).length;
  const values = { n: so, last: last < 0 ? t.untold : name(last), before: name(largest(evening.before)), expected: name(expected[player.step]), dinner: name(evening.dinner) };
  const say = expected[player.step] !== evening.dinner ? (learned < enough ? t.sayWrong : t.sayNever) : last < 0 ? t.say : evening.before.every((v) => v === 0) ? t.sayFirst : t.sayTold;
  return (
    <>
      <p>{order === "" ? t.story : t.storyOwn}</p>
      <div class="row">
        <button type="button" class="main" onClick={() => { if (!learning && learned >= enough) setSteps(0); setLearning(!learning); }}>{learning ? t.pause : t.learn}</button>
        <button type="button" onClick={() => { setLearning(false); setSteps(0); setSeed(seed + 1); }}>{t.reset}</button>
        <Slider label={t.steps} value={learned} min={0} max={enough} step={1} decimals={0} onInput={(v) => { setLearning(false); setSteps(v); }} />
        <DepthChoice />
      </div>
      <Order value={order} onChange={(next) => { setOrder(next); setUntold(""); player.reset(); setSteps(0); setLearning(true); }} />
      {answer.error && <Failure message={answer.error} />}
      <Figure name="dinner-votes" title={t.net} about={fill(t.netAbout, values)} more={<SheetButton name="dinner" path={`dinner/sheet?${asked}`} />}><Net data={data} evening={evening} phase={player.phase} /></Figure>
      <p role="status" class="say">{fill(say, values)}</p>
      <p class="quiet legend">{t.legend}</p>
      {depth === "formula" && <Sums data={data} evening={evening} />}
      <div class="row away-choice">
        {([["", t.all], ["9", t.one], [weeks, t.two]] as const).map(([list, label]) => <button type="button" key={label} aria-pressed={untold === list} class={untold === list ? "chosen" : ""} onClick={() => setUntold(list)}>{label}</button>)}
        <span class="quiet">{t.click}</span>
      </div>
      <Figure name="evenings" live title={t.evenings} about={fill(t.eveningsAbout, { n: so, right: right(expected), alone: right(data.alone) })}>
        <Evenings data={data} expected={expected} at={player.step} untold={away} onEvening={player.go} onTell={tell} />
      </Figure>
      <p class="counts">{fill(t.eveningsAbout, { n: so, right: right(expected), alone: right(data.alone) })}</p>
      <PlayerControls player={player} drawing="svg.dinner" />
      <Chart name="dinner-loss" title={t.loss} about={t.lossAbout} xLabel={t.step} yLabel={t.loss} width={1100} height={190} xRange={[0, enough]} yRange={[0, Math.max(1.3, ...data.losses)]} curves={losses} />
      <Vectors menu={data.menu} names={names} dinner={evening.dinner} />
    </>
  );
}
