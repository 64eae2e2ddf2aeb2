// At which symbols a unit is high, and at which low: the mean over all steps at which each was read.
import { useGet } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { number } from "../../ui/depth";
import { Failure } from "../../ui/status";
import { valueQuery, type Chosen, type Run } from "./run";
import { shown } from "./step";

const text = {
  title: ["What does unit {unit} of {value} answer to?", "{value} 的单元 {unit} 对什么有反应？", "{value} 的單元 {unit} 對什麼有反應？"],
  how: ["The mean of the unit over all steps at which a symbol was read.", "读到某个符号的所有步中，该单元的均值。", "讀到某個符號的所有步中，該單元的均值。"],
  highest: ["highest", "最高", "最高"],
  lowest: ["lowest", "最低", "最低"],
  mean: ["mean", "均值", "均值"],
  steps: ["steps", "步数", "步數"],
  none: ["The text is too short for means.", "文字太短，无法求均值。", "文字太短，無法求均值。"],
} satisfies Record<string, Text>;

interface Mean { symbol: string; mean: number; count: number }

export function Tops({ run, chosen }: { run: Run; chosen: Chosen }) {
  const t = useWords(text);
  const { data, error } = useGet<{ highest: Mean[]; lowest: Mean[] }>(`inside/run/${run.id}/symbols?${valueQuery(chosen)}&unit=${chosen.unit}`);
  const table = (title: string, means: Mean[]) => (
    <table>
      <thead><tr><th>{title}</th><th>{t.mean}</th><th>{t.steps}</th></tr></thead>
      <tbody>{means.map((m) => <tr key={m.symbol}><td class="symbol" lang="">{shown(m.symbol)}</td><td>{number(m.mean)}</td><td class="quiet">{m.count}</td></tr>)}</tbody>
    </table>
  );
  return (
    <section class="panel tops">
      <h2>{fill(t.title, { unit: chosen.unit, value: chosen.value.name })}</h2>
      <p class="quiet">{t.how}</p>
      {error && <Failure message={error} />}
      {data && (data.highest.length > 0 ? <div class="columns">{table(t.highest, data.highest)}{table(t.lowest, data.lowest)}</div> : <p>{t.none}</p>)}
    </section>
  );
}
