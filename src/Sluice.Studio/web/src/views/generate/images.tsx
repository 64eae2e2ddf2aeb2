// The canvas of DRAW as it fills, glimpse by glimpse, with the windows that it reads and writes through.
import { useMemo } from "preact/hooks";
import { fill, useWords } from "../../language";
import { number, useDepth } from "../../ui/depth";
import { Figure } from "../../ui/figure";
import { PlayerControls, useFromStart, usePlayer } from "../../ui/player";
import { chosen, type Place, type Shown } from "./asked";
import { WhichChoice } from "./controls";
import { grey } from "./grey";
import { Square } from "./square";
import { text } from "./text";

const large = 250, edge = 10;

export function Images({ about, drawn, ask }: Shown) {
  const t = useWords(text);
  const [depth] = useDepth();
  const all = drawn.paintings, glimpses = all[0].canvases.length, { width, height } = about;
  const player = usePlayer(glimpses, 0.5);
  useFromStart(player, drawn);
  const which = chosen(ask, all.length), painting = all[which];
  const pictures = useMemo(() => all.map((p) => grey(p.canvases[player.step], width)), [drawn, player.step]);
  const truth = useMemo(() => (drawn.image ? grey(drawn.image, width) : null), [drawn]);
  const scale = large / Math.max(width, height), wide = width * scale, high = height * scale, left = edge + (truth ? wide + 2 * edge : 0);
  const about1 = fill(t.canvasAbout, { n: which + 1, count: all.length, at: player.step + 1, glimpses });
  const frame = (kind: string, at?: Place) => at && <rect class={kind} x={at.x * scale} y={at.y * scale} width={at.side * scale} height={at.side * scale} />;
  return (
    <>
      {drawn.side > 0 ? <Square ask={ask} side={drawn.side} cell={(n, size) => <image class="pixels" href={pictures[n]} width={size} height={size} />} />
        : <WhichChoice ask={ask} count={all.length} picture={(n) => pictures[n]} />}
      <Figure name="generate-canvas" title={t.canvas} about={about1} tools={painting.written.length > 0 && <p class="quiet">{painting.read.length > 0 ? t.windows : t.window}</p>}>
        <svg class="picture canvas" viewBox={`0 0 ${left + wide + edge} ${high + 40}`}>
          {truth && <><image class="pixels" href={truth} x={edge} y={edge} width={wide} height={high} /><text class="small" x={edge} y={high + 30}>{t.truth}</text></>}
          <svg x={left} y={edge} width={wide} height={high} viewBox={`0 0 ${wide} ${high}`}>
            <image class="pixels" href={pictures[which]} width={wide} height={high} />
            {frame("reads", painting.read[player.step])}
            {frame("writes", painting.written[player.step])}
          </svg>
          <text class="small" x={left} y={high + 30}>{fill(t.glimpse, { at: player.step + 1, all: glimpses })}</text>
        </svg>
      </Figure>
      {glimpses > 1 && <PlayerControls player={player} drawing="svg.canvas" />}
      {depth !== "picture" && painting.written.length > 0 && (
        <div class="panel"><table>
          <caption>{t.writes}</caption>
          <thead><tr><th scope="col">{t.step}</th><th scope="col">{t.x}</th><th scope="col">{t.y}</th><th scope="col">{t.side}</th><th scope="col">{t.sigma}</th></tr></thead>
          <tbody>{painting.written.map((w, k) => <tr key={k} class={k === player.step ? "here" : ""}><th scope="row">{k + 1}</th><td>{number(w.x, 1)}</td><td>{number(w.y, 1)}</td><td>{number(w.side, 1)}</td><td>{number(w.sigma, 2)}</td></tr>)}</tbody>
        </table></div>
      )}
    </>
  );
}
