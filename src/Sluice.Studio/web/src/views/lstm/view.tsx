// The LSTM step by step: one stop after the other, each with the parts that are lit, its formula, and its part of a story.
import { useGet } from "../../api";
import { fill, useWords } from "../../language";
import { Figure } from "../../ui/figure";
import { PlayerControls, useFromStart, usePlayer } from "../../ui/player";
import { SheetButton } from "../../ui/sheet";
import { Failure, Waiting } from "../../ui/status";
import { Drawing } from "./drawing";
import { equations, stops } from "./parts";
import { text } from "./text";
import "./view.css";

export default function View() {
  const answer = useGet<Record<string, string>>("lstm/equations");
  if (answer.error) return <Failure message={answer.error} />;
  return answer.data ? <Stops all={answer.data} /> : <Waiting />;
}

/** Values with which a step is computed in the sheet: x, the states before it, and peepholes. */
const given = (cell: string): string => ["x:0.5", "h⁻:0.3", ...(cell.startsWith("lstm") ? ["c⁻:0.6"] : []), ...(cell === "lstm-peephole" ? ["pi:0.5", "pf:0.5", "po:0.5"] : [])].join(",");

function Stops({ all }: { all: Record<string, string> }) {
  const t = useWords(text) as Record<string, string>;
  const player = usePlayer(stops.length, 6);
  useFromStart(player, true);
  const stop = stops[player.step], formulas = equations(all[stop.cell].split(/\r?\n/), stop.letters);
  return (
    <>
      <ol class="stops" aria-label={t.stops}>
        {stops.map((s, k) => <li key={s.name}><button type="button" aria-current={k === player.step ? "step" : undefined} onClick={() => player.go(k)}>{k + 1} {t[s.name]}</button></li>)}
      </ol>
      <Figure name={`lstm-${stop.name}`} title={fill(t.title, { stop: t[stop.name] })} about={t[`${stop.name}Says`]} more={<SheetButton name={stop.cell} path={`cells/sheet?name=${stop.cell}&given=${encodeURIComponent(given(stop.cell))}`} />}><Drawing stop={stop} phase={player.phase} word={player.step < 4 ? t.anna : t.paul} /></Figure>
      <div class="tale" role="status">
        <p>{t[`${stop.name}Says`]}</p>
        <p class="strong">{t[`${stop.name}Tale`]}</p>
        <pre class="equations">{formulas.join("\n")}</pre>
      </div>
      <PlayerControls player={player} drawing="svg.module" label={(k) => `${k + 1} / ${stops.length} ${t[stops[k].name]}`} />
      <p class="quiet swatches"><span class="swatch layer" /> {t.layer} <span class="swatch point" /> {t.point} {t.wires}</p>
    </>
  );
}
