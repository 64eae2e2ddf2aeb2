// The loop and the loop unrolled, with numbers that can be worked out by hand; and the children's book read without a memory.
import { useEffect } from "preact/hooks";
import { useText } from "../../address";
import { useGet } from "../../api";
import { fill, useWords } from "../../language";
import { Figure } from "../../ui/figure";
import { PlayerControls, usePlayer, useFromStart } from "../../ui/player";
import { Slider } from "../../ui/slider";
import { SheetButton } from "../../ui/sheet";
import { Failure, Waiting } from "../../ui/status";
import { Book } from "./book";
import { Drawing } from "./drawing";
import { text } from "./text";
import { later, pair, short, terms, weightsOf, type Step } from "./unroll";
import "./view.css";

const ones = "1,1,1,1", named = ["U", "W", "V"] as const;

export default function View() {
  const [u, setU] = useText("u", ones), [w, setW] = useText("w", ones), [v, setV] = useText("v", ones);
  const [order, setOrder] = useText("order", "123");
  const asked = `u=${weightsOf(u)}&w=${weightsOf(w)}&v=${weightsOf(v)}&order=${order}`, answer = useGet<Step[]>(`unroll/run?${asked}`);
  if (answer.error) return <Failure message={answer.error} />;
  if (!answer.data) return <Waiting />;
  return <Loop steps={answer.data} matrices={{ U: weightsOf(u), W: weightsOf(w), V: weightsOf(v) }} set={{ U: setU, W: setW, V: setV }} order={order} setOrder={setOrder} sheet={<SheetButton name="unroll" path={`unroll/sheet?${asked}`} />} />;
}

interface LoopProps { steps: Step[]; matrices: Record<"U" | "W" | "V", number[]>; set: Record<"U" | "W" | "V", (text: string) => void>; order: string; setOrder: (order: string) => void; sheet: preact.ComponentChildren }

function Loop({ steps, matrices, set, order, setOrder, sheet }: LoopProps) {
  const t = useWords(text);
  const player = usePlayer(5, 1.8);
  useFromStart(player, true);
  // Where the drawing is wider than the screen, the copy at hand is in view.
  useEffect(() => {
    const svg = document.querySelector("svg.unroll"), room = svg?.parentElement;
    if (svg && room) room.scrollTo({ left: player.step < 2 ? 0 : (svg.clientWidth * (230 + 210 * (player.step - 2))) / 930, behavior: "instant" });
  }, [player.step, steps]);
  const at = player.step - 2, s = steps[at];
  const sum = () => {
    const state = terms([...s.input.map((x, k) => [matrices.U[k], x] as const), ...s.before.map((h, k) => [matrices.W[k], h] as const)]);
    return `${fill(t.stage, { n: at + 1 })}, ${t.first}: h₁ = U x + W h⁻ = ${state} = ${short(s.state[0])}; o₁ = V h = ${terms(s.state.map((h, k) => [matrices.V[k], h] as const))} = ${short(s.output[0])}`;
  };
  const twin = steps.findIndex((a, k) => steps.some((b, j) => j > k && pair(a.input) === pair(b.input))), other = steps.findIndex((b, j) => j > twin && twin >= 0 && pair(b.input) === pair(steps[twin].input));
  const values = { x: steps.map((k) => pair(k.input)).join(", "), o: steps.map((k) => pair(k.output)).join(", ") };
  const differ = player.step === 4 && twin >= 0 && pair(steps[twin].output) !== pair(steps[other].output);
  return (
    <>
      <p>{t.story}</p>
      <Figure name="unrolled" title={t.title} about={fill(t.about, values)} more={sheet}><Drawing steps={steps} step={player.step} phase={player.phase} matrices={matrices} t={t} /></Figure>
      <p role="status" class="sum formula">{player.step === 0 ? t.sayLoop : player.step === 1 ? t.sayChain : sum()}{differ && <><br />{fill(t.saySame, { a: pair(steps[twin].input), b: pair(steps[other].input), c: pair(steps[twin].output), d: pair(steps[other].output) })}</>}</p>
      <PlayerControls player={player} drawing="svg.unroll" />
      <div class="columns">
        <div class="panel">
          <strong>{t.weights}</strong>
          {named.map((m) => <Slider key={m} label={fill(t.all, { m })} value={matrices[m].reduce((a, b) => a + b) / 4} min={-2} max={2} step={0.1} onInput={(n) => set[m](Array(4).fill(Math.round(10 * n) / 10).join(","))} />)}
          <details>
            <summary>{t.each}</summary>
            {named.map((m) => matrices[m].map((value, k) => {
              const [from, to] = m === "U" ? ["x", "h"] : m === "W" ? ["h⁻", "h"] : ["h", "o"];
              return <Slider key={`${m}${k}`} label={fill(t.into, { m, from: `${from}${"₁₂"[k % 2]}`, to: `${to}${"₁₂"[k >> 1]}` })} value={value} min={-2} max={2} step={0.1} onInput={(n) => set[m](matrices[m].map((old, j) => (j === k ? Math.round(10 * n) / 10 : old)).join(","))} />;
            }))}
          </details>
          <div class="row"><button type="button" onClick={() => named.forEach((m) => set[m](ones))}>{t.ones}</button></div>
          <p class="quiet">{t.forgets}</p>
        </div>
        <div class="panel">
          <strong>{t.order}</strong>
          <div class="row">
            {steps.map((k, n) => <button type="button" key={n} aria-label={fill(t.later, { n: n + 1 })} title={fill(t.later, { n: n + 1 })} onClick={() => setOrder(later(order, n))}>{pair(k.input)} →</button>)}
          </div>
          <p class="outputs">{fill(t.about, values)}</p>
        </div>
      </div>
      <Book />
    </>
  );
}
