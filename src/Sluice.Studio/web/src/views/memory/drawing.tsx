// What is read from left to right, and below it what each of three nets carries on, with its answers where it is asked.
import { number } from "../../ui/depth";
import { best, columns, readers, tells, type Reading, type Subject } from "./memory";

const left = 2, row = 4, first = 58, name = 22;

interface DrawingProps { data: Reading; subject: Subject; step: number; numbers: boolean; unit: number | undefined; t: Record<string, string> }

export function Drawing({ data, subject, step, numbers, unit, t }: DrawingProps) {
  // Where the next word is asked for it has a column of its own.
  const blank = subject === "gap" || subject === "pronoun", last = data.words.length - 1;
  const shown = blank ? [...data.words, "▢"] : data.words, of = (k: number) => (blank ? k - 1 : k);
  const asked = shown.map((_, k) => (of(k) >= 0 && data.asked[of(k)] >= 0 ? data.asked[of(k)] : -1));
  const places = columns(shown, data.answers, asked.map((a) => a >= 0));
  const units = data.nets[0].reading.memory[0].length, band = name + units * row + (numbers ? 54 : 38), width = Math.max(330, left + places[shown.length - 1].x + places[shown.length - 1].width + 4);
  // The names come again where the drawing is wider than what is seen of it at once.
  const narrow = innerWidth < 700, apart = narrow ? 240 : width > 1400 ? 480 : width, names = Array.from({ length: Math.max(1, Math.floor(width / apart)) }, (_, k) => left + k * apart);
  return (
    <svg class="picture memory" viewBox={`0 0 ${width} ${first + 3 * band}`} style={{ minWidth: `${Math.round(Math.min(width, 340) + 0.8 * Math.max(0, width - 340))}px`, maxWidth: `${Math.round(width * 1.2)}px` }}>
      {shown.map((word, k) => {
        const { x, width } = places[k], now = k === step, reached = k <= step || (k > last && step === last);
        return (
          <g key={k} class={`said${now ? " now" : ""}${reached ? "" : " later"}${k <= last && tells(data, subject, k) ? " teller" : ""}`} transform={`translate(${left + x} 12)`}>
            <rect class="node" width={width} height={34} rx={subject === "film" ? 2 : 8} />
            {subject === "film" && Array.from({ length: Math.floor(width / 10) }, (_, h) => [3, 27].map((y) => <rect key={`${h} ${y}`} class="hole" x={4 + h * 10} y={y} width={5} height={4} />))}
            <text class="small" x={width / 2} y={17} text-anchor="middle" dominant-baseline="central">{word}</text>
          </g>
        );
      })}
      {data.nets.map((net, n) => {
        const top = first + n * band + name;
        return (
          <g key={n} class="band" data-net={readers[n]}>
            {names.map((x) => <text key={x} class="small" x={x} y={top - 8}><tspan class="strong">{t[readers[n]]}</tspan>{!narrow && <tspan class="quiet"> {t[`${readers[n]}Short`]}</tspan>}</text>)}
            {net.reading.memory.map((held, k) => k <= step && (
              <g key={k} transform={`translate(${left + places[k].x} ${top})`}>
                <rect class="trough" width={places[k].width} height={units * row} />
                {held.map((v, u) => <rect key={u} class={v < 0 ? "negative" : "positive"} fill-opacity={Math.abs(v)} y={u * row} width={places[k].width} height={row} />)}
                {unit !== undefined && <rect class="chosen" y={unit * row - 1} width={places[k].width} height={row + 2} />}
              </g>
            ))}
            {asked.map((right, k) => {
              if (right < 0 || of(k) > step) return null;
              const chances = net.reading.chances[of(k)], said = best(chances), { x, width } = places[k];
              return (
                <g key={k} class={said === right ? "answer right" : "answer wrong"} transform={`translate(${left + x} ${top + units * row + 6})`}>
                  <rect width={width} height={24} rx={12} />
                  <text class="small" x={width / 2} y={12.5} text-anchor="middle" dominant-baseline="central">{said === right ? "✓" : "✗"} {data.answers[said]}</text>
                  {numbers && <text class="number" x={width / 2} y={37} text-anchor="middle">{number(100 * chances[said], 0)} %</text>}
                </g>
              );
            })}
          </g>
        );
      })}
    </svg>
  );
}
