// What the host answers about a run of a model, and where the settings of the view stand in the address.
import type { Complaint } from "../../api";
import { useChoice, useNumber, useText } from "../../address";
import type { Text } from "../../language";

export interface Value { name: string; gate: boolean; state: boolean; units: number; scale: number }
export interface Layer { name: string; cell: string; values: Value[] }
export interface Run { id: string; steps: number; layers: Layer[] }
export interface TextRun extends Run { leftOut: number; spaced: boolean; loss: number; frequencyLoss: number; symbols: number; file: string | null }
export interface SeriesRun extends Run { target: string; file: string; horizon: number; quantiles: number[]; categories: string[] | null }
export interface LabelledStep { step: number; tag: string | null; probabilities: number[] }
export interface LabelRun extends Run {
  leftOut: number; file: string | null; index: number; count: number; tokens: string[] | null; inputs: number; label: string | null; tags: string[] | null;
  labels: string[]; told: LabelledStep[]; whole: { symbol: string; probability: number }[];
}
export interface SceneRun extends Run {
  index: number; rows: number; columns: number; width: number; pixels: string; right: string; words: string[]; probability: number; attention: number[][];
  expected: { symbol: string; probability: number }[][];
}
export interface MusicRun extends Run { file: string | null; index: number; count: number; piece: number[][]; losses: (number | null)[]; loss: number | null; lowest: number; keys: number }
export interface SpeechRun extends Run {
  file: string; text: string; truth: string | null; seconds: number; curves: { symbol: string; probabilities: number[] }[]; told: { step: number; symbol: string; probability: number }[];
  bands: number; frames: number; stack: number;
}
export interface RecordedRun extends Run { about: string; file: string | null; index: number; names: string[]; words: string[][]; forecasts: boolean }
export interface Model { name: string; task: string | null; kind: string; bytes: number; changed: string; error: Complaint | null }

/** What a letter stands for in the cells where it is most at home. */
const letters: Record<string, { gate?: boolean; state?: boolean; text: Text }> = {
  i: { gate: true, text: ["input gate", "输入门", "輸入門"] },
  f: { gate: true, text: ["forget gate", "遗忘门", "遺忘門"] },
  o: { gate: true, text: ["output gate", "输出门", "輸出門"] },
  g: { gate: false, text: ["new values", "候选值", "候選值"] },
  n: { gate: false, text: ["new values", "候选值", "候選值"] },
  r: { gate: true, text: ["reset gate", "重置门", "重置門"] },
  z: { gate: true, text: ["update gate", "更新门", "更新門"] },
  u: { gate: true, text: ["update gate", "更新门", "更新門"] },
  h: { state: true, text: ["hidden state", "隐藏状态", "隱藏狀態"] },
  c: { state: true, text: ["cell state", "细胞状态", "細胞狀態"] },
};
const gate: Text = ["gate", "门", "門"], state: Text = ["state", "状态", "狀態"], values: Text = ["values", "值", "值"];

/** Such as "f · forget gate", for each language. */
export function labelOf(value: Value): Text {
  const known = letters[value.name];
  const fits = known && (known.gate === undefined || known.gate === value.gate) && (known.state === undefined || known.state === value.state);
  const kind = fits ? known.text : value.gate ? gate : value.state ? state : values;
  return [`${value.name} · ${kind[0]}`, `${value.name} · ${kind[1]}`, `${value.name} · ${kind[2]}`];
}

/** How units are sorted; by what they tell of a feature of the text, where one is chosen. */
export const orders = ["place", "mean", "likeness", "feature"] as const;
export type Order = (typeof orders)[number];

export interface Chosen {
  layer: number;
  value: Value;
  unit: number;
  order: Order;
  /** The order as the host is asked for it. */
  by: string;
  like: number;
  detail: "strongest" | "mean";
  setLayer: (layer: number) => void;
  setValue: (name: string) => void;
  setUnit: (unit: number) => void;
  setOrder: (order: Order) => void;
  setLike: (unit: number) => void;
  setDetail: (detail: "strongest" | "mean") => void;
}

/** Layer, gate or state, and unit, kept within what the run has. */
export function useChosen(run: Run): Chosen {
  const [givenLayer, setLayer] = useNumber("layer", run.layers.length - (run.layers.at(-1)!.name.endsWith("reverse") ? 2 : 1));
  const [name, setValue] = useText("value", "");
  const [givenUnit, setUnit] = useNumber("unit", 0);
  const [givenOrder, setOrder] = useChoice("order", orders, "likeness");
  const [feature] = useText("feature", "");
  const order = givenOrder === "feature" && !feature ? "place" : givenOrder, by = order === "feature" ? `feature:${feature}` : order;
  const [like, setLike] = useNumber("like", 0);
  const [detail, setDetail] = useChoice("by", ["strongest", "mean"] as const, "strongest");
  const layer = Math.min(Math.max(0, Math.floor(givenLayer)), run.layers.length - 1);
  const all = run.layers[layer].values;
  const value = all.find((v) => v.name === name) ?? all.find((v) => v.state) ?? all[0];
  const within = (unit: number) => Math.min(Math.max(0, Math.floor(unit)), value.units - 1);
  return { layer, value, unit: within(givenUnit), order, by, like: within(like), detail, setLayer, setValue, setUnit, setOrder, setLike, setDetail };
}

/** The room at both sides of a chart's curves, in pixels: what lies below it has the same axis. */
export const sides = { left: 62, right: 14 };

/** The part of an address that names a gate or state. */
export const valueQuery = (chosen: Chosen): string => `layer=${chosen.layer}&value=${encodeURIComponent(chosen.value.name)}`;
