// What the host tells of a run, put together as it comes.
import { useEffect, useRef, useState } from "preact/hooks";
import { listen, type Complaint } from "../../api";

export interface Status {
  state: "preparing" | "running" | "paused" | "done" | "stopped" | "failed" | "elsewhere" | "gone";
  step: number;
  total: number;
  epoch: number;
  seconds: number;
  speed: number;
  rateFactor: number;
  best: number | null;
  message: Complaint | null;
}

export interface Gate { gate: string; mean: number; shut: number; open: number }

export interface Answer { from: string; made: string; truth: string | null; isRight: boolean; probability: number | null }

export interface TaggedWord { word: string; made: string; truth: string | null }

/** What a model does at the moment, in the forms that can be drawn. */
export type Exhibit = { what: string } & (
  | { kind: "answers"; all: Answer[] }
  | { kind: "words"; sentences: TaggedWord[][] }
  | { kind: "course"; truth: number[]; foreseen: number[][]; from: number; name: string; levels: string[] | null; times: string[] | null }
  | { kind: "map"; rows: string[]; columns: string[]; shares: number[][]; counts: number[][] | null }
  | { kind: "roll"; given: number[][]; made: number[][]; truth: number[][] }
  | { kind: "pictures"; all: { width: number; pixels: string; told: Answer }[] }
);

export type Of<K extends Exhibit["kind"]> = Extract<Exhibit, { kind: K }>;

export interface Glimpse { gates: Gate[]; exhibits: Exhibit[] }

/** The last step, and what was done with its gradients. */
export interface LastStep { loss: number; predictions: number; norm: number; clip: number; rule: { about: string; formula: string; numbers: string }[] }

/** Step, mean loss, least, most, mean gradient norm, most, learning rate. */
export type Point = [number, number, number, number, number, number, number];

export interface Validation { epoch: number; step: number; seconds: number; best: boolean; figures: Record<string, number>; training: number; norm: number; rate: number; speed: number }

interface News { status: Status; size: number; firstPoint: number; points: Point[]; firstValidation: number; validations: Validation[]; glimpse: Glimpse | null; about: string[]; figures: [string, string][]; last: LastStep | null }

export interface Run { status: Status; points: Point[]; validations: Validation[]; glimpse?: Glimpse; about: string[]; figures: [string, string][]; last: LastStep | null }

const joined = (old: Run | undefined, news: News): Run => ({
  status: news.status,
  points: [...(old?.points.slice(0, news.firstPoint) ?? []), ...news.points],
  validations: [...(old?.validations.slice(0, news.firstValidation) ?? []), ...news.validations],
  glimpse: news.glimpse ?? old?.glimpse,
  about: news.about,
  figures: news.figures,
  last: news.last,
});

/** Some runs as they go; at most one drawing a frame. Those that stay among them go on as they are. */
export function useRuns(names: string[]): Record<string, Run> {
  const [runs, set] = useState<Record<string, Run>>({});
  const now = useRef<Record<string, Run>>({}), ends = useRef(new Map<string, () => void>()), frame = useRef(0);
  const key = names.join("\n");
  useEffect(() => {
    for (const [name, end] of ends.current) {
      if (names.includes(name)) continue;
      end();
      ends.current.delete(name);
      const { [name]: _, ...rest } = now.current;
      now.current = rest;
    }
    for (const name of names) {
      if (ends.current.has(name)) continue;
      ends.current.set(name, listen(`run/events?name=${encodeURIComponent(name)}`, {
        news: (news: News) => {
          now.current = { ...now.current, [name]: joined(now.current[name], news) };
          frame.current ||= requestAnimationFrame(() => { frame.current = 0; set(now.current); });
        },
      }));
    }
  }, [key]);
  useEffect(() => () => { cancelAnimationFrame(frame.current); for (const end of ends.current.values()) end(); }, []);
  return runs;
}

export interface Entry { name: string; task: string; changed: string; status: Status }
