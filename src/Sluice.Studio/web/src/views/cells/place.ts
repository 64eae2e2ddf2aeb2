// A cell that is shown: its drawing and the values in it.
import { get, useAsked, useGet } from "../../api";
import { initial, type Diagram, type Values } from "./atlas";

export interface Place {
  name: string | undefined;
  /** Its drawing; of the cell asked for, or undefined. */
  diagram: Diagram | undefined;
  values: Values | undefined;
  error: string | undefined;
  /** What the host was asked for the values. */
  asked: string;
  /** The values given to this cell, by key. */
  given: Map<string, number>;
}

const query = (text: string) => encodeURIComponent(text);

/** The values in an address: x:0.5,h⁻:0.2. */
export const parse = (at: string): [string, number][] =>
  at.split(",").map((p): [string, number] => [p.slice(0, p.lastIndexOf(":")), Number(p.slice(p.lastIndexOf(":") + 1))]).filter(([key, value]) => key !== "" && Number.isFinite(value));

/** An empty name asks nothing. Until another cell is there, the last one stays. */
export function usePlace(name: string | undefined, beside: string[], at: string, seed: number): Place {
  const asked = useGet<Diagram>(name === undefined ? null : `cells/drawing?name=${query(name)}&beside=${query(beside.join(","))}`);
  const diagram = name === undefined || asked.error !== undefined ? undefined : asked.data;
  const nodes = diagram?.drawing.nodes, cell = diagram?.cell.name;
  const given = new Map<string, number>();
  for (const node of nodes ?? []) if (node.key !== null && initial(node) !== undefined) given.set(node.key, initial(node)!);
  for (const [key, value] of parse(at)) if (nodes?.some((n) => n.key === key)) given.set(key, value);
  const wanted = `name=${query(cell ?? "")}&seed=${Math.max(0, Math.floor(seed))}&given=${query([...given].map(([k, v]) => `${k}:${v}`).join(","))}`;
  const path = cell === undefined ? null : `cells/values?${wanted}`;
  const values = useAsked(path, async (signal) => ({ cell, values: await get<Values>(path!, signal) }));
  return { name, diagram, values: values.data?.cell === cell ? values.data?.values : undefined, error: name === undefined ? undefined : asked.error ?? values.error, asked: wanted, given };
}
