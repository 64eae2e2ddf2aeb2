// The data flow of a cell: inputs at the left, states at the right, a wire the stronger the larger its value.
import { Component } from "preact";
import { number, type Depth } from "../../ui/depth";
import type { CellNode, CellWire, Diagram, Values } from "./atlas";

export interface DrawingProps {
  diagram: Diagram;
  values: Values | undefined;
  depth: Depth;
  hot: string | null;
  /** Up to which column values have come, and how far they are on the way to it; undefined for everything. */
  column: number | undefined;
  phase: number;
  /** From top to bottom, where several stand side by side and there is no room for one from left to right. */
  upright: boolean;
  describe: (node: CellNode, value: number | undefined) => string;
}

const round = (node: CellNode): boolean => node.kind === "operation" && node.width === node.height;

/** Where the edge of a node is at a height: circles have none at their corners. */
function edge(node: CellNode, y: number): number {
  if (!round(node)) return node.x - node.width / 2;
  const r = node.width / 2;
  return node.x - Math.sqrt(Math.max(0, r * r - (y - node.y) ** 2));
}

// Upright a place is turned, so that rows become columns wide enough for what stands in them.
const down = 0.76;

/** The least size of a letter, in units of the drawing and on the screen. */
const smallest = { level: 14, upright: 12, seen: 11 };

const turned = (path: string, across: number): string => path.replace(/(-?[\d.]+) (-?[\d.]+)/g, (_, x: string, y: string) => `${round1(Number(y) * across)} ${round1(Number(x) * down)}`);

/** A low letter beside the first wants room in its box. */
const wide = (node: CellNode): number => (lowOf(node.label) ? Math.max(node.width, 50) : node.width);

/** Upright, sums have their values below, beside the one wire that leaves them: those next to them are near. */
const below = (node: CellNode): boolean => node.kind === "sum";

/** How far apart rows must be, upright, so that no value lies under the box beside it. */
function apart(nodes: CellNode[]): number {
  let most = 1.7;
  for (const left of nodes)
    for (const right of nodes)
      if (left.x === right.x && left.y < right.y)
        most = Math.max(most, ((wide(left) + wide(right)) / 2 + (below(left) ? 8 : left.squashes ? 32 : 39)) / (right.y - left.y));
  return Math.min(most, 2.2);
}

const round1 = (value: number): number => Math.round(value * 10) / 10;

const tone = (node: CellNode, value: number | undefined): string => (value === undefined ? "" : node.squashes ? " tap" : value < 0 ? " less" : " plus");

/** Drawn again only when something of it is new: while values flow, that is one column. */
abstract class Still<P> extends Component<P> {
  override shouldComponentUpdate(next: Readonly<P>): boolean {
    return (Object.keys(next as object) as (keyof P)[]).some((key) => next[key] !== this.props[key]);
  }
}

class Way extends Still<{ wire: CellWire; from: CellNode; to: CellNode; value: number | undefined; share: number; hot: boolean; across: number }> {
  render() {
    const { wire, from, to, value, share, hot, across } = this.props;
    const end = edge(to, wire.endY), upright = across > 0, drawn = (d: string) => (upright ? turned(d, across) : d);
    const path = drawn(`${wire.path}L${end} ${wire.endY}`), minus = wire.minus && (upright ? { x: wire.minus.y * across, y: wire.minus.x * down } : wire.minus);
    return (
      <g data-node={wire.from} class={`way${share > 0 ? tone(from, value) : ""}${wire.only ? " only" : ""}${hot ? " hot" : ""}`}>
        <path class="near" d={path} />
        <path class="bed" d={path} />
        {share > 0 && <path class="value" d={path} pathLength={1} stroke-dasharray={share < 1 ? `${share} 1` : undefined} style={{ strokeWidth: 1.4 + 2.6 * Math.min(1, Math.abs(value ?? 0)) }} />}
        <path class="head" d={drawn(`M${end - 8} ${wire.endY - 4}L${end} ${wire.endY}L${end - 8} ${wire.endY + 4}Z`)} />
        {minus && <><circle class="sign" cx={minus.x} cy={minus.y} r={5.5} /><path class="sign" d={`M${minus.x - 3} ${minus.y}h6`} /></>}
      </g>
    );
  }
}

