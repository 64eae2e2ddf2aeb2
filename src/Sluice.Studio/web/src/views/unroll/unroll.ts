// What the host says of the loop and of the book, and the order of words and weights in the address.
export interface Step { input: number[]; before: number[]; state: number[]; output: number[] }

/** A word: its place among the five, and the places of those that each net expects next. */
export interface BookStep { word: number; values: number[]; plain: number[]; lstm: number[] }

export const plainWords = ["Doug", "Jane", "Spot", "saw", "."];

export const pair = (values: readonly number[]): string => `(${values.map(short).join(", ")})`;
export const short = (value: number): string => String(Math.round(100 * value) / 100 + 0).replace("-", "−");

/** The terms of one number, with the numbers put in: 1·1 + 1·1 + 1·2 + 1·2. */
export function terms(parts: readonly (readonly [weight: number, value: number])[]): string {
  return parts.map(([w, v], k) => (k === 0 ? "" : " + ") + `${bracketed(w)}·${bracketed(v)}`).join("");
}
const bracketed = (value: number): string => (value < 0 ? `(${short(value)})` : short(value));

/** The order with an input one place later; the last comes first. */
export function later(order: string, at: number): string {
  const all = [...order], next = (at + 1) % all.length;
  [all[at], all[next]] = [all[next], all[at]];
  return all.join("");
}

/** Four weights out of the address. */
export const weightsOf = (text: string): number[] => {
  const all = text.split(",").map(Number);
  return all.length === 4 && all.every((n) => Number.isFinite(n) && Math.abs(n) <= 10) ? all : [1, 1, 1, 1];
};

/** What of the plain net's expectations the LSTM does not share. */
export const wrong = (step: BookStep): number[] => step.plain.filter((w) => !step.lstm.includes(w));

/** Places among the words that were read which the LSTM did not expect. */
export const mistakes = (steps: readonly BookStep[]): number[] => steps.flatMap((s, k) => (k > 0 && !steps[k - 1].lstm.includes(s.word) ? [k] : []));
