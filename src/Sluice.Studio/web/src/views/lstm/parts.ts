// The repeating module as the tutorials draw it, part by part: the belt on top, yellow layers that are learned, pink operations point by point.
export interface Wire { d: string; part: string }
/** `letter` is what the equations call what comes out. */
export interface Box { x: number; y: number; sign: string; part: string; kind: "layer" | "point"; letter: string }

export interface Module { wires: Wire[]; boxes: Box[]; ends: { left: [number, string][]; right: [number, string][]; top: number } }

const layer = (x: number, sign: string, part: string, letter = ""): Box => ({ x, y: 250, sign, part, kind: "layer", letter });
const point = (x: number, y: number, sign: string, part: string): Box => ({ x, y, sign, part, kind: "point", letter: "" });
const up = (x: number, part: string): Wire => ({ d: `M${x} 300V267`, part });

export const plain: Module = {
  wires: [{ d: "M200 300H450V267", part: "in" }, { d: "M250 380V300", part: "in" }, { d: "M450 233V200H640V300H700", part: "out" }, { d: "M640 200V44", part: "out" }],
  boxes: [layer(450, "tanh", "candidate")],
  ends: { left: [[300, "h⁻"]], right: [[300, "h"]], top: 640 },
};

const shared: Wire[] = [
  { d: "M200 110H700", part: "belt" },
  { d: "M200 300H560", part: "in" }, { d: "M250 380V300", part: "in" },
  up(300, "forget"), up(470, "candidate"), up(560, "output"),
  { d: "M300 233V124", part: "forget" },
  { d: "M470 233V204", part: "candidate" }, { d: "M470 176V124", part: "update" },
  { d: "M560 233V200H616", part: "output" }, { d: "M630 110V134", part: "output" }, { d: "M630 166V186", part: "output" },
  { d: "M630 214V300H700", part: "output" }, { d: "M664 300V44", part: "output" },
];
const boxes: Box[] = [
  layer(300, "σ", "forget", "f"), layer(470, "tanh", "candidate", "g"), layer(560, "σ", "output", "o"),
  point(300, 110, "×", "forget"), point(470, 110, "+", "update"), point(470, 190, "×", "update"), point(630, 150, "tanh", "output"), point(630, 200, "×", "output"),
];
const input = { wires: [up(390, "input"), { d: "M390 233V190H456", part: "input" }], boxes: [layer(390, "σ", "input", "i")] };
const ends: Module["ends"] = { left: [[110, "c⁻"], [300, "h⁻"]], right: [[110, "c"], [300, "h"]], top: 664 };

export const lstm: Module = { wires: [...shared, ...input.wires], boxes: [...boxes, ...input.boxes], ends };

const peepholes: Wire[] = [{ d: "M266 110V250H272", part: "peep-f" }, { d: "M266 110V216H380V233", part: "peep-i" }, { d: "M592 110V222H572V233", part: "peep-o" }];
export const peephole: Module = { ...lstm, wires: [...lstm.wires, ...peepholes] };
export const some: Module = { ...lstm, wires: [...lstm.wires, peepholes[0]] };

/** It forgets just what it replaces. */
export const coupled: Module = {
  wires: [
    ...shared.filter((w) => w.part !== "forget"), up(390, "coupled"), { d: "M390 233V190H456", part: "coupled" }, { d: "M390 190H316", part: "coupled" }, { d: "M300 176V124", part: "coupled" },
  ],
  boxes: [...boxes.filter((b) => b.part !== "forget"), layer(390, "σ", "coupled", "i"), point(300, 190, "1−", "coupled"), point(300, 110, "×", "coupled")], ends,
};

/** One state: z keeps or takes, r says how much of the old state the candidate sees. */
export const gru: Module = {
  wires: [
    { d: "M200 110H700", part: "belt" },
    { d: "M226 110V300H400", part: "in" }, { d: "M250 380V300", part: "in" }, up(310, "reset"), up(400, "keep"),
    { d: "M310 233V214H340V204", part: "reset" }, { d: "M226 190H326", part: "reset" }, { d: "M354 190H452V312H500V267", part: "reset" },
    { d: "M250 328H500V312", part: "in" },
    { d: "M400 233V150H504", part: "keep" }, { d: "M480 150V124", part: "keep" }, { d: "M536 150H560V186", part: "keep" },
    { d: "M500 233V200H546", part: "candidate" }, { d: "M574 200H620V124", part: "candidate" }, { d: "M664 110V44", part: "out" },
  ],
  boxes: [
    layer(310, "σ", "reset", "r"), layer(400, "σ", "keep", "z"), layer(500, "tanh", "candidate", "n"),
    point(340, 190, "×", "reset"), point(480, 110, "×", "keep"), point(520, 150, "1−", "keep"), point(560, 200, "×", "candidate"), point(620, 110, "+", "candidate"),
  ],
  ends: { left: [[110, "h⁻"]], right: [[110, "h"]], top: 664 },
};

export interface Stop {
  name: "chain" | "module" | "belt" | "gate" | "forget" | "input" | "update" | "output" | "peepholes" | "some" | "coupled" | "gru";
  module: Module;
  /** The parts that are lit; all where none is named. */
  lit: string[];
  /** Whether what is lit is what differs from the LSTM. */
  differs?: boolean;
  /** The cell of the library and the letters of its equations that are shown. */
  cell: string;
  letters: string[];
}

export const stops: Stop[] = [
  { name: "chain", module: plain, lit: [], cell: "rnn", letters: ["h"] },
  { name: "module", module: lstm, lit: [], cell: "lstm", letters: ["i", "f", "g", "o", "c", "h"] },
  { name: "belt", module: lstm, lit: ["belt", "update-point", "forget-point"], cell: "lstm", letters: ["c"] },
  { name: "gate", module: lstm, lit: ["forget"], cell: "lstm", letters: ["f"] },
  { name: "forget", module: lstm, lit: ["forget", "in"], cell: "lstm", letters: ["f"] },
  { name: "input", module: lstm, lit: ["input", "candidate", "in"], cell: "lstm", letters: ["i", "g"] },
  { name: "update", module: lstm, lit: ["belt", "update", "forget", "input", "candidate"], cell: "lstm", letters: ["c"] },
  { name: "output", module: lstm, lit: ["output", "in", "belt"], cell: "lstm", letters: ["o", "h"] },
  { name: "peepholes", module: peephole, lit: ["peep-f", "peep-i", "peep-o"], differs: true, cell: "lstm-peephole", letters: ["i", "f", "o"] },
  { name: "some", module: some, lit: ["peep-f"], differs: true, cell: "lstm-peephole", letters: ["f"] },
  { name: "coupled", module: coupled, lit: ["coupled"], differs: true, cell: "lstm-coupled", letters: ["i", "f", "c"] },
  { name: "gru", module: gru, lit: ["keep", "reset", "candidate"], differs: true, cell: "gru-before", letters: ["r", "z", "n", "h"] },
];

/** The equations of a cell whose left side is one of the letters, without what stands behind them. */
export const equations = (lines: readonly string[], letters: readonly string[]): string[] =>
  lines.filter((line) => letters.includes(line.split("=")[0].trim())).map((line) => line.split("   (")[0]);
