// Curves as a table: a row for each x, a column for each curve, and for its band where it has one.
import type { Curve } from "./line-chart";

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export function csvOf(xLabel: string, curves: readonly Curve[]): string {
  const columns = curves.flatMap((c) => [{ name: c.name, x: c.x, y: c.y }, ...(c.band ? [{ name: `${c.name} (least)`, x: c.x, y: c.band[0] }, { name: `${c.name} (most)`, x: c.x, y: c.band[1] }] : [])]);
  const rows = new Map<number, string[]>();
  columns.forEach((c, k) => {
    for (let i = 0; i < c.x.length; i++) {
      const row = rows.get(c.x[i]) ?? Array<string>(columns.length).fill("");
      if (Number.isFinite(c.y[i])) row[k] = String(c.y[i]);
      rows.set(c.x[i], row);
    }
  });
  const lines = [...rows].sort(([a], [b]) => a - b).map(([x, row]) => [x, ...row].join(","));
  return [[xLabel, ...columns.map((c) => c.name)].map(cell).join(","), ...lines, ""].join("\n");
}
