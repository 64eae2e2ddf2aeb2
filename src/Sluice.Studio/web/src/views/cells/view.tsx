// The cell atlas: every cell of the catalog, its data flow and its equations, alive, and variants side by side.
import { useState } from "preact/hooks";
import { useNumber, useText } from "../../address";
import { useGet } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { DepthChoice, number, useDepth } from "../../ui/depth";
import { Figure } from "../../ui/figure";
import { PlayerControls, usePlayer } from "../../ui/player";
import { Slider } from "../../ui/slider";
import { Failure, Waiting } from "../../ui/status";
import { initial, plain, type Cell, type CellNode, type Diagram, type Values } from "./atlas";
import { columnsOf, Drawing } from "./drawing";
import { Equations, Name } from "./equations";
import "./view.css";

const text = {
  find: ["Find a cell", "查找单元", "尋找單元"],
  hint: ["name, year, author or equation", "名称、年份、作者或公式", "名稱、年份、作者或公式"],
  none: ["No cell has that in its name, source or equations.", "没有单元的名称、出处或公式包含它。", "沒有單元的名稱、出處或公式包含它。"],
  cells: ["Cells", "单元", "單元"],
  beside: ["Beside it", "并排比较", "並排比較"],
  wrapped: ["Wrapped in", "外层包装", "外層包裝"],
  third: ["and", "以及", "以及"],
  nothing: ["nothing", "无", "無"],
  reset: ["Reset the values", "重置数值", "重設數值"],
  weights: ["Other weights", "换一组权重", "換一組權重"],
  flow: ["Data flow of {cell}", "{cell} 的数据流", "{cell} 的資料流"],
  drawn: [
    "One step of one unit of {cell}: {inputs} at the left flow through {nodes} nodes to {states} at the right. Orange wires carry positive values, blue ones negative, teal ones are gates from 0 to 1; the thicker, the larger.",
    "{cell} 的一个单元的一步：左边的 {inputs} 经过 {nodes} 个节点流向右边的 {states}。橙线为正值，蓝线为负值，青线是 0 到 1 的门；越粗，值越大。",
    "{cell} 的一個單元的一步：左邊的 {inputs} 經過 {nodes} 個節點流向右邊的 {states}。橙線為正值，藍線為負值，青線是 0 到 1 的門；越粗，值越大。",
  ],
  equations: ["Equations, recorded from its code", "由代码记录的公式", "由程式碼記錄的公式"],
  inputs: ["Inputs of one unit", "一个单元的输入", "一個單元的輸入"],
  about: [
    "Drag a value and it flows on. A sum follows x and the states before until it is held by dragging it; × lets it go.",
    "拖动一个值，它就流下去。求和值随 x 和前一状态变化，拖动后固定；按 × 松开。",
    "拖動一個值，它就流下去。求和值隨 x 和前一狀態變化，拖動後固定；按 × 鬆開。",
  ],
  own: ["Weights and numbers of the unit", "单元的权重和常数", "單元的權重和常數"],
  sum: ["sum {name}", "和 {name}", "和 {name}"],
  release: ["Let {name} go", "松开 {name}", "鬆開 {name}"],
  normalised: ["Normalising runs over all units of a layer; of this one unit the value passes as it is.", "归一化在一层的所有单元上进行；只看一个单元时，值原样通过。", "正規化在一層的所有單元上進行；只看一個單元時，值原樣通過。"],
  only: ["Marked yellow and dashed: not in the cell beside it.", "黄色虚线标记：并排的单元中没有。", "黃色虛線標記：並排的單元中沒有。"],
  source: ["Source", "出处", "出處"],
  states: ["States", "状态", "狀態"],
  matrices: ["Matrices", "矩阵", "矩陣"],
  ofInput: ["{w} from x, {r} within the step or from before", "{w} 个来自 x，{r} 个来自前一步或本步之内", "{w} 個來自 x，{r} 個來自前一步或本步之內"],
  size: ["Weights, {units} units", "权重数，{units} 个单元", "權重數，{units} 個單元"],
  operations: ["Operations of the products of one step", "一步中矩阵乘积的运算数", "一步中矩陣乘積的運算數"],
  all: ["whole step", "整个一步", "整個一步"],
  column: ["{k} of {n}", "第 {k} / {n} 列", "第 {k} / {n} 欄"],
  is: ["{text}, here {value}", "{text}，此处为 {value}", "{text}，此處為 {value}"],
} satisfies Record<string, Text>;

const kinds = ["input", "before", "below", "sum", "normalised"];
const query = (name: string) => encodeURIComponent(name);

