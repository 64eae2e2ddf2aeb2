// The same in numbers, and as equations with the numbers put in.
import { fill } from "../../language";
import { number, type Depth } from "../../ui/depth";
import { Slider } from "../../ui/slider";
import { readers, type Reading } from "./memory";

export function Depths({ data, step, depth, unit, setUnit, t }: { data: Reading; step: number; depth: Depth; unit: number; setUnit: (unit: number) => void; t: Record<string, string> }) {
  if (depth === "picture") return null;
  return (
    <div class="panel">
      <div class="scroll" tabIndex={0} role="group" aria-label={fill(t.answers, { word: data.words[step] })}>
        <table class="chances">
          <caption>{fill(t.answers, { word: data.words[step] })}</caption>
          <thead><tr><th>{t.net}</th>{data.answers.map((a) => <th key={a}>{a}</th>)}</tr></thead>
          <tbody>{data.nets.map((n, k) => <tr key={k}><th scope="row">{t[readers[k]]}</th>{n.reading.chances[step].map((p, a) => <td key={a}>{number(p, 3)}</td>)}</tr>)}</tbody>
        </table>
      </div>
      {depth === "formula" && (
        <>
          <Slider label={t.unit} value={unit} min={1} max={data.nets[0].reading.memory[0].length} step={1} decimals={0} onInput={setUnit} />
          <pre class="equations">{data.nets.slice(1).map((n, k) => `${t[readers[k + 1]]}\n  ${n.reading.equations[step].join("\n  ")}\n  p = softmax(V h + b)`).join("\n\n")}</pre>
        </>
      )}
    </div>
  );
}
