// The equations of a cell: every term knows its node; with numbers put in where they are wanted.
import { number, type Depth } from "../../ui/depth";
import { plain, type Part, type Values } from "./atlas";

/** A name with what stands below it: W f becomes W with a low f, h⁻ becomes h with a low t−1. */
export function Name({ text }: { text: string }) {
  if (text.endsWith("⁻")) return <><i>{text.slice(0, -1)}</i><sub>t−1</sub></>;
  const low = /^([WRQb])(.+)$/.exec(text) ?? /^([^_]+)_(.+)$/.exec(text) ?? /^(u)(\d+)$/.exec(text);
  return low ? <><i>{low[1]}</i><sub>{low[2]}</sub></> : <i>{text}</i>;
}

const isNode = (id: string | null): boolean => id !== null && /^\d+$/.test(id);
const bracketed = (value: number): string => (value < 0 ? `(${number(value)})` : number(value));

export interface EquationsProps {
  equations: Part[][];
  values: Values | undefined;
  depth: Depth;
  /** Sums that are held at a value of their own. */
  held: Set<string>;
  hot: string | null;
  /** Equations that no other cell shown has. */
  only: (equation: string) => boolean;
}

export function Equations({ equations, values, depth, held, hot, only }: EquationsProps) {
  const valueOf = (id: string | null) => (id === null ? undefined : isNode(id) ? values?.nodes[Number(id)] : values?.weights[id]);

  const term = (part: Part, key: number, filled: boolean, left = false) => {
    if (part.id === null) return <span key={key}>{part.text}</span>;
    const value = valueOf(part.id), leaf = part.parts.length === 0;
    const inner = filled && value !== undefined && (leaf || held.has(part.id)) ? bracketed(value) : leaf ? <Name text={part.text} /> : sequence(part.parts, filled);
    if (!isNode(part.id)) return <span key={key}>{inner}</span>;
    return (
      <span key={key} class={`term${hot === part.id ? " hot" : ""}`} data-node={part.id} tabIndex={left && !filled ? 0 : undefined} title={value === undefined ? part.text : `${part.text} = ${number(value, 3)}`}>
        {inner}
      </span>
    );
  };
  // A matrix and what it acts on stand side by side; between their numbers stands a sign.
  const sequence = (parts: Part[], filled: boolean) =>
    parts.map((p, i) => {
      if (!filled || p.id !== null) return term(p, i, filled);
      const text = p.text === " " ? " · " : p.text.endsWith("+ ") || parts.length === 1 ? p.text : p.text;
      return <span key={i}>{text}</span>;
    });

  return (
    <ol class="equations">
      {equations.map((equation, k) => {
        const right = equation.slice(1), value = valueOf(equation[0].id);
        const [sign, ...rest] = right;
        return (
          <li key={k} class={only(plain(equation)) ? "only" : undefined}>
            <div>{term(equation[0], 0, false, true)} {sign && sign.id === null ? sign.text.replace(/^ /, "") : ""}{sequence(sign && sign.id === null ? rest : right, false)}{depth !== "picture" && value !== undefined && <output> = {number(value)}</output>}</div>
            {depth === "formula" && values && <div class="filled">= {sequence(rest, true)}</div>}
          </li>
        );
      })}
    </ol>
  );
}
