// What the host says about the story, and what the page tells of it.
export interface Net {
  /** How much each word does for the right answer, were it asked after it or after a later word: [word][words later], 0 … 1. */
  memory: number[][];
  chances: number[];
  /** Forget and input gate at each word; empty for the plain net. */
  gates: number[][];
  /** The probability of the right language with 2, 3, … 60 words between. */
  held: number[];
  /** Whether no other language is as likely. */
  right: boolean[];
}

export interface Story {
  words: string[];
  ends: boolean[];
  country: number;
  codes: string[];
  countries: string[];
  languages: string[];
  plain: Net;
  lstm: Net;
}

export const shortest = 2, longest = 60;

export const largest = (values: readonly number[]): number => values.indexOf(Math.max(...values));
export const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** What a net holds of the country once the word at a step is read. */
export const holds = (net: Net, story: Story, step: number): number => net.memory[story.country][step - story.country] ?? 0;

/** The most words between with which a net is right, and with all fewer too. */
export function reach(right: readonly boolean[]): number {
  const wrong = right.indexOf(false);
  return shortest + (wrong < 0 ? right.length : wrong) - 1;
}

/** Places at which a gate is shut, as the address has them. */
export const isShut = (list: string, at: number): boolean => list === "all" || list.split(",").includes(String(at));

/** The list with a gate turned at a word. */
export function turned(list: string, at: number, words: number): string {
  const now = list === "all" ? Array.from({ length: words }, (_, t) => t) : list.split(",").filter(Boolean).map(Number);
  return (now.includes(at) ? now.filter((t) => t !== at) : [...now, at].sort((a, b) => a - b)).join(",");
}

export interface Shut { forget: string; input: string }

/** Which sentence tells of a step: its name among the texts. */
export function sentence(story: Story, step: number, shut: Shut): "begin" | "taken" | "ignored" | "dropped" | "mixes" | "keeps" | "shuts" | "lets" | "bothRight" | "plainWrong" | "bothWrong" | "lstmWrong" {
  const { country, words, plain, lstm } = story, last = words.length - 1;
  if (step === last) {
    const answer = ending(story), [a, b] = [largest(plain.chances) === answer, largest(lstm.chances) === answer];
    return a && b ? "bothRight" : b ? "plainWrong" : a ? "lstmWrong" : "bothWrong";
  }
  if (step < country) return "begin";
  if (step === country) return isShut(shut.input, step) ? "ignored" : "taken";
  if (isShut(shut.forget, step)) return "dropped";
  const third = Math.floor((3 * (step - country - 1)) / (last - country - 1));
  return third === 0 ? "mixes" : third === 1 ? "keeps" : lstm.gates[1][step] < 0.5 ? "shuts" : "lets";
}

/** The place of the right language, which is that of the country. */
export const ending = (story: Story): number => story.countries.findIndex((c) => c === story.words[story.country]);
