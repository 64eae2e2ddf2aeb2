// The equations of a cell: every term knows its node; with numbers put in where they are wanted.
import { number, type Depth } from "../../ui/depth";
import type { Part, Values } from "./atlas";

/** A name with what stands below it: W f becomes W with a low f, h⁻ becomes h with a low t−1. */
export function Name({ text }: { text: string }) {
  if (text.endsWith("⁻")) return <><i>{text.slice(0, -1)}</i><sub>t−1</sub></>;
  const low = /^([WRQbpvw])(.+)$/.exec(text) ?? /^([^_]+)_(.+)$/.exec(text) ?? /^(u)(\d+)$/.exec(text);
  return low ? <><i>{low[1]}</i><sub>{low[2]}</sub></> : <i>{text}</i>;
}

const isNode = (id: string | null): boolean => id !== null && /^\d+$/.test(id);
const bracketed = (value: number): string => (value < 0 ? `(${number(value)})` : number(value));
const mark = (only: boolean): string => (only ? " only" : "");

export interface EquationsProps {
  equations: Part[][];
  values: Values | undefined;
  depth: Depth;
  /** Sums that are held at a value of their own. */
  held: Set<string>;
  hot: string | null;
}

export function Equations({ equations, values, depth, held, hot }: EquationsProps) {
  const valueOf = (id: string | null) => (id === null ? undefined : isNode(id) ? values?.nodes[Number(id)] : values?.weights[id]);

  const term = (part: Part, key: number, filled: boolean, left = false) => {
    const value = valueOf(part.id), leaf = part.parts.length === 0;
    const put = filled && value !== undefined && (leaf || held.has(part.id!));
    const inner = put ? bracketed(value) : leaf ? <Name text={part.text} /> : sequence(part, filled);
    const own = leaf && !filled ? mark(part.only) : "";
    if (!isNode(part.id)) return <span key={key} class={own || undefined}>{inner}</span>;
    return (
      <span key={key} class={`term${own}${hot === part.id ? " hot" : ""}`} data-node={part.id} tabIndex={left && !filled ? 0 : undefined} title={value === undefined ? part.text : `${part.text} = ${number(value, 3)}`}>
        {inner}
      </span>
    );
  };

  // A matrix and what it acts on stand side by side; between their numbers stands a sign. After ⊙ a line may end.
  const sequence = (whole: Part, filled: boolean) =>
    whole.parts.map((p, i) => {
      if (p.id !== null) return term(p, i, filled);
      const only = p.text.trim() === "" ? (whole.parts[i + 1]?.only ?? false) && (whole.parts[i - 1]?.only ?? false) : whole.only;
      return <span key={i} class={only && !filled ? "only" : undefined}>{filled && p.text === " " ? " · " : p.text}{p.text.endsWith("⊙") && <wbr />}</span>;
    });

  return (
    <ol class="equations">
      {equations.map((equation, k) => {
        const left = equation[0], right = equation[equation.length - 1], value = valueOf(left.id);
        return (
          <li key={k}>
            <div>{term(left, 0, false, true)} = {term(right, 1, false)}{depth !== "picture" && value !== undefined && <output> = {number(value)}</output>}</div>
            {depth === "formula" && values && <div class="filled">= {term(right, 2, true)}</div>}
          </li>
        );
      })}
    </ol>
  );
}
