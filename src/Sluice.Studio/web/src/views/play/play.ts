// What the host answers, and how symbols are shown that cannot be seen.

export interface Instead { text: string; probability: number }
export interface Symbol { text: string; written: boolean; known: boolean; probability: number | null; instead: Instead[] }
export interface Expected { text: string; probability: number; chance: number; score: number }
export interface Answer { symbols: Symbol[]; next: Expected[]; of: number; sum: number; entropy: number; loss: number | null }

export const visible = (piece: string): string => piece.replaceAll("\n", "⏎").replace(/^ /, "␣").replace(/ $/, "␣") || "∅";
