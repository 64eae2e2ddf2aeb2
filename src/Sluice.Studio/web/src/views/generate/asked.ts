// What is asked of a net that generates, all of it in the address, and what it answers.
import { useChoice, useNumber, useText } from "../../address";

export interface About { kind: string; net: string; cell: string; hidden: number; latents: number; glimpses: number; attention: boolean; width: number; height: number; columns: string[]; length: number; file: string | null }
export interface Place { x: number; y: number; side: number; sigma: number }
export interface Painting { canvases: string[]; read: Place[]; written: Place[] }
export interface Drawn<Step = unknown> { kind: string; given: number; sequences: Step[][]; paintings: Painting[]; truth: Step[] | null; image: string | null; file: string | null; count: number; side: number }

/** What a drawing of one kind is given. */
export interface Shown<Step = unknown> { about: About; drawn: Drawn<Step>; ask: Ask }

export const ways = ["nothing", "prefix", "again", "between", "seeds", "square", "own-square"] as const;
export type Way = (typeof ways)[number];

/** Ways on which the latents lie on a square between four. */
export const isSquare = (way: Way): boolean => way === "square" || way === "own-square";

/** Ways on which the latents lie between those of others. */
export const isBetween = (way: Way): boolean => way === "between" || way === "seeds" || isSquare(way);

/** What a model can do: images have no beginning, and what lies between others needs latents. */
export const waysOf = (about: About): Way[] => ways.filter((w) => (w === "prefix" ? about.kind !== "images" : isBetween(w) ? about.latents > 0 : true));

/** Which of those drawn is shown. */
export const chosen = (ask: Ask, count: number): number => Math.min(Math.max(0, ask.which), count - 1);

/** What belongs to one model and not to the next. */
export const own = ["from", "file", "index", "other", "third", "fourth", "start", "count", "steps", "temperature", "seed", "which", "step"];

/** As many as are good to look at. */
const usual = (kind: string, way: Way): number => (way === "again" ? 1 : isSquare(way) ? 5 : isBetween(way) ? 9 : ({ images: 8, strokes: 5, music: 1, numbers: 3 }[kind] ?? 4));

export function useAsk(model: string, about: About | undefined) {
  const possible = about ? waysOf(about) : ["nothing" as const];
  const [from, setFrom] = useChoice<Way>("from", possible, "nothing");
  const [file, setFile] = useText("file", about?.file ?? "");
  const [index, setIndex] = useNumber("index", 0);
  const [other, setOther] = useNumber("other", 1);
  const [third, setThird] = useNumber("third", 2);
  const [fourth, setFourth] = useNumber("fourth", 3);
  const [start, setStart] = useNumber("start", Math.max(1, Math.round((about?.length ?? 2) / 2)));
  const [count, setCount] = useNumber("count", usual(about?.kind ?? "", from));
  const [steps, setSteps] = useNumber("steps", 0);
  const [temperature, setTemperature] = useNumber("temperature", about?.kind !== "images" && isBetween(from) ? 0 : 1);
  const [seed, setSeed] = useNumber("seed", 1);
  const [which, setWhich] = useNumber("which", 0);
  const reads = from === "prefix" || from === "again" || from === "between" || from === "square";
  const all: Record<string, string | number> = { model, from, count: from === "again" ? 1 : count, temperature, seed };
  if (about?.kind !== "images") all.steps = steps;
  if (reads) Object.assign(all, file ? { file, index } : { index });
  if (from === "between" || from === "square") all.other = other;
  if (from === "square") Object.assign(all, { third, fourth });
  if (from === "prefix") all.start = start;
  const query = Object.entries(all).map(([k, v]) => `${k}=${encodeURIComponent(v)}`).join("&");
  return {
    from, file, index, other, third, fourth, start, count, steps, temperature, seed, which, reads, ready: !reads || file !== "",
    setFrom, setFile, setIndex, setOther, setThird, setFourth, setStart, setCount, setSteps, setTemperature, setSeed, setWhich,
    path: (call: string): string => `generate/${call}?${query}`,
  };
}

export type Ask = ReturnType<typeof useAsk>;
