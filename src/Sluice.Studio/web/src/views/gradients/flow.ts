// What the host measures, and how its numbers are written.

export interface Net {
  name: string;
  /** The norm of all states together at each lag, beside that of the output at lag 0. */
  whole: number[];
  states: { name: string; median: number[] }[];
  /** The change from lag to lag. */
  factor: number;
  halfLife: number | null;
  /** factor to the power of all lags. */
  predicted: number;
  /** The largest singular value of a step's Jacobian, and its power. */
  largest: number | null;
  bound: number | null;
  keep: { gate: string; mean: number; path: number } | null;
  gates: { gate: string; mean: number; shut: number; open: number }[];
}

export interface Flow {
  lags: number;
  units: number;
  sequences: number;
  nets: Net[];
}

/** Below a thousandth little can be learned; above ten times training becomes unstable. */
export const vanished = 1e-3, exploded = 10;
export const kind = (value: number): "negative" | "gate" | "positive" => (value < vanished ? "negative" : value > exploded ? "positive" : "gate");

const raised = (n: number): string => [...String(n)].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)])).join("");

/** 0.043, or 3.1·10⁻⁹ where that is shorter. */
export function short(value: number): string {
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return "∞";
  if (Math.abs(value) >= 0.01 && Math.abs(value) < 1000) return String(Number(value.toPrecision(3))).replace("-", "−");
  const [digits, exponent] = value.toExponential(1).split("e");
  return digits === "1.0" ? `10${raised(Number(exponent))}` : `${digits}·10${raised(Number(exponent))}`;
}
