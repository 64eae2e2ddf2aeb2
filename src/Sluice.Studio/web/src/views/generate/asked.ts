// What is asked of a net that generates, all of it in the address, and what it answers.
import { useChoice, useNumber, useText } from "../../address";

export interface About { kind: string; net: string; cell: string; hidden: number; latents: number; glimpses: number; attention: boolean; width: number; height: number; columns: string[]; length: number; file: string | null }
export interface Place { x: number; y: number; side: number; sigma: number }
export interface Painting { canvases: string[]; read: Place[]; written: Place[] }
export interface Drawn<Step = unknown> { kind: string; given: number; sequences: Step[][]; paintings: Painting[]; truth: Step[] | null; image: string | null; file: string | null; count: number }

/** What a drawing of one kind is given. */
export interface Shown<Step = unknown> { about: About; drawn: Drawn<Step>; ask: Ask }

export const ways = ["nothing", "prefix", "again", "between", "seeds"] as const;
export type Way = (typeof ways)[number];

/** What a model can do: images have no beginning, and what lies between two needs latents. */
export const waysOf = (about: About): Way[] => ways.filter((w) => (w === "prefix" ? about.kind !== "images" : w === "between" || w === "seeds" ? about.latents > 0 : true));

/** What belongs to one model and not to the next. */
export const own = ["from", "file", "index", "other", "start", "count", "steps", "temperature", "seed", "which", "step"];

/** As many as are good to look at. */
const usual = (kind: string, way: Way): number => (way === "again" ? 1 : way === "between" || way === "seeds" ? 9 : ({ images: 8, strokes: 5, music: 1, numbers: 3 }[kind] ?? 4));

export function useAsk(model: string, about: About | undefined) {
  const possible = about ? waysOf(about) : ["nothing" as const];
  const [from, setFrom] = useChoice<Way>("from", possible, "nothing");
  const [file, setFile] = useText("file", about?.file ?? "");
  const [index, setIndex] = useNumber("index", 0);
  const [other, setOther] = useNumber("other", 1);
  const [start, setStart] = useNumber("start", Math.max(1, Math.round((about?.length ?? 2) / 2)));
  const [count, setCount] = useNumber("count", usual(about?.kind ?? "", from));
  const [steps, setSteps] = useNumber("steps", 0);
  const [temperature, setTemperature] = useNumber("temperature", about?.kind !== "images" && (from === "between" || from === "seeds") ? 0 : 1);
  const [seed, setSeed] = useNumber("seed", 1);
  const [which, setWhich] = useNumber("which", 0);
  const reads = from === "prefix" || from === "again" || from === "between";
  const all: Record<string, string | number> = { model, from, count: from === "again" ? 1 : count, temperature, seed };
  if (about?.kind !== "images") all.steps = steps;
  if (reads) Object.assign(all, file ? { file, index } : { index });
  if (from === "between") all.other = other;
  if (from === "prefix") all.start = start;
  const query = Object.entries(all).map(([k, v]) => `${k}=${encodeURIComponent(v)}`).join("&");
  return {
    from, file, index, other, start, count, steps, temperature, seed, which, reads, ready: !reads || file !== "",
    setFrom, setFile, setIndex, setOther, setStart, setCount, setSteps, setTemperature, setSeed, setWhich,
    path: (call: string): string => `generate/${call}?${query}`,
  };
}

export type Ask = ReturnType<typeof useAsk>;