export default function View() {
  const t = useWords(text);
  const [cell, setCell] = useText("cell", "lstm");
  const [besideText, setBeside] = useText("beside", "");
  const [given, setGiven] = useText("at", "");
  const [seed, setSeed] = useNumber("seed", 1);
  const list = useGet<Cell[]>("cells"), wrappers = useGet<string[]>("cells/wrappers");
  const base = cell.split("+")[0];
  const beside = besideText.split(",").filter((c) => c !== "" && c !== cell).slice(0, 2);

  // Three places, always asked in the same order; an empty one asks nothing.
  const places = [usePlace(cell, given, seed), usePlace(beside[0], given, seed), usePlace(beside[1], given, seed)];
  const shown = places.filter((p) => p.diagram.data !== undefined && p.name !== undefined && p.diagram.data.cell.name === p.name);
  const steps = Math.max(1, ...shown.map((p) => columnsOf(p.diagram.data!).length));
  const player = usePlayer(steps + 1, 1.2);
  const failure = list.error ?? places.map((p) => p.name && (p.diagram.error ?? p.values.error)).find(Boolean);
  const others = list.data?.filter((c) => c.name !== cell).map((c) => c.name) ?? [];
  return (
    <div class="cells">
      <CellList list={list.data} chosen={base} choose={setCell} />
      <div class="row">
        <label>{t.wrapped} <Choice value={cell.slice(base.length + 1)} names={wrappers.data ?? []} none={t.nothing} onChoose={(w) => setCell(w === "" ? base : `${base}+${w}`)} /></label>
        <label>{t.beside} <Choice value={beside[0] ?? ""} names={others} none={t.nothing} onChoose={(c) => setBeside([c, ...(c === "" ? [] : beside.slice(1))].filter(Boolean).join(","))} /></label>
        {beside.length > 0 && <label>{t.third} <Choice value={beside[1] ?? ""} names={others.filter((c) => c !== beside[0])} none={t.nothing} onChoose={(c) => setBeside([beside[0], c].filter(Boolean).join(","))} /></label>}
        <DepthChoice />
        <button type="button" onClick={() => { setGiven(""); setSeed(1); player.reset(); }}>{t.reset}</button>
        <button type="button" onClick={() => setSeed(seed + 1)}>{t.weights}</button>
      </div>
      {failure && <Failure message={failure} />}
      {shown.length === 0 && !failure && <Waiting />}
      {shown.length > 1 && <p class="quiet">{t.only}</p>}
      <div class={`beside${shown.length > 1 ? " two" : ""}`}>
        {shown.map((p) => <CellSection key={p.name} place={p} beside={shown.filter((o) => o !== p)} column={player.step === 0 ? undefined : player.step - 1} phase={player.phase} />)}
      </div>
      {shown.length > 0 && <Inputs places={shown} given={given} setGiven={setGiven} />}
      <PlayerControls player={player} label={(s) => (s === 0 ? t.all : fill(t.column, { k: s, n: steps }))} />
    </div>
  );
}

interface Place {
  name: string | undefined;
  diagram: { data: Diagram | undefined; error: string | undefined };
  values: { data: Values | undefined; error: string | undefined };
  /** The values given to this cell, by key. */
  given: Map<string, number>;
}

/** A cell with its drawing and the values in it. */
function usePlace(name: string | undefined, at: string, seed: number): Place {
  const diagram = useGet<Diagram>(name === undefined ? null : `cells/drawing?name=${query(name)}`);
  const nodes = diagram.data?.cell.name === name ? diagram.data?.drawing.nodes : undefined;
  const given = new Map<string, number>();
  for (const node of nodes ?? []) if (node.key !== null && initial(node) !== undefined) given.set(node.key, initial(node)!);
  for (const [key, value] of parse(at)) if (nodes?.some((n) => n.key === key)) given.set(key, value);
  const values = useGet<Values>(nodes === undefined ? null : `cells/values?name=${query(name!)}&seed=${Math.max(0, Math.floor(seed))}&given=${query([...given].map(([k, v]) => `${k}:${v}`).join(","))}`);
  const fits = nodes !== undefined && values.data !== undefined && nodes.every((n) => n.id < values.data!.nodes.length);
  return { name, diagram, values: { data: fits ? values.data : undefined, error: values.error }, given };
}

const parse = (at: string): [string, number][] =>
  at.split(",").map((p): [string, number] => [p.slice(0, p.lastIndexOf(":")), Number(p.slice(p.lastIndexOf(":") + 1))]).filter(([key, value]) => key !== "" && Number.isFinite(value));

function CellList({ list, chosen, choose }: { list: Cell[] | undefined; chosen: string; choose: (name: string) => void }) {
  const t = useWords(text);
  const [find, setFind] = useText("find", "");
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  const found = list?.filter((c) => words.every((w) => `${c.name} ${c.equation}`.toLowerCase().includes(w)));
  return (
    <div class="panel">
      <label class="row">{t.find} <input type="search" value={find} placeholder={t.hint} onInput={(e) => setFind(e.currentTarget.value)} /></label>
      <div class="list" role="group" aria-label={t.cells}>
        {found?.map((c) => <button key={c.name} type="button" aria-pressed={c.name === chosen} title={c.source} onClick={() => choose(c.name)}>{c.name}</button>)}
        {found?.length === 0 && <p class="quiet">{t.none}</p>}
      </div>
    </div>
  );
}

