// One step of an LSTM as the tutorials draw it: the memory runs along the top, four paths rise from the word and the earlier
// prediction below it. What a wire carries moves along it while its stage goes on.
import { Bars, wide as letters } from "../../ui/bars";
import { number } from "../../ui/depth";
import { stages, type Drawing, type Step } from "./book";
import { Strip } from "./strip";

const top = 100, wide = 132, high = 122, room = 96;

type Point = readonly [x: number, y: number];
export interface Words { [name: string]: string }

/** A vector: where it stands, when it is filled, counted in stages. */
const cards = [
  { key: "c⁻", name: "memory", x: 14, y: 30, from: 0, to: 0 },
  { key: "h⁻", name: "earlier", x: 14, y: 306, from: 0, to: 0 },
  { key: "f", name: "forgetting", x: 160, y: 376, from: 1, to: 2, gate: true },
  { key: "i", name: "ignoring", x: 330, y: 376, from: 1, to: 2, gate: true },
  { key: "g", name: "prediction", x: 494, y: 376, from: 1, to: 2 },
  { key: "o", name: "selection", x: 794, y: 376, from: 1, to: 2, gate: true },
  { key: "i⊙g", name: "taken", x: 412, y: 190, from: 2.7, to: 3 },
  { key: "f⊙c⁻", name: "kept", x: 290, y: 30, from: 3.7, to: 4 },
  { key: "c", name: "newMemory", x: 540, y: 30, from: 4.7, to: 5 },
  { key: "tanh(c)", name: "squashed", x: 674, y: 190, from: 5.6, to: 6 },
  { key: "h", name: "comesOut", x: 914, y: 190, from: 6.7, to: 7 },
] as const;

const circles = [
  { sign: "σ", x: 226, y: 530, stage: 1 }, { sign: "σ", x: 396, y: 530, stage: 1 }, { sign: "tanh", x: 560, y: 530, stage: 1 }, { sign: "σ", x: 860, y: 530, stage: 1 },
  { sign: "⊙", x: 478, y: 344, stage: 2 }, { sign: "⊙", x: 226, y: 91, stage: 3 }, { sign: "+", x: 478, y: 91, stage: 4 }, { sign: "tanh", x: 740, y: 150, stage: 5 }, { sign: "⊙", x: 860, y: 251, stage: 6 },
] as const;

/** A way, what moves along it (a vector, or the word), and when. */
const ways: { points: Point[]; carries: string; from: number; to: number }[] = [
  ...[226, 396, 560, 860].flatMap((x) => [
    { points: [[146, 507], [153, 507], [153, 576], [x, 576], [x, 544]] as Point[], carries: "x", from: 0, to: 1 },
    { points: [[146, 367], [153, 367], [153, 576], [x, 576], [x, 544]] as Point[], carries: "h⁻", from: 0.08, to: 1 },
    { points: [[x, 516], [x, 498]] as Point[], carries: "", from: 1, to: 2 },
  ]),
  { points: [[396, 376], [396, 344], [464, 344]], carries: "i", from: 2, to: 2.5 },
  { points: [[560, 376], [560, 344], [492, 344]], carries: "g", from: 2, to: 2.5 },
  { points: [[478, 330], [478, 312]], carries: "i⊙g", from: 2.5, to: 2.8 },
  { points: [[146, 91], [212, 91]], carries: "c⁻", from: 3, to: 3.5 },
  { points: [[226, 376], [226, 105]], carries: "f", from: 3, to: 3.5 },
  { points: [[240, 91], [290, 91]], carries: "f⊙c⁻", from: 3.5, to: 3.8 },
  { points: [[422, 91], [464, 91]], carries: "f⊙c⁻", from: 4, to: 4.5 },
  { points: [[478, 190], [478, 105]], carries: "i⊙g", from: 4, to: 4.5 },
  { points: [[492, 91], [540, 91]], carries: "c", from: 4.5, to: 4.8 },
  { points: [[672, 91], [740, 91], [740, 132]], carries: "c", from: 5, to: 5.4 },
  { points: [[740, 168], [740, 190]], carries: "tanh(c)", from: 5.4, to: 5.7 },
  { points: [[806, 251], [846, 251]], carries: "tanh(c)", from: 6, to: 6.5 },
  { points: [[860, 376], [860, 265]], carries: "o", from: 6, to: 6.5 },
  { points: [[874, 251], [914, 251]], carries: "h", from: 6.5, to: 6.8 },
  { points: [[1046, 251], [1084, 251]], carries: "h", from: 7, to: 7.5 },
  { points: [[1046, 276], [1064, 276], [1064, 576], [1222, 576]], carries: "h", from: 7, to: 8 },
  { points: [[672, 91], [1222, 91]], carries: "c", from: 7, to: 8 },
];

