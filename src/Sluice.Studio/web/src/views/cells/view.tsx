// The cell atlas: every cell of the catalog, its data flow and its equations, alive, and variants side by side.
import { useMemo } from "preact/hooks";
import { useNumber, useText } from "../../address";
import { useGet } from "../../api";
import { fill, useLanguage, useWords } from "../../language";
import { DepthChoice, useDepth } from "../../ui/depth";
import { PlayerControls, usePlayer } from "../../ui/player";
import { Failure, Waiting } from "../../ui/status";
import type { Cell } from "./atlas";
import { Differences } from "./difference";
import { columnsOf } from "./drawing";
import { Inputs } from "./inputs";
import { CellList } from "./list";
import { usePlace } from "./place";
import { CellSection } from "./section";
import { text } from "./text";
import "./view.css";

export default function View() {
  const t = useWords(text);
  const [language] = useLanguage();
  const [depth] = useDepth();
  const [cell, setCell] = useText("cell", "lstm");
  const [besideText, setBeside] = useText("beside", "");
  const [find] = useText("find", "");
  const [given, setGiven] = useText("at", "");
  const [seed, setSeed] = useNumber("seed", 1);
  const list = useGet<Cell[]>("cells"), wrappers = useGet<string[]>("cells/wrappers");
  const base = cell.split("+")[0];
  const beside = besideText.split(",").filter((c) => c !== "" && c !== cell).slice(0, 2);

  // Three places, always asked in the same order; an empty one asks nothing.
  const places = [usePlace(cell, beside, given, seed), usePlace(beside[0], [cell], given, seed), usePlace(beside[1], [cell], given, seed)];
  const shown = places.filter((p) => p.diagram !== undefined);
  const steps = Math.max(1, ...shown.map((p) => columnsOf(p.diagram!).length));
  const player = usePlayer(steps + 1, 1.2);
  const failure = list.error ?? places.map((p) => p.error).find(Boolean);
  const others = list.data?.filter((c) => c.name !== cell).map((c) => c.name) ?? [];

  // What does not move is not drawn again while values do.
  const drawn = places.flatMap((p) => [p.diagram, p.values]);
  const above = useMemo(() => (
    <>
      <div class="row">
        <label>{t.cell} <Choice value={base} names={list.data?.map((c) => c.name) ?? []} onChoose={setCell} /></label>
        <label>{t.wrapped} <Choice value={cell.slice(base.length + 1)} names={wrappers.data ?? []} none={t.nothing} onChoose={(w) => setCell(w === "" ? base : `${base}+${w}`)} /></label>
        <label>{t.beside} <Choice value={beside[0] ?? ""} names={others} none={t.nothing} onChoose={(c) => setBeside([c, ...(c === "" ? [] : beside.slice(1))].filter(Boolean).join(","))} /></label>
        {beside.length > 0 && <label>{t.third} <Choice value={beside[1] ?? ""} names={others.filter((c) => c !== beside[0])} none={t.nothing} onChoose={(c) => setBeside([beside[0], c].filter(Boolean).join(","))} /></label>}
        <DepthChoice />
        <button type="button" onClick={() => { setGiven(""); setSeed(1); player.reset(); }}>{t.reset}</button>
        <button type="button" onClick={() => setSeed(seed + 1)}>{t.weights}</button>
      </div>
    </>
  ), [list.data, wrappers.data, cell, besideText, seed, language, find, depth]);
  const below = useMemo(() => (
    <>
      {shown.length > 0 && <p class="quiet legend">{t.legend}</p>}
      {places.slice(1).map((p) => p.diagram && <Differences key={p.name} name={cell} beside={p.name!} />)}
      {shown.length > 0 && <Inputs places={shown} given={given} setGiven={setGiven} />}
    </>
  ), [...drawn, given, cell, language]);
  return (
    <div class="cells">
      {above}
      {failure && <Failure message={failure} />}
      {shown.length === 0 && !failure && <Waiting />}
      <div class={`beside${["", "", " two", " two three"][shown.length]}`}>
        {shown.map((p) => <CellSection key={p.diagram!.cell.name} place={p} column={player.step === 0 ? undefined : player.step - 1} phase={player.phase} beside={shown.length} />)}
      </div>
      {below}
      <CellList list={list.data} chosen={base} choose={(name) => { setCell(name); scrollTo(0, 0); }} />
      <PlayerControls player={player} label={(s) => (s === 0 ? t.all : fill(t.column, { k: s, n: steps }))} />
    </div>
  );
}

function Choice({ value, names, none, onChoose }: { value: string; names: string[]; none?: string; onChoose: (name: string) => void }) {
  return (
    <select value={value} onChange={(e) => onChoose(e.currentTarget.value)}>
      {none !== undefined && <option value="">{none}</option>}
      {names.map((n) => <option key={n} value={n}>{n}</option>)}
      {value !== "" && !names.includes(value) && <option value={value}>{value}</option>}
    </select>
  );
}
