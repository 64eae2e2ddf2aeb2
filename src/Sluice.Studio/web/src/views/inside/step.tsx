// One step: what the model expected next, the numbers of a unit, and its equations with the numbers put in.
import { get } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { number, useDepth } from "../../ui/depth";
import { Failure } from "../../ui/status";
import { useWidth } from "../../ui/width";
import { useLatest } from "./latest";
import { labelOf, type Chosen, type Run } from "./run";
import { languages, useLanguage } from "../../language";

const text = {
  read: ["Step {step}: the model read {symbol}", "第 {step} 步：模型读到 {symbol}", "第 {step} 步：模型讀到 {symbol}"],
  came: ["Then came {next}: loss {loss} nats.", "接下来是 {next}：损失 {loss} 奈特。", "接下來是 {next}：損失 {loss} 奈特。"],
  end: ["The text ends here.", "文字到此结束。", "文字到此結束。"],
  expects: ["It expects", "它预测", "它預測"],
  without: ["without the silent units", "关掉这些单元后", "關掉這些單元後"],
  numbers: ["Unit {unit} at this step", "单元 {unit} 在这一步", "單元 {unit} 在這一步"],
} satisfies Record<string, Text>;

export interface Symbol { symbol: string; probability: number }
interface Expected { symbol: string; next: string | null; nextLoss: number | null; expected: Symbol[]; without: Symbol[] | null }
export interface Numbers { numbers: { name: string; value: number }[]; formulas: string[] }

export const shown = (symbol: string): string => (symbol === " " ? "␣" : symbol === "\n" ? "↵" : symbol === "\t" ? "⇥" : symbol);

/** The numbers may be those of the net with units off. */
export function Step({ run, chosen, at, silent, numbers }: { run: Run; chosen: Chosen; at: number; silent: string; numbers: Run }) {
  const t = useWords(text);
  const path = `inside/run/${run.id}/expected?at=${at}${silent && `&silent=${encodeURIComponent(silent)}`}`;
  const { data, error } = useLatest(path, () => get<Expected>(path));
  return (
    <div class="panel">
      <h2 class="step-head">{fill(t.read, { step: at, symbol: data ? `“${shown(data.symbol)}”` : "…" })}<br /><small class="quiet">{data && (data.next === null ? t.end : fill(t.came, { next: `“${shown(data.next)}”`, loss: number(data.nextLoss ?? 0) }))}</small></h2>
      {error && <Failure message={error} />}
      {data && <div class="columns"><Symbols title={t.expects} symbols={data.expected} next={data.next} />{data.without && <Symbols title={t.without} symbols={data.without} next={data.next} />}</div>}
      <NumbersOf run={numbers} chosen={chosen} at={at} />
    </div>
  );
}

/** How long words are in the strong letters of a drawing. */
let ruler: CanvasRenderingContext2D | undefined;
function lengthOf(words: string): number {
  const context = (ruler ??= document.createElement("canvas").getContext("2d")!);
  context.font = `650 12px ${getComputedStyle(document.body).fontFamily}`;
  return context.measureText(words).width;
}

/** As much of words as there is room for. */
function fitted(words: string, room: number): string {
  const letters = [...words];
  while (letters.length > 1 && lengthOf(letters.join("")) > room) letters.splice(-2, 2, "…");
  return letters.join("");
}

/** Bars from 0 to 1, the symbol that came in strong letters. */
export function Symbols({ title, symbols, next = null, sounded }: { title: string; symbols: readonly Symbol[]; next?: string | null; sounded?: readonly string[] }) {
  const [svg, width] = useWidth<SVGSVGElement>(330);
  const row = 20, names = symbols.map((s) => fitted(shown(s.symbol), 0.45 * width));
  const label = Math.max(40, 14 + Math.max(0, ...names.map(lengthOf))), bar = Math.max(20, width - label - 52);
  return (
    <svg ref={svg} class="picture expected" viewBox={`0 0 ${width} ${24 + row * symbols.length}`} role="img" aria-label={`${title}: ${symbols.map((s) => `${shown(s.symbol)} ${Math.round(100 * s.probability)} %`).join(", ")}`}>
      <text class="small quiet" x={0} y={12}>{title}</text>
      {symbols.map((s, k) => (
        <g key={k} transform={`translate(0 ${20 + k * row})`}>
          <text class={`small ${s.symbol === next || sounded?.includes(s.symbol) ? "strong" : ""}`} x={label - 8} y={row / 2} text-anchor="end" dominant-baseline="central">{names[k]}</text>
          <rect class="trough" x={label} y={3} width={bar} height={row - 6} rx={2} />
          <rect class="gate" x={label} y={3} width={bar * s.probability} height={row - 6} rx={2} />
          <text class="number" x={label + bar + 6} y={row / 2} dominant-baseline="central">{number(100 * s.probability, 1)} %</text>
        </g>
      ))}
    </svg>
  );
}

/** With the depth of numbers every gate and state of the unit; with that of formulas also how they came about. */
export function NumbersOf({ run, chosen, at }: { run: Run; chosen: Chosen; at: number }) {
  const t = useWords(text);
  const [depth] = useDepth();
  const [language] = useLanguage();
  const path = depth === "picture" ? null : `inside/run/${run.id}/numbers?layer=${chosen.layer}&unit=${chosen.unit}&at=${at}`;
  const { data, error } = useLatest(path, () => get<Numbers>(path!));
  if (depth === "picture") return null;
  const values = run.layers[chosen.layer].values;
  return (
    <div>
      <h3>{fill(t.numbers, { unit: chosen.unit })}</h3>
      {error && <Failure message={error} />}
      {data && (
        <table>
          <tbody>{data.numbers.map((n) => <tr key={n.name}><th scope="row">{labelOf(values.find((v) => v.name === n.name)!)[languages.indexOf(language)]}</th><td>{number(n.value, 3)}</td></tr>)}</tbody>
        </table>
      )}
      {data && depth === "formula" && <ul class="formulas">{data.formulas.map((f) => <li key={f}>{f}</li>)}</ul>}
    </div>
  );
}
