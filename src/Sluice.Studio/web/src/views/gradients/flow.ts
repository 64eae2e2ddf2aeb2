// What the host measures, and how its numbers are written.

import { power } from "../../ui/depth";

export interface Net {
  name: string;
  /** The norm of all states together at each lag, beside that of the output at lag 0. */
  whole: number[];
  states: { name: string; median: number[] }[];
  /** The change from lag to lag. */
  factor: number;
  halfLife: number | null;
  /** The factor to the power of each lag. */
  rate: number[];
  /** The largest singular value of a step's Jacobian, and its powers. */
  largest: number | null;
  bound: number[] | null;
  /** The gate that keeps what was, and what is left of it at each lag. */
  keep: { gate: string; mean: number; path: number[] } | null;
  gates: { gate: string; mean: number; shut: number; open: number }[];
}

/** What is known of fresh nets before anything is measured. */
export interface Start {
  range: number;
  mean: number;
  largest: number;
  open: number;
  left: number[];
}

export interface Flow {
  lags: number;
  units: number;
  sequences: number;
  steps: number;
  data: string | null;
  nets: Net[];
  start: Start | null;
}

export interface Model {
  name: string;
  task: string | null;
  /** Whether gradients can be measured in it. */
  can: boolean;
  data: string | null;
}

/** Below a thousandth little can be learned; above ten times training becomes unstable. */
export const vanished = 1e-3, exploded = 10;
export const kind = (value: number): "negative" | "gate" | "positive" => (value < vanished ? "negative" : value > exploded ? "positive" : "gate");

/** 0.043, or 3.1·10⁻⁹ where that is shorter. */
export function short(value: number): string {
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return "∞";
  if (Math.abs(value) >= 0.01 && Math.abs(value) < 1000) return String(Number(value.toPrecision(3))).replace("-", "−");
  return power(value, 1).replace(/^1\.0·/, "");
}

/** The smallest round number of which there are at most so many in all lags. */
function roundStep(lags: number, most: number): number {
  for (let ten = 1; ; ten *= 10) for (const digit of [1, 2, 5]) if (lags / (digit * ten) <= most) return digit * ten;
}

/** Lags that are drawn: all, or so many that they can be told apart; and those of them that are written. */
export function stopsOf(lags: number): number[] {
  const step = roundStep(lags, 32), stops = Array.from({ length: Math.floor(lags / step) + 1 }, (_, i) => i * step);
  return stops[stops.length - 1] === lags ? stops : [...stops, lags];
}

/** Whether a lag is written at the axis: round numbers, not more of them than fit. */
export const written = (lag: number, lags: number, most: number): boolean => lag % roundStep(lags, most) === 0;
