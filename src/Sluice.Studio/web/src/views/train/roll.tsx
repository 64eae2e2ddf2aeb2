// A piano roll: notes over steps. What was given, what the model goes on with, and as outlines how the piece itself goes on.
import { useWords } from "../../language";
import { text } from "./exhibit-text";
import type { Of } from "./run";

interface Note { key: number; from: number; to: number }

/** Keys that sound on from step to step are one note. */
function notes(steps: number[][], first: number): Note[] {
  const open = new Map<number, Note>(), all: Note[] = [];
  steps.forEach((keys, i) => {
    for (const [key] of open) if (!keys.includes(key)) open.delete(key);
    for (const key of keys) {
      const held = open.get(key);
      if (held) held.to = first + i + 1;
      else {
        const note = { key, from: first + i, to: first + i + 1 };
        open.set(key, note);
        all.push(note);
      }
    }
  });
  return all;
}

/** `at` is the step that sounds, `says` what is said of the notes that the model made, and `wide` how wide the drawing is. */
export function Roll({ given, made, truth, at, says, wide: width = 460 }: Pick<Of<"roll">, "given" | "made" | "truth"> & { at?: number; says?: string; wide?: number }) {
  const t = useWords(text);
  const keys = [...given, ...truth, ...made].flat();
  const low = Math.min(48, ...keys) - 1, high = Math.max(72, ...keys) + 1, steps = given.length + Math.max(made.length, truth.length);
  const left = 34, height = 250, x = (step: number) => left + (step / steps) * (width - left - 6), y = (key: number) => 8 + ((high - key) / (high - low + 1)) * height, row = height / (high - low + 1);
  const draw = (all: Note[], kind: string) => all.map((n) => <rect key={`${n.key}.${n.from}`} class={kind} x={x(n.from) + 0.5} y={y(n.key)} width={Math.max(1, x(n.to) - x(n.from) - 1)} height={Math.max(2, row - 0.5)} rx={1} />);
  return (
    <svg class="picture" viewBox={`0 0 ${width} ${height + 46}`}>
      {Array.from({ length: 10 }, (_, octave) => 12 * (octave + 1)).filter((c) => c >= low && c <= high).map((c) => (
        <g key={c}><line class="grid" x1={left} x2={width - 6} y1={y(c) + row / 2} y2={y(c) + row / 2} /><text class="small" x={left - 6} y={y(c) + row / 2} text-anchor="end" dominant-baseline="central">C{c / 12 - 1}</text></g>
      ))}
      {draw(notes(given, 0), "gate")}
      {draw(notes(made, given.length), "positive")}
      {draw(notes(truth, given.length), "outline")}
      {given.length > 0 && <line class="mark" x1={x(given.length)} x2={x(given.length)} y1={4} y2={height + 10} />}
      {at !== undefined && <line class="pointer" x1={x(at)} x2={x(at)} y1={4} y2={height + 10} />}
      <g transform={`translate(${left} ${height + 24})`}>
        {([["gate", t.given, given], ["positive", says ?? t.made, made], ["outline", t.piece, truth]] as const).filter(([, , all]) => all.length > 0).map(([kind, label], k) => (
          <g key={kind} transform={`translate(${k * Math.min(138, (width - 64) / 3)} 0)`}><rect class={kind} width={16} height={10} rx={1} /><text class="small" x={22} y={5} dominant-baseline="central">{label}</text></g>
        ))}
      </g>
    </svg>
  );
}