function Choice({ value, names, none, onChoose }: { value: string; names: string[]; none: string; onChoose: (name: string) => void }) {
  return (
    <select value={value} onChange={(e) => onChoose(e.currentTarget.value)}>
      <option value="">{none}</option>
      {names.map((n) => <option key={n} value={n}>{n}</option>)}
    </select>
  );
}

function CellSection({ place, beside, column, phase }: { place: Place; beside: Place[]; column: number | undefined; phase: number }) {
  const t = useWords(text);
  const [depth] = useDepth();
  const [hot, setHot] = useState<string | null>(null);
  const diagram = place.diagram.data!, { cell, drawing } = diagram, values = place.values.data;
  const otherNodes = new Set(beside.flatMap((p) => p.diagram.data!.drawing.nodes.map((n) => n.text)));
  const otherEquations = new Set(beside.flatMap((p) => p.diagram.data!.equations.map(plain)));
  const held = new Set(drawing.nodes.filter((n) => (n.kind === "sum" || n.kind === "normalised") && place.given.has(n.key!)).map((n) => String(n.id)));
  const names = (kind: string[]) => drawing.nodes.filter((n) => kind.includes(n.kind)).map((n) => n.label).join(", ");
  const point = (e: Event) => setHot((e.target as Element).closest("[data-node]")?.getAttribute("data-node") ?? null);
  return (
    <section onPointerOver={point} onPointerLeave={() => setHot(null)} onFocusIn={point} onFocusOut={() => setHot(null)}>
      <Figure
        name={`cell-${cell.name}`} title={fill(t.flow, { cell: cell.name })} live
        about={fill(t.drawn, { cell: cell.name, inputs: names(["input", "before", "below"]), nodes: drawing.nodes.filter((n) => n.kind === "sum" || n.kind === "operation").length, states: names(["after"]) })}
      >
        <Drawing
          diagram={diagram} values={values} depth={depth} hot={hot} column={column} phase={phase} only={(n) => beside.length > 0 && !otherNodes.has(n.text)}
          describe={(n, v) => { const said = n.kind === "operation" || n.kind === "sum" ? n.text : n.label; return v === undefined ? said : fill(t.is, { text: said, value: number(v, 3) }); }}
        />
      </Figure>
      <div class="panel words">
        <div>
        <strong>{t.equations}</strong>
        <Equations equations={diagram.equations} values={values} depth={depth} held={held} hot={hot} only={(e) => beside.length > 0 && !otherEquations.has(e)} />
        {drawing.nodes.some((n) => n.kind === "normalised" || n.text.startsWith("norm(")) && <p class="quiet">{t.normalised}</p>}
        </div>
        <table>
          <tbody>
            <tr><th>{t.source}</th><td>{cell.source}</td></tr>
            <tr><th>{t.states}</th><td>{cell.states.join(", ")}</td></tr>
            <tr><th>{t.matrices}</th><td>{fill(t.ofInput, { w: cell.inputMatrices, r: cell.recurrentMatrices })}</td></tr>
            <tr><th>{fill(t.size, { units: cell.units })}</th><td>{cell.weights.toLocaleString("en")}</td></tr>
            <tr><th>{t.operations}</th><td>{cell.operations.toLocaleString("en")}</td></tr>
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Sliders for everything that can be given, shared by the cells shown. */
function Inputs({ places, given, setGiven }: { places: Place[]; given: string; setGiven: (given: string) => void }) {
  const t = useWords(text);
  const own = new Map(parse(given));
  const sliders = new Map<string, { node: CellNode; value: number | undefined }>();
  for (const p of places)
    for (const node of p.diagram.data!.drawing.nodes)
      if (node.key !== null && !sliders.has(node.key)) sliders.set(node.key, { node, value: p.given.get(node.key) ?? p.values.data?.nodes[node.id] });
  const write = (key: string, value: number | undefined) => {
    const next = new Map(own);
    if (value === undefined) next.delete(key);
    else next.set(key, value);
    setGiven([...next].map(([k, v]) => `${k}:${v}`).join(","));
  };
  const row = ([key, { node, value }]: [string, { node: CellNode; value: number | undefined }]) => {
    const sum = node.kind === "sum" || node.kind === "normalised", most = sum ? 6 : 2, name = node.label.replace("Σ ", "");
    return (
      <div class="held" key={key}>
        <Slider label={sum ? fill(t.sum, { name }) : <Name text={name} />} value={value ?? 0} min={-Math.max(most, Math.ceil(Math.abs(value ?? 0)))} max={Math.max(most, Math.ceil(Math.abs(value ?? 0)))} step={0.05} onInput={(v) => write(key, v)} />
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
