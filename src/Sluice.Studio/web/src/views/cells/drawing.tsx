// The data flow of a cell: inputs at the left, states at the right, a wire the stronger the larger its value.
import { number, type Depth } from "../../ui/depth";
import type { CellNode, Diagram, Values } from "./atlas";

export interface DrawingProps {
  diagram: Diagram;
  values: Values | undefined;
  depth: Depth;
  hot: string | null;
  /** The nodes that no other cell shown has. */
  only: (node: CellNode) => boolean;
  /** Up to which column values have come, and how far they are on the way to it; undefined for everything. */
  column: number | undefined;
  phase: number;
  describe: (node: CellNode, value: number | undefined) => string;
}

const round = (node: CellNode): boolean => node.kind === "operation" && node.width === node.height;

/** Where the edge of a node is at a height: circles have none at their corners. */
function edge(node: CellNode, y: number): number {
  if (!round(node)) return node.x - node.width / 2;
  const r = node.width / 2;
  return node.x - Math.sqrt(Math.max(0, r * r - (y - node.y) ** 2));
}

const tone = (node: CellNode, value: number | undefined): string => (value === undefined ? "" : node.squashes ? " tap" : value < 0 ? " less" : " plus");

export function Drawing({ diagram, values, depth, hot, only, column, phase, describe }: DrawingProps) {
  const { width, height, nodes, wires } = diagram.drawing;
  const byId = new Map(nodes.map((n) => [n.id, n]));
  const columns = columnsOf(diagram);
  const at = (node: CellNode) => columns.indexOf(node.x);
  const reached = (node: CellNode) => column === undefined || at(node) < column || (at(node) === column && (phase > 0.85 || column === 0));
  return (
    <svg class="picture flow" viewBox={`0 0 ${width} ${height}`} style={{ minWidth: `${Math.round(width * 0.68)}px`, maxWidth: `${Math.round(width * 1.5)}px` }}>
      {wires.map((wire) => {
        const from = byId.get(wire.from)!, to = byId.get(wire.to)!, value = values?.nodes[wire.from];
        const share = column === undefined || at(to) < column ? 1 : at(to) === column ? phase : 0;
        const end = edge(to, wire.endY), path = `${wire.path}L${end} ${wire.endY}`;
        const marked = hot === String(wire.from) ? " hot" : "";
        return (
          <g key={`${wire.from}-${wire.to}-${wire.endY}`} data-node={wire.from} class={`way${share > 0 ? tone(from, value) : ""}${marked}`}>
            <path class="near" d={path} />
            <path class="bed" d={path} />
            {share > 0 && <path class="value" d={path} pathLength={1} stroke-dasharray={share < 1 ? `${share} 1` : undefined} style={{ strokeWidth: 1.4 + 2.6 * Math.min(1, Math.abs(value ?? 0)) }} />}
            <path class="head" d={`M${end - 8} ${wire.endY - 4}L${end} ${wire.endY}L${end - 8} ${wire.endY + 4}Z`} />
            {wire.minus && <text class="small strong" x={end - 9} y={wire.endY - 6} text-anchor="middle">−</text>}
          </g>
        );
      })}
      {nodes.map((node) => {
        const value = values?.nodes[node.id];
        const name = `knot ${node.kind}${tone(node, value)}${hot === String(node.id) ? " hot" : ""}${only(node) ? " only" : ""}${reached(node) ? "" : " later"}`;
        return (
          <g key={node.id} class={name} data-node={node.id} tabIndex={0} role="button" aria-label={describe(node, value)}>
            <title>{describe(node, value)}</title>
            {round(node)
              ? <circle cx={node.x} cy={node.y} r={node.width / 2} />
              : <rect x={node.x - node.width / 2} y={node.y - node.height / 2} width={node.width} height={node.height} rx={node.kind === "sum" || node.kind === "operation" ? 5 : node.height / 2} />}
            <text class={node.kind === "weight" ? "small" : ""} x={node.x} y={node.y} text-anchor="middle" dominant-baseline="central">{shown(node.label)}</text>
            {depth !== "picture" && value !== undefined && reached(node) && (
              node.kind === "after"
                ? <text class="number halo" x={node.x} y={node.y + node.height / 2 + 11} text-anchor="middle">{number(value)}</text>
                : <text class="number halo" x={node.x + node.width / 2 + 3} y={node.y - 5}>{number(value)}</text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

export const columnsOf = (diagram: Diagram): number[] => [...new Set(diagram.drawing.nodes.map((n) => n.x))].sort((a, b) => a - b);

/** h⁻ is written as h with a low t−1, where SVG allows it. */
const shown = (label: string) => {
  const low = label.endsWith("⁻") ? [label.slice(0, -1), "t−1"] : /^(Σ .+|[^_]+)$/.test(label) ? undefined : [label.slice(0, label.indexOf("_")), label.slice(label.indexOf("_") + 1)];
  return low ? <>{low[0]}<tspan dy="4" font-size="10">{low[1]}</tspan></> : label;
};
