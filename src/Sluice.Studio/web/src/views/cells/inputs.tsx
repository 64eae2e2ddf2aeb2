// Sliders for everything that can be given, shared by the cells shown.
import { fill, useWords } from "../../language";
import { Slider } from "../../ui/slider";
import type { CellNode } from "./atlas";
import { Name } from "./equations";
import { parse, type Place } from "./place";
import { text } from "./text";

const kinds = ["input", "before", "below", "sum", "normalised"];

export function Inputs({ places, given, setGiven }: { places: Place[]; given: string; setGiven: (given: string) => void }) {
  const t = useWords(text);
  const own = new Map(parse(given));
  const sliders = new Map<string, { node: CellNode; value: number | undefined }>();
  for (const p of places)
    for (const node of p.diagram!.drawing.nodes)
      if (node.key !== null && !sliders.has(node.key)) sliders.set(node.key, { node, value: p.given.get(node.key) ?? p.values?.nodes[node.id] });
  const write = (key: string, value: number | undefined) => {
    const next = new Map(own);
    if (value === undefined) next.delete(key);
    else next.set(key, value);
    setGiven([...next].map(([k, v]) => `${k}:${v}`).join(","));
  };
  const row = ([key, { node, value }]: [string, { node: CellNode; value: number | undefined }]) => {
    const sum = node.kind === "sum" || node.kind === "normalised", name = node.label.replace("Σ ", "");
    const most = Math.max(sum ? 6 : 2, Math.ceil(Math.abs(value ?? 0)));
    return (
      <div class="held" key={key}>
        <Slider label={node.label.startsWith("Σ ") ? fill(t.sum, { name }) : <Name text={name} />} value={value ?? 0} min={-most} max={most} step={0.05} onInput={(v) => write(key, v)} />
        {own.has(key) && <button type="button" aria-label={fill(t.release, { name })} title={fill(t.release, { name })} onClick={() => write(key, undefined)}>×</button>}
      </div>
    );
  };
  const all = [...sliders], weights = all.filter(([, s]) => s.node.kind === "weight");
  return (
    <div class="panel">
      <strong>{t.inputs}</strong>
      <p class="quiet">{t.about}</p>
      <div class="sliders">{all.filter(([, s]) => kinds.includes(s.node.kind)).sort(([, a], [, b]) => kinds.indexOf(a.node.kind) - kinds.indexOf(b.node.kind)).map(row)}</div>
      {weights.length > 0 && <details><summary>{t.own}</summary><div class="sliders">{weights.map(row)}</div></details>}
    </div>
  );
}
