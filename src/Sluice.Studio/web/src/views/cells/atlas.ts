// What the host says about cells.
export const families = ["rnn", "lstm", "gru", "gated", "linear"] as const;
export type Family = (typeof families)[number];

export interface Cell {
  name: string;
  family: Family;
  year: number;
  equation: string;
  source: string;
  states: string[];
  inputMatrices: number;
  recurrentMatrices: number;
  units: number;
  weights: number;
  operations: number;
}

export interface CellNode {
  id: number;
  kind: "input" | "below" | "before" | "sum" | "normalised" | "weight" | "operation" | "after";
  label: string;
  /** The equation of the node. */
  text: string;
  /** A gate: its value lies between 0 and 1. */
  squashes: boolean;
  /** The name under which its value can be given. */
  key: string | null;
  /** None of the cells beside it has one like it. */
  only: boolean;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface CellWire {
  from: number;
  to: number;
  /** Where a minus stands, if it is taken away. */
  minus: { x: number; y: number } | null;
  only: boolean;
  path: string;
  endY: number;
}

export interface Part {
  id: string | null;
  text: string;
  only: boolean;
  parts: Part[];
}

export interface Diagram {
  cell: Cell;
  drawing: { width: number; height: number; nodes: CellNode[]; wires: CellWire[] };
  equations: Part[][];
  latex: string[];
}

export interface Values {
  nodes: number[];
  weights: Record<string, number>;
}

/** What a gate does: it keeps the past, takes in the new, shows what is held, lets the past into the new. */
export const duties = ["Keeps", "TakesIn", "Shows", "Resets"] as const;
export interface Role { gate: string; does: (typeof duties)[number][] }

/** Gates of the second that do the work of several of the first, with those whose work it is. */
export const joined = (first: readonly Role[], second: readonly Role[]): { gate: string; of: string[] }[] =>
  second.flatMap(({ gate, does }) => {
    const of = first.filter((r) => r.does.length > 0 && r.does.every((d) => does.includes(d))).map((r) => r.gate);
    return does.length > 1 && of.length > 1 ? [{ gate, of }] : [];
  });

/** What gates of the first do and none of the second does. */
export const undone = (first: readonly Role[], second: readonly Role[]): { gate: string; duty: (typeof duties)[number] }[] =>
  duties.flatMap((duty) => {
    const gate = first.find((r) => r.does.includes(duty))?.gate;
    return gate !== undefined && !second.some((r) => r.does.includes(duty)) ? [{ gate, duty }] : [];
  });

/** What a cell has, beside another one. */
export interface Facts {
  name: string;
  gates: string[];
  roles: Role[];
  onlyGates: string[];
  onlyCandidates: string[];
  onlyPaths: string[];
  states: string[];
  matrices: number;
  units: number;
  weights: number;
}

export interface Difference {
  first: Facts;
  second: Facts;
  /** What stands for each other; the same but for letters, or with a difference. */
  alike: { here: string; there: string; same: boolean }[];
}

/** The values at which x, the states before and peepholes begin: a peephole of 0 would show nothing. */
export function initial(node: CellNode): number | undefined {
  if (node.kind === "weight") return /^p[a-z]$/.test(node.label) ? 0.5 : undefined;
  return { input: 0.5, below: 0.2, before: node.label.startsWith("c") ? 0.6 : 0.3 }[node.kind as string];
}
