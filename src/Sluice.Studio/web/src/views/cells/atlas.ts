// What the host says about cells.
export interface Cell {
  name: string;
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
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface CellWire {
  from: number;
  to: number;
  minus: boolean;
  path: string;
  endY: number;
}

export interface Part {
  id: string | null;
  text: string;
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

/** What an equation says, to compare it with others. */
export const plain = (equation: Part[]): string => equation.map((p) => p.text).join("");

/** The values at which x and the states before begin. */
export function initial(node: CellNode): number | undefined {
  return { input: 0.5, below: 0.2, before: node.label.startsWith("c") ? 0.6 : 0.3 }[node.kind as string];
}
