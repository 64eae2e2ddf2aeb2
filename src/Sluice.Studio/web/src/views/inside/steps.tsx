// What every kind has below its own picture: the map of all units, the numbers of one, and the player.
import type { ComponentChildren } from "preact";
import { floats } from "../../api";
import { fill, languages, useLanguage, useWords, type Text } from "../../language";
import { amount, signed } from "../../ui/colour";
import { useDepth } from "../../ui/depth";
import { PlayerControls, usePlayer, type Player } from "../../ui/player";
import { SheetButton } from "../../ui/sheet";
import { Choose } from "./choose";
import type { Colour } from "./coloured";
import { useLatest } from "./latest";
import { UnitMap } from "./map";
import { choose, Notes, sourceOf } from "./notes";
import { labelOf, useChosen, valueQuery, type Chosen, type Run } from "./run";
import { NumbersOf } from "./step";
import { useFollowing, useWindow, type Window } from "./window";

const text = {
  here: ["Step {step}", "第 {step} 步", "第 {step} 步"],
} satisfies Record<string, Text>;

/** On a telephone fewer steps are shown at first. */
export const fewer = (wide: number, narrow: number): number => (matchMedia("(max-width: 700px)").matches ? narrow : wide);

export interface Looking { run: Run; chosen: Chosen; view: Window; setView: (window: Window) => void; player: Player; at: number }

/** A run that is looked at: the unit, the window and the step, all in the address. */
export function useLooking(run: Run, seconds = 0.6, shown?: number, end = false): Looking {
  const chosen = useChosen(run);
  const [view, setView] = useWindow(run.steps, chosen.value.units, shown, end);
  const player = usePlayer(run.steps, seconds);
  useFollowing(player.step, [view, setView]);
  return { run, chosen, view, setView, player, at: player.step };
}

/**
 * `inset`: it lies below charts; `drawing`: what is brought into view when someone plays; `words`: what stands below the column of a step; `model` and
 * `read`: whose notes are kept, and on what: a file, or null for what was typed.
 */
export function Layers({ looking, inset, step, drawing, words, model, read, children }: { looking: Looking; inset?: boolean; step?: (at: number) => string; drawing?: string; words?: (at: number) => string | undefined; model: string; read: { file: string | null; index?: number }; children?: ComponentChildren }) {
  const { run, chosen, view, setView, player, at } = looking;
  const t = useWords(text);
  const [depth] = useDepth();
  const [language] = useLanguage();
  return (
    <>
      {children}
      <Choose run={run} chosen={chosen} more={<SheetButton name="look-inside" path={`inside/run/${run.id}/sheet?${valueQuery(chosen)}&unit=${chosen.unit}&at=${at}&from=${view.from}&to=${view.to}`} />} />
      <UnitMap inset={inset} run={run} chosen={chosen} window={view} setWindow={setView} label={labelOf(chosen.value)[languages.indexOf(language)]} words={words} at={at} onPick={(to, unit) => { player.go(to); chosen.setUnit(unit); }} />
      {depth !== "picture" && <div class="panel"><h2>{step ? step(at) : fill(t.here, { step: at })}</h2><NumbersOf run={run} chosen={chosen} at={at} /></div>}
      <Notes model={model} source={sourceOf(read)} chosen={chosen} range={[view.from, view.to]} zoomed onGo={(n, here) => {
        choose(chosen, n);
        if (!here) return;
        setView({ ...view, from: n.from, to: n.to });
        player.go(n.from);
      }} />
      <PlayerControls drawing={drawing} player={player} label={step ?? ((k) => `${k} / ${run.steps - 1}`)} />
    </>
  );
}

/** The colour that the chosen unit gives each of some steps, once its values are there. */
export function useUnitColours(run: Run, chosen: Chosen, first: number, last: number, wanted = true): { values?: Float32Array; error?: string; colour: (index: number, dark: boolean) => Colour | undefined } {
  const path = `inside/run/${run.id}/unit?${valueQuery(chosen)}&unit=${chosen.unit}&from=${first}&to=${last}`;
  const { data, error } = useLatest(wanted ? path : null, () => floats(path));
  const { gate, scale } = chosen.value;
  return {
    values: data, error,
    colour: (k, dark) => {
      const value = data?.[k];
      return value === undefined ? undefined : gate ? amount(value, dark) : signed(value / scale, dark);
    },
  };
}