/** What is seen of the drawing at each stage where it does not fit as a whole: the part in which that stage happens. */
const seen: Record<Exclude<(typeof stages)[number], "paths">, readonly [x: number, y: number, width: number, height: number]> = {
  word: [4, 396, 634, 284], ignoring: [322, 280, 314, 340], forgetting: [4, 120, 428, 490],
  adding: [280, 120, 402, 302], squashing: [530, 120, 286, 302], selecting: [664, 280, 392, 330], out: [904, 266, 330, 200],
};

function along(points: readonly Point[], share: number): Point {
  const lengths = points.slice(1).map((p, i) => Math.abs(p[0] - points[i][0]) + Math.abs(p[1] - points[i][1]));
  let left = share * lengths.reduce((a, b) => a + b, 0);
  for (let i = 0; i < lengths.length; i++) {
    if (left <= lengths[i] && lengths[i] > 0) {
      const s = left / lengths[i], [a, b] = [points[i], points[i + 1]];
      return [a[0] + (b[0] - a[0]) * s, a[1] + (b[1] - a[1]) * s];
    }
    left -= lengths[i];
  }
  return points[points.length - 1];
}

const between = (time: number, from: number, to: number): number => (to <= from ? 1 : Math.min(1, Math.max(0, (time - from) / (to - from))));

function Card({ x, y, title, sign, labels, values, grown, gate, numbers, marked, scale }: { x: number; y: number; title: string; sign: string; labels: readonly string[]; values: readonly number[]; grown: number; gate: boolean; numbers: boolean; marked: number | undefined; scale: number }) {
  const row = room / labels.length, waits = grown === 0;
  return (
    <g transform={`translate(${x} ${y})`} class={waits ? "card waits" : "card"} data-vector={sign}>
      <rect class="node" width={wide} height={high} rx={8} />
      <text class="title" x={8} y={14}>{title}</text>
      <text class="formula sign" x={wide - 7} y={14} text-anchor="end">{sign}</text>
      {marked !== undefined && <rect class="chosen" x={3} y={21 + marked * row} width={wide - 6} height={row} rx={3} />}
      <Bars x={2} y={21} width={numbers ? wide - 38 : wide - 8} row={row} values={values.map((v) => v * grown)} labels={labels} gate={gate} most={scale} />
      {numbers && !waits && values.map((v, k) => <text key={k} class="number" x={wide - 5} y={21 + (k + 0.5) * row} text-anchor="end" dominant-baseline="central">{number(v)}</text>)}
    </g>
  );
}

/** A vector on its way. */
function Packet({ at, values, gate }: { at: Point; values: readonly number[]; gate: boolean }) {
  const h = values.length * 5 + 4;
  return (
    <g class="packet" transform={`translate(${at[0] - 15} ${at[1] - h / 2})`}>
      <rect width={30} height={h} rx={4} />
      {values.map((v, k) => {
        const share = Math.max(-1, Math.min(1, v)), length = Math.abs(share) * (gate ? 24 : 12);
        return <rect key={k} class={gate ? "gate" : share < 0 ? "negative" : "positive"} x={gate ? 3 : share < 0 ? 15 - length : 15} y={2.5 + k * 5} width={length} height={4} />;
      })}
    </g>
  );
}

