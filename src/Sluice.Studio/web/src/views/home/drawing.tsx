// The story unrolled: the plain net above the words, the LSTM below them with its gates.
import { useMemo } from "preact/hooks";
import { wide } from "../../ui/bars";
import { ending, isShut, largest, percent, type Net, type Shut, type Story } from "./home";
import { most, threads, type Thread } from "./lane";

export interface DrawingProps {
  story: Story;
  step: number;
  phase: number;
  shut: Shut;
  width: number;
  /** The height of the line of a net. */
  room: number;
  t: Record<string, string>;
  tell: (gate: number, at: number) => string;
  turn: (gate: number, at: number) => void;
}

export function Drawing(props: DrawingProps) {
  const { story, step, phase, width, room } = props, n = story.words.length, phone = width < 600;
  const answers = phone ? 108 : 158, left = 6, span = width - answers - left, column = span / n;
  const x = (k: number) => left + (k + 0.5) * column;
  const longestWord = Math.max(...story.words.map(wide)) * 7.4, across = column >= longestWord + 6;
  const said = across ? 40 : column < 12 ? 40 : Math.min(96, longestWord + 22);
  const top = 24, middle = top + room, below = middle + said, gates = below + room + 10, height = gates + 46;
  const still = useMemo(() => {
    // The country has one measure, all other words together what room is left.
    const whole = 0.42 * room, others = Math.min(whole, (0.54 * room) / Math.max(most(story.plain, story.country), most(story.lstm, story.country), 0.01));
    const scale = (word: number) => (word === story.country ? whole : others);
    return {
      plain: <Lane lines={threads(story.plain, story.country, x, top + 2, scale, true)} story={story} />,
      lstm: <Lane lines={threads(story.lstm, story.country, x, below + room - 2, scale, false)} story={story} />,
      words: <WordRow story={story} x={x} column={column} across={across} top={middle} height={said} />,
    };
  }, [story, width, room]);
  const cells = useMemo(() => <Gates {...props} x={x} column={column} top={gates} />, [story, props.shut.forget, props.shut.input, width, room, props.t]);
  const head = left + column * Math.min(n, step + 0.5 + (step === n - 1 ? phase : phase - 0.5)), done = step === n - 1 && phase >= 1;
  return (
    <svg class="picture fluent" viewBox={`0 0 ${width} ${height}`} style={{ minWidth: 0 }}>
      <defs><clipPath id="read"><rect x={0} y={0} width={done ? width : Math.max(0, head)} height={height} /></clipPath></defs>
      <text class="small strong" x={left} y={14}>{props.t.plain}</text>
      <rect class="trough" x={left} y={top} width={span} height={room} rx={6} />
      <rect class="trough" x={left} y={below} width={span} height={room} rx={6} />
      <g clip-path="url(#read)">{still.plain}{still.lstm}</g>
      {still.words}
      {!done && <rect class="here" x={left + column * step} y={middle} width={column} height={said} rx={3} />}
      {!done && <line class="head" x1={head} x2={head} y1={top} y2={below + room} />}
      {cells}
      <Answer net={story.plain} story={story} done={done} x={left + span + 10} y={top} width={answers - 12} height={room} />
      <Answer net={story.lstm} story={story} done={done} x={left + span + 10} y={below} width={answers - 12} height={room} />
      <text class="small strong" x={left + span + 10} y={middle + said / 2} dominant-baseline="central">{props.t.lstm}</text>
    </svg>
  );
}

function Lane({ lines, story }: { lines: Thread[]; story: Story }) {
  return <>{lines.map(({ word, path }) => <path key={word} class={word === story.country ? "thread country" : word % 2 ? "thread odd" : "thread"} data-word={word} d={path} />)}</>;
}

function WordRow({ story, x, column, across, top, height }: { story: Story; x: (k: number) => number; column: number; across: boolean; top: number; height: number }) {
  const middle = top + height / 2, named = (k: number) => column >= 12 || k === story.country;
  return (
    <>
      {story.words.map((word, k) => {
        const kind = k === story.country ? "word country" : "word";
        return (
          <g key={k} class={kind}>
            <line x1={x(k)} x2={x(k)} y1={top - 1} y2={top + 5} />
            <line x1={x(k)} x2={x(k)} y1={top + height - 5} y2={top + height + 1} />
            {!named(k) ? null : across || column < 12 ? <text class="small" x={Math.max(x(k), wide(word) * 3.7)} y={middle} text-anchor="middle" dominant-baseline="central">{word}</text>
              : word > "⺀" ? [...word].map((sign, i) => <text key={i} class="small" x={x(k)} y={middle + 14 * (i - ([...word].length - 1) / 2)} text-anchor="middle" dominant-baseline="central">{sign}</text>)
              : <text class="small" transform={`translate(${x(k)} ${middle}) rotate(-90)`} text-anchor="middle" dominant-baseline="central">{word}</text>}
          </g>
        );
      })}
    </>
  );
}

function Gates({ story, shut, x, column, top, t, tell, turn, width }: DrawingProps & { x: (k: number) => number; column: number; top: number }) {
  return (
    <>
      {[t.forget, t.input].map((name, g) => (
        <g key={g} transform={`translate(0 ${top + g * 20})`}>
          {story.words.map((_, k) => {
            const closed = isShut(g === 0 ? shut.forget : shut.input, k), open = story.lstm.gates[g][k];
            return (
              <g key={k} class={closed ? "tap shut" : "tap"} data-gate={g === 0 ? "forget" : "input"} data-word={k} onClick={() => turn(g, k)}>
                <title>{tell(g, k)}</title>
                <rect class="trough" x={x(k) - column / 2 + 0.5} y={0} width={Math.max(1, column - 1)} height={17} />
                {closed ? <path d={`M${x(k) - 4} 4.5l8 8m0-8l-8 8`} /> : <rect class="gate" x={x(k) - column / 2 + 0.5} y={17 * (1 - open)} width={Math.max(1, column - 1)} height={17 * open} />}
              </g>
            );
          })}
          <text class="small" x={width < 600 ? x(story.words.length) : x(story.words.length - 1) + column / 2 + 10} y={9} dominant-baseline="central">{name}</text>
        </g>
      ))}
    </>
  );
}

function Answer({ net, story, done, x, y, width, height }: { net: Net; story: Story; done: boolean; x: number; y: number; width: number; height: number }) {
  const best = net.chances.map((p, k) => [p, k] as const).sort((a, b) => b[0] - a[0]).slice(0, 3), right = ending(story), row = Math.min(34, height / 3);
  return (
    <g class="answer" transform={`translate(${x} ${y + (height - 3 * row) / 2})`}>
      {best.map(([p, k], i) => (
        <g key={k} transform={`translate(0 ${i * row})`} opacity={done ? 1 : 0}>
          <rect class="trough" x={0} y={17} width={width} height={8} rx={2} />
          <rect class={k === right ? "gate" : "negative"} x={0} y={17} width={p * width} height={8} rx={2} />
          <text class={i === 0 ? "small strong" : "small"} x={0} y={12}>{story.languages[k]}</text>
          <text class="number" x={width} y={12} text-anchor="end">{width < 110 ? Math.round(100 * p) : percent(p)}{i === 0 ? (k === right ? " ✓" : " ✗") : ""}</text>
        </g>
      ))}
      {!done && <text class="blank" x={width / 2} y={1.5 * row} text-anchor="middle" dominant-baseline="central">▢</text>}
    </g>
  );
}

/** What a net says. */
export const says = (net: Net, story: Story): string => story.languages[largest(net.chances)];
