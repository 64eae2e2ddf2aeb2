// Characters written at the speed of a pen, several at once.
import { useMemo } from "preact/hooks";
import { fill, useWords } from "../../language";
import { number, useDepth } from "../../ui/depth";
import { Figure } from "../../ui/figure";
import { PlayerControls, useFromStart, usePlayer } from "../../ui/player";
import { useWidth } from "../../ui/width";
import { chosen, type Shown } from "./asked";
import { until, written, type Character } from "./pen";
import { Square } from "./square";
import { text } from "./text";

// A step of the player, in seconds.
const tick = 0.1, margin = 14;

export function Strokes({ drawn, ask }: Shown<number[]>) {
  const t = useWords(text);
  const [depth] = useDepth();
  const [box, width] = useWidth<SVGSVGElement>(1000);
  const all = useMemo(() => [
    ...(drawn.truth ? [{ ...written(drawn.truth, drawn.truth.length), name: t.truth }] : []),
    ...drawn.sequences.map((s, i) => ({ ...written(s, drawn.given), name: String(i + 1) })),
  ], [drawn, t.truth]);
  const characters = drawn.side > 0 ? [all[chosen(ask, all.length)]] : all;
  const player = usePlayer(Math.max(1, Math.ceil(Math.max(...characters.map((c) => c.seconds)) / tick)), tick);
  useFromStart(player, drawn);
  const time = (player.step + player.phase) * tick, across = Math.max(1, Math.min(characters.length, Math.round(width / 210))), side = width / across, high = Math.min(side, 280);
  const strokes = drawn.sequences.reduce((sum, s) => sum + s.filter((m) => m[2] === 1).length, 0);
  return (
    <>
      {drawn.side > 0 && <Square ask={ask} side={drawn.side} cell={(n, size) => <Written character={all[n]} side={size} time={all[n].seconds} edge={5} />} />}
      <Figure name="generate-strokes" title={t.written} about={fill(t.writtenAbout, { count: drawn.sequences.length, strokes })}>
        <svg ref={box} class="picture chart strokes" viewBox={`0 0 ${width} ${Math.ceil(characters.length / across) * (high + 20)}`}>
          {characters.map((c, i) => <g key={i} transform={`translate(${(i % across) * side} ${Math.floor(i / across) * (high + 20)})`}><Written character={c} side={high} time={time} /><text class="small quiet" x={margin} y={high + 8}>{c.name}</text></g>)}
        </svg>
      </Figure>
      <PlayerControls player={player} drawing="svg.strokes" label={(step) => fill(t.seconds, { at: number((step + 1) * tick, 1) })} />
      {depth !== "picture" && <pre tabIndex={0} aria-label="dx, dy, lifted">{drawn.sequences.map((s, i) => `${i + 1}: ${s.map((m) => `(${number(m[0], 1)}, ${number(m[1], 1)}${m[2] === 1 ? " ↑" : ""})`).join(" ")}`).join("\n")}</pre>}
    </>
  );
}

function Written({ character: c, side, time, edge = margin }: { character: Character; side: number; time: number; edge?: number }) {
  const scale = (side - 2 * edge) / c.size;
  const place = ([x, y]: [number, number]) => `${(edge + (x - c.left) * scale).toFixed(1)} ${(edge + (y - c.top) * scale).toFixed(1)}`;
  const seen = c.strokes.map((s) => until(s, time)), now = seen.filter((points) => points.length > 0).length - 1;
  return (
    <>
      {c.strokes.map((s, k) => seen[k].length > 0 && <path key={k} class={s.given ? "pen given" : "pen"} d={`M${seen[k].map(place).join("L")}`} />)}
      {now >= 0 && time < c.seconds && <circle class="tip" r={5} transform={`translate(${place(seen[now].at(-1)!)})`} />}
    </>
  );
}