export interface CellProps {
  drawing: Drawing;
  at: number;
  /** Stages that are done, 0 … 8, with the part of the one that goes on. */
  time: number;
  numbers: boolean;
  /** What happens, in a sentence that stands in the drawing. */
  says: string;
  /** A unit that is looked at. */
  unit: number | undefined;
  t: Words;
  before: string[];
  go: (step: number) => void;
  /** The stage that alone is seen, where there is no room for all. */
  only: (typeof stages)[number] | undefined;
}

/** A sentence in lines that fit. */
function lines(text: string, width: number): string[] {
  const all: string[] = [""];
  for (const part of text.match(/[^\s⺀-鿿＀-￯]+\s?|[\s\S]/gu) ?? []) {
    // No line begins with a comma or stop.
    if (letters(all[all.length - 1] + part) > width && !/^[，。、；：”」]/.test(part)) all.push("");
    all[all.length - 1] += part;
  }
  return all.map((line) => line.trim());
}

/** The four paths two by two, where there is no room for all of them beside each other: what comes in is squashed on its way up. */
function Paths({ drawing, step, time, numbers, unit, t }: { drawing: Drawing; step: Step; time: number; numbers: boolean; unit: number | undefined; t: Words }) {
  const across = 172, down = 196;
  return (
    <svg class="picture book part" viewBox={`0 0 ${across + wide + 16} ${2 * down + 8}`}>
      {cards.filter((c) => ["f", "i", "g", "o"].includes(c.key)).map((c, k) => {
        const sign = c.key === "g" ? "tanh" : "σ", x = 8 + (k % 2) * across, y = 8 + Math.floor(k / 2) * down, middle = x + wide / 2;
        return (
          <g key={c.key}>
            <polyline class={time >= c.to ? "way done" : time > c.from ? "way hot" : "way"} points={`${middle},${y + high + 58} ${middle},${y + high}`} />
            <g class={time > c.from && time < c.to ? "joint hot" : "joint"}>
              <circle class="node" cx={middle} cy={y + high + 32} r={sign === "tanh" ? 18 : 14} />
              <text class={sign === "tanh" ? "small" : ""} x={middle} y={y + high + 32} text-anchor="middle" dominant-baseline="central">{sign}</text>
            </g>
            <Card x={x} y={y} title={t[c.name]} sign={c.key} labels={drawing.units} values={step.values[c.key]} grown={between(time, c.from, c.to)} gate={c.key !== "g"} numbers={numbers} marked={unit} scale={1} />
          </g>
        );
      })}
    </svg>
  );
}

