// What the host says of the three nets and of what they read.
import { wide } from "../../ui/bars";

export interface Net {
  losses: number[];
  /** The share of right answers with 0, 1, 2, … between. */
  right: number[];
  reading: { chances: number[][]; memory: number[][]; equations: string[][] };
}

export interface Reading {
  words: string[];
  /** The right answer at each word, or −1 where nothing is asked. */
  asked: number[];
  gaps: number[];
  answers: string[];
  tellers: string[];
  /** How many of its words tell the answer. */
  told: number;
  /** Without memory, the plain net, the LSTM. */
  nets: Net[];
}

export const subjects = ["gap", "film", "apple", "pronoun"] as const;
export type Subject = (typeof subjects)[number];

export const readers = ["alone", "plain", "lstm"] as const;

export const best = (chances: readonly number[]): number => chances.indexOf(Math.max(...chances));

/** Whether a word tells the answer; in a film nothing has come between. */
export const tells = (data: Reading, subject: Subject, at: number): boolean => (subject === "film" ? data.gaps[at] === 0 : at < data.told);

/** Where each column stands and how wide it is: as wide as the longest of what is written in it. */
export function columns(words: readonly string[], answers: readonly string[], answered: readonly boolean[]): { x: number; width: number }[] {
  let x = 0;
  const answer = Math.max(...answers.map(wide));
  return words.map((word, k) => {
    const width = 14 + 7.6 * Math.max(wide(word), answered[k] ? answer + 2 : 0), place = { x, width };
    x += width + 4;
    return place;
  });
}

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A row for each word and net: what is asked, the probability of each answer, and what is carried on. */
export function table(data: Reading, names: readonly string[]): string {
  const head = ["step", "word", "net", "asked", ...data.answers.map((a) => `p(${a})`), ...data.nets[0].reading.memory[0].map((_, u) => `memory ${u + 1}`)];
  const rows = data.words.flatMap((word, t) => data.nets.map((net, n) => [t + 1, word, names[n], data.asked[t] < 0 ? "" : data.answers[data.asked[t]], ...net.reading.chances[t], ...net.reading.memory[t]]));
  return [head, ...rows].map((row) => row.map((v) => cell(String(v))).join(",")).join("\n") + "\n";
}
