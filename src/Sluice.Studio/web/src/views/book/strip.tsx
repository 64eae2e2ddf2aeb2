// The net unrolled: the same cell once for each word, memory and prediction handed on from one to the next.
import type { Drawing } from "./book";
import type { Words } from "./drawing";

const most = 9, cell = 112;

export function Strip({ drawing, at, before, done, go, words }: { drawing: Drawing; at: number; before: string[]; done: boolean; go: (step: number) => void; words: Words }) {
  const all = [...before.map((word) => ({ word, step: -1 })), ...drawing.steps.map((s, step) => ({ word: drawing.words[s.word], step }))];
  const here = at + before.length, first = Math.max(0, Math.min(here - 5, all.length - most)), shown = all.slice(first, first + most);
  return (
    <g class="strip">
      {shown.map(({ word, step }, k) => {
        const own = step === at, x = 60 + k * cell;
        const expected = step >= 0 && (step < at || (own && done)) ? drawing.steps[step].expected.map((e) => drawing.words[e]).join(" ") : "";
        return (
          <g key={first + k} class={step < 0 ? "past" : own ? "unrolled own" : "unrolled"} transform={`translate(${x} 0)`} onClick={step < 0 ? undefined : () => go(step)}>
            {k + 1 < shown.length && <><line class="wire" x1={34} x2={cell - 34} y1={38} y2={38} /><line class="wire" x1={34} x2={cell - 34} y1={54} y2={54} /></>}
            <line class="wire" x1={0} x2={0} y1={64} y2={74} />
            <rect class="node" x={-34} y={26} width={68} height={38} rx={8} />
            <text class="small" y={45} text-anchor="middle" dominant-baseline="central">{step < 0 ? "…" : `LSTM ${step + 1}`}</text>
            <text class="strong" y={88} text-anchor="middle">{word}</text>
            {expected && <text class="small next" y={16} text-anchor="middle"><title>{words.expectedNext}</title>→ {expected}</text>}
          </g>
        );
      })}
    </g>
  );
}
