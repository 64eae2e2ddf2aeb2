// What a forecast rests on: its parts, the effect of each column, and of each row before, in two ways.
import { useText } from "../../address";
import { get } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { Bars, wide } from "../../ui/bars";
import { Chart } from "../../ui/chart";
import { Figure } from "../../ui/figure";
import { Failure, Waiting } from "../../ui/status";
import { useLatest } from "./latest";

const text = {
  title: ["What this forecast rests on", "这个预测的依据", "這個預測的依據"],
  parts: ["{name}: {point} = level {level} + trend {trend} + season {season} + rest {rest}.", "{name}：{point} = 水平 {level} + 趋势 {trend} + 季节 {season} + 其余 {rest}。", "{name}：{point} = 水準 {level} + 趨勢 {trend} + 季節 {season} + 其餘 {rest}。"],
  means: ["With all that is read at its mean it would be {baseline}; integrated gradients sum to the difference.", "若所读的一切都取平均值，预测为 {baseline}；积分梯度之和即为差值。", "若所讀的一切都取平均值，預測為 {baseline}；積分梯度之和即為差值。"],
  logarithm: ["All numbers are logarithms: an effect of 0.1 is a factor of 1.105.", "所有数值都是对数：影响 0.1 相当于乘以 1.105。", "所有數值都是對數：影響 0.1 相當於乘以 1.105。"],
  columns: ["Effect of each column", "每一列的影响", "每一欄的影響"],
  columnsAbout: ["How much each column adds to the forecast, the largest first: {list}.", "每一列给预测增加多少，由大到小：{list}。", "每一欄給預測增加多少，由大到小：{list}。"],
  integrated: ["by integrated gradients", "按积分梯度", "按積分梯度"],
  occluded: ["by leaving it out", "按遮盖", "按遮蓋"],
  rows: ["Effect of each row before", "之前每一行的影响", "之前每一列的影響"],
  rowsAbout: ["How much each row of a column adds to the forecast, by how many rows it lies before the one that is forecast; the largest is {largest}.", "每一行给预测增加多少，横轴是它在所预测的行之前多少行；最大的是 {largest}。", "每一列給預測增加多少，橫軸是它在所預測的列之前多少列；最大的是 {largest}。"],
  before: ["rows before", "之前的行数", "之前的列數"],
  effect: ["effect", "影响", "影響"],
} satisfies Record<string, Text>;

/** What is read beside the columns of a table. */
const read = {
  values: ["values", "值", "值"],
  calendar: ["calendar", "日历", "日曆"],
  "public holidays": ["public holidays", "公共假日", "國定假日"],
  "errors before": ["errors before", "此前的误差", "先前的誤差"],
} satisfies Record<string, Text>;

interface Effect { column: string; lag: number | null; rows: number; integrated: number | null; occluded: number }
interface Reasons { series: string; date: string | null; logarithm: boolean; point: number; baseline: number | null; level: number; trend: number; season: number; rest: number; columns: Effect[]; lags: Effect[] }

const mostColumns = 12, mostCurves = 6, row = 20;

const said = (value: number): string => String(Number(value.toPrecision(4))).replace("-", "−");

/** A part of the page that opens on demand; while it is open it follows the step at hand. */
export function Why({ run, at }: { run: string; at: number }) {
  const t = useWords(text);
  const [shown, show] = useText("why", "");
  const path = shown ? `inside/run/${run}/why?at=${at}` : null;
  const { data, error } = useLatest(path, () => get<Reasons>(path!));
  return (
    <details class="panel why" open={shown !== ""} onToggle={(e) => show(e.currentTarget.open ? "open" : "")}>
      <summary>{t.title}</summary>
      {error ? <Failure message={error} /> : shown && !data ? <Waiting /> : shown && data && <Told told={data} />}
    </details>
  );
}

function Told({ told }: { told: Reasons }) {
  const t = useWords(text), known: Record<string, string> = useWords(read);
  const called = (column: string) => known[column] ?? column;
  const columns = told.columns.slice(0, mostColumns), labels = columns.map((c) => called(c.column)), gradients = told.baseline !== null;
  const width = 560, room = 12 + 7.5 * Math.max(...labels.map(wide)), each = (width - room - 20) / (gradients ? 2 : 1);
  const most = Math.max(...columns.flatMap((c) => [Math.abs(c.integrated ?? 0), Math.abs(c.occluded)]), 1e-12);
  const size = (e: Effect) => e.integrated ?? e.occluded;
  const names = [...new Set(told.lags.map((l) => l.column))].slice(0, mostCurves);
  const curves = names.map((name) => {
    const own = told.lags.filter((l) => l.column === name).sort((a, b) => a.lag! - b.lag!);
    return { name: called(name), x: own.map((l) => l.lag!), y: own.map(size) };
  });
  const largest = told.lags[0];
  return (
    <>
      <p>{fill(t.parts, { name: told.date ? `${told.series}, ${told.date}` : told.series, point: said(told.point), level: said(told.level), trend: said(told.trend), season: said(told.season), rest: said(told.rest) })}</p>
      {told.baseline !== null && <p>{fill(t.means, { baseline: said(told.baseline) })}</p>}
      {told.logarithm && <p>{t.logarithm}</p>}
      <Figure name="inside-why-columns" title={t.columns} about={fill(t.columnsAbout, { list: columns.map((c) => `${called(c.column)} ${said(size(c))}`).join(", ") })}>
        <svg class="picture effects" viewBox={`0 0 ${width} ${40 + columns.length * row}`}>
          {gradients && <Bars x={0} y={26} width={room + each} row={row} values={columns.map((c) => c.integrated!)} labels={labels} most={most} numbers title={t.integrated} />}
          <Bars x={gradients ? room + each + 20 : 0} y={26} width={gradients ? each : room + each} row={row} values={columns.map((c) => c.occluded)} labels={gradients ? undefined : labels} most={most} numbers title={t.occluded} />
        </svg>
      </Figure>
      {largest && <Chart name="inside-why-rows" title={t.rows} about={fill(t.rowsAbout, { largest: `${called(largest.column)}, ${largest.lag}: ${said(size(largest))}` })} xLabel={t.before} yLabel={t.effect} height={220} curves={curves} />}
    </>
  );
}