class Knot extends Still<{ node: CellNode; value: number | undefined; reached: boolean; written: boolean; hot: boolean; across: number; describe: DrawingProps["describe"] }> {
  render() {
    const { node, value, reached, written, hot, across, describe } = this.props, upright = across > 0;
    const x = upright ? node.y * across : node.x, y = upright ? node.x * down : node.y;
    const said = describe(node, value);
    return (
      <g class={`knot ${node.kind}${tone(node, value)}${hot ? " hot" : ""}${node.only ? " only" : ""}${reached ? "" : " later"}`} data-node={node.id} tabIndex={0} role="img" aria-label={said}>
        <title>{said}</title>
        {round(node)
          ? <circle cx={x} cy={y} r={node.width / 2} />
          : <rect x={x - wide(node) / 2} y={y - node.height / 2} width={wide(node)} height={node.height} rx={node.kind === "sum" || node.kind === "operation" ? 5 : node.height / 2} />}
        <text class={node.kind === "weight" ? "small" : ""} x={x} y={y} text-anchor="middle" dominant-baseline="central">{shown(node.label)}</text>
        {written && value !== undefined && reached && <text class="number" x={!upright ? x : below(node) ? x + 5 : x + wide(node) / 2 + 2} y={upright && !below(node) ? y + 8 : y + node.height / 2 + (upright ? 13 : 11)} text-anchor={upright ? "start" : "middle"}>{number(value)}</text>}
      </g>
    );
  }
}

export function Drawing({ diagram, values, depth, hot, column, phase, describe, upright }: DrawingProps) {
  const { nodes, wires } = diagram.drawing, own = diagram.drawing;
  const across = upright ? (depth === "picture" ? 1.25 : apart(nodes)) : 0, width = upright ? own.height * across + (depth === "picture" ? 0 : 36) : own.width, height = upright ? own.width * down : own.height, least = smallest.seen / (upright ? smallest.upright : smallest.level);
  const { byId, at } = placed(diagram);
  const reached = (node: CellNode) => column === undefined || at.get(node.id)! < column || (at.get(node.id) === column && (phase > 0.85 || column === 0));
  return (
    <svg class={upright ? "picture flow upright" : "picture flow"} viewBox={`0 0 ${width} ${height}`} style={{ minWidth: `${Math.ceil(width * least)}px`, maxWidth: upright ? `min(${Math.round(width * 1.15)}px, max(${Math.ceil(width * least)}px, calc((100vh - 260px) * ${round1((100 * width) / height) / 100})))` : `${Math.round(width * 1.5)}px` }}>
      {wires.map((wire) => {
        const to = at.get(wire.to)!;
        return <Way key={`${wire.from}-${wire.to}-${wire.endY}`} wire={wire} from={byId.get(wire.from)!} to={byId.get(wire.to)!} value={values?.nodes[wire.from]} share={column === undefined || to < column ? 1 : to === column ? phase : 0} hot={hot === String(wire.from)} across={across} />;
      })}
      {nodes.map((node) => <Knot key={node.id} node={node} value={values?.nodes[node.id]} reached={reached(node)} written={depth !== "picture"} hot={hot === String(node.id)} across={across} describe={describe} />)}
    </svg>
  );
}

interface Placed {
  byId: Map<number, CellNode>;
  /** The column of each node. */
  at: Map<number, number>;
  columns: number[];
}

const known = new WeakMap<Diagram, Placed>();

function placed(diagram: Diagram): Placed {
  let places = known.get(diagram);
  if (!places) {
    const { nodes } = diagram.drawing, columns = [...new Set(nodes.map((n) => n.x))].sort((a, b) => a - b);
    known.set(diagram, (places = { byId: new Map(nodes.map((n) => [n.id, n])), at: new Map(nodes.map((n) => [n.id, columns.indexOf(n.x)])), columns }));
  }
  return places;
}

export const columnsOf = (diagram: Diagram): number[] => placed(diagram).columns;

/** The letter and the low one beside it; undefined where there is none. */
const lowOf = (label: string): string[] | undefined =>
  label.endsWith("⁻") ? [label.slice(0, -1), "t−1"] : /^(Σ .+|[^_]+)$/.test(label) ? undefined : [label.slice(0, label.indexOf("_")), label.slice(label.indexOf("_") + 1)];

/** h⁻ is written as h with a low t−1, where SVG allows it. */
const shown = (label: string) => {
  const low = lowOf(label);
  return low ? <>{low[0]}<tspan dy="4" font-size="10">{low[1]}</tspan></> : label;
};
