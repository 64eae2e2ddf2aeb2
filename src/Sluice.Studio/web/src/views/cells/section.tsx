// A cell: its drawing, its equations and what it is.
import { useMemo, useState } from "preact/hooks";
import { fill, useLanguage, useWords } from "../../language";
import { number, useDepth } from "../../ui/depth";
import { Figure } from "../../ui/figure";
import { SheetButton } from "../../ui/sheet";
import { useNarrow } from "../../ui/width";
import type { CellNode } from "./atlas";
import { Drawing } from "./drawing";
import { Equations } from "./equations";
import type { Place } from "./place";
import { text } from "./text";

export function CellSection({ place, column, phase, beside }: { place: Place; column: number | undefined; phase: number; beside: number }) {
  const t = useWords(text);
  const [language] = useLanguage();
  const [depth] = useDepth();
  const [hot, setHot] = useState<string | null>(null);
  const wide = !useNarrow(1000);
  const { values, given } = place, diagram = place.diagram!, { cell, drawing } = diagram;
  const names = (kind: string[]) => drawing.nodes.filter((n) => kind.includes(n.kind)).map((n) => n.label).join(", ");
  const point = (e: Event) => setHot((e.target as Element).closest("[data-node]")?.getAttribute("data-node") ?? null);
  const describe = useMemo(
    () => (n: CellNode, v: number | undefined) => { const said = n.kind === "operation" || n.kind === "sum" ? n.text : n.label; return v === undefined ? said : fill(t.is, { text: said, value: number(v, 3) }); },
    [language],
  );
  // What does not move is not drawn again while values do.
  const still = useMemo(() => {
    const held = new Set(drawing.nodes.filter((n) => (n.kind === "sum" || n.kind === "normalised") && given.has(n.key!)).map((n) => String(n.id)));
    return (
      <div class="panel words">
        <div>
          <strong>{t.equations}</strong>
          <Equations equations={diagram.equations} values={values} depth={depth} held={held} hot={hot} />
          {drawing.nodes.some((n) => n.kind === "normalised" || n.text.startsWith("norm(")) && <p class="quiet">{t.normalised}</p>}
        </div>
        <table>
          <tbody>
            <tr><th>{t.source}</th><td>{cell.source}</td></tr>
            <tr><th>{t.states}</th><td>{cell.states.join(", ")}</td></tr>
            <tr><th>{t.matrices}</th><td>{fill(t.ofInput, { w: cell.inputMatrices, r: cell.recurrentMatrices })}</td></tr>
            <tr><th>{fill(t.size, { units: cell.units })}</th><td>{cell.weights.toLocaleString(document.documentElement.lang)}</td></tr>
            <tr><th>{t.operations}</th><td>{cell.operations.toLocaleString(document.documentElement.lang)}</td></tr>
          </tbody>
        </table>
      </div>
    );
  }, [diagram, values, depth, hot, language]);
  return (
    <section onPointerOver={point} onPointerLeave={() => setHot(null)} onFocusIn={point} onFocusOut={() => setHot(null)}>
      <Figure
        name={`cell-${cell.name}`} title={fill(t.flow, { cell: cell.name })} live
        about={fill(t.drawn, { cell: cell.name, inputs: names(["input", "before", "below"]), nodes: drawing.nodes.filter((n) => n.kind === "sum" || n.kind === "operation").length, states: names(["after"]) })}
        more={<SheetButton name={cell.name} path={`cells/sheet?${place.asked}`} />}
      >
        <Drawing diagram={diagram} values={values} depth={depth} hot={hot} column={column} phase={phase} describe={describe} upright={beside > 1 && wide} />
      </Figure>
      {still}
    </section>
  );
}
