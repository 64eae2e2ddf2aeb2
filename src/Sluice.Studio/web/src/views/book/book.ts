// What the host says about the book: a word after the other, with everything that the library recorded.
import type { Complaint } from "../../api";

export interface Step {
  /** Its place among the five words. */
  word: number;
  earlier: number[];
  /** One value a unit, by the letters of the equations. */
  values: Record<string, number[]>;
  equations: string[][];
  next: number[];
  expected: number[];
}

/** What a unit of a trained net answers to: the words that raise and lower it, and how much of its own memory it keeps. */
export interface Unit { raises: number[]; lowers: number[]; keeps: number }

export interface Drawing {
  words: string[];
  units: string[];
  steps: Step[];
  /** Of a trained net; empty where each unit stands for a word. */
  answers: Unit[];
}

export interface Sentence { text: string; right: boolean }
export interface Count { wrong: number; of: number }
export interface Counts { learning: Count; after: Count }
export interface News {
  state: "running" | "paused" | "done" | "failed";
  message: Complaint | null;
  moment: { step: number; steps: number; loss: number; net: Sentence; vote: Sentence } | null;
  net: Counts;
  vote: Counts;
}

/** What happens at a word, one after the other. */
export const stages = ["word", "paths", "ignoring", "forgetting", "adding", "squashing", "selecting", "out"] as const;

/** The names by which words stand in the address. */
export const plain = ["Doug", "Jane", "Spot", "saw", "."];