export function Cell({ drawing, at, time, numbers, says, unit, t, before, go, only }: CellProps) {
  const step: Step = drawing.steps[at], word = drawing.words[step.word];
  const scale = Math.max(1, ...["c⁻", "c"].flatMap((k) => step.values[k].map(Math.abs)));
  const oneHot = drawing.words.map((_, k) => (k === step.word ? 1 : 0));
  const gates = new Set<string>(["f", "i", "o"]);
  if (only === "paths") return <Paths drawing={drawing} step={step} time={time} numbers={numbers} unit={unit} t={t} />;
  const part = only && seen[only];
  // Of a part only what lies wholly in it is drawn; the ways lead on.
  const within = (x: number, y: number, width: number, height: number) =>
    !part || (x >= part[0] && x + width <= part[0] + part[2] && y + top >= part[1] && y + top + height <= part[1] + part[3]);
  return (
    <svg class={only ? "picture book part" : "picture book"} viewBox={part ? part.join(" ") : "0 0 1236 764"}>
      {!part && <Strip drawing={drawing} at={at} before={before} done={time >= 8} go={go} words={t} />}
      {!only && <g class="says" transform="translate(14 706)">
        <rect width={1208} height={52} rx={8} />
        {lines(says, 150).slice(0, 2).map((line, k, all) => <text key={k} x={14} y={all.length > 1 ? 17 + 20 * k : 27} dominant-baseline="central">{line}</text>)}
      </g>}
      <g transform={`translate(0 ${top})`}>
        <line class="belt" x1={0} x2={1222} y1={91} y2={91} />
        {ways.map((w, k) => <polyline key={k} class={time >= w.to ? "way done" : time > w.from ? "way hot" : "way"} points={w.points.map((p) => p.join(",")).join(" ")} />)}
        <path class="tip" d="M1220 84l12 7l-12 7z" /><path class="tip" d="M1220 569l12 7l-12 7z" />
        {!part && [78, 562].map((y) => <text key={y} class="small quiet" x={1228} y={y} text-anchor="end">{t.toNext}</text>)}
        {circles.filter((c) => within(c.x - 18, c.y - 18, 36, 36)).map((c, k) => (
          <g key={k} class={time > c.stage && time < c.stage + 1 ? "joint hot" : "joint"}>
            <circle class="node" cx={c.x} cy={c.y} r={c.sign === "tanh" ? 18 : 14} />
            <text class={c.sign === "tanh" ? "small" : ""} x={c.x} y={c.y} text-anchor="middle" dominant-baseline="central">{c.sign}</text>
          </g>
        ))}
        {cards.filter((c) => within(c.x, c.y, wide, high)).map((c) => (
          <Card key={c.key} x={c.x} y={c.y} title={t[c.name]} sign={c.key} labels={drawing.units} values={step.values[c.key]} grown={between(time, c.from, c.to)} gate={gates.has(c.key)} numbers={numbers} marked={unit} scale={c.key.startsWith("c") || c.key === "f⊙c⁻" ? scale : 1} />
        ))}
        {within(14, 446, wide, high) && <Card x={14} y={446} title={t.newWord} sign="x" labels={drawing.words} values={oneHot} grown={1} gate={false} numbers={numbers} marked={undefined} scale={1} />}
        {within(1084, 176, 140, 150) && <g transform="translate(1084 176)" class={time > 7 ? "card" : "card waits"}>
          <rect class="node" width={140} height={150} rx={8} />
          <text class="title" x={8} y={16}>{t.expectedNext}</text>
          {drawing.words.map((w, k) => {
            const yes = time > 7.4 && step.expected.includes(k), share = time > 7.4 ? Math.max(0, step.next[k]) : 0;
            return (
              <g key={k} transform={`translate(8 ${26 + k * 24})`} class={yes ? "word expected" : "word"} data-word={w}>
                <rect class="trough" width={numbers ? 94 : 124} height={20} rx={10} />
                <rect class="share" width={(numbers ? 94 : 124) * Math.min(1, share)} height={20} rx={10} fill-opacity={yes ? 1 : 0.4} />
                <text class="small" x={10} y={10} dominant-baseline="central">{yes ? "✓ " : ""}{w}</text>
                {numbers && time > 7.4 && <text class="number" x={126} y={10} text-anchor="end" dominant-baseline="central">{number(step.next[k])}</text>}
              </g>
            );
          })}
        </g>}
        {ways.filter((w) => w.carries !== "" && time > w.from && time < w.to).map((w, k) => {
          const at = along(w.points, between(time, w.from, w.to));
          if (!within(at[0] - 22, at[1] - 24, 44, 48)) return null;
          return w.carries === "x"
            ? <g key={k} class="packet" transform={`translate(${at[0]} ${at[1]})`}><rect x={-22} y={-11} width={44} height={22} rx={11} /><text class="small strong" text-anchor="middle" dominant-baseline="central">{word}</text></g>
            : <Packet key={k} at={at} values={step.values[w.carries]} gate={gates.has(w.carries)} />;
        })}
      </g>
    </svg>
  );
}
