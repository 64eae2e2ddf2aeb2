// A forecaster: what it expected of each row, how wrong it was, the fan of its forecasts, and its gates under the curve.
import { useEffect } from "preact/hooks";
import { setParameter, useText } from "../../address";
import { get, post, useAsked, useGet } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { Chart } from "../../ui/chart";
import { DepthChoice, number } from "../../ui/depth";
import type { Curve } from "../../ui/line-chart";
import { Failure, Waiting } from "../../ui/status";
import { useLatest } from "./latest";
import type { SeriesRun } from "./run";
import { Layers, useLooking } from "./steps";
import { Why } from "./why";

const text = {
  walks: ["It walks along", "它逐行读取", "它逐列讀取"],
  choose: ["choose a table", "选择一个表格", "選擇一個表格"],
  none: ["The table that it learned from is not in the folder. Put one with the same columns there, and choose it.", "文件夹中没有它学习用的表格。请放入一个列相同的表格，然后选择。", "資料夾中沒有它學習用的表格。請放入一個欄位相同的表格，然後選擇。"],
  facts: ["“{target}” over {steps} rows, {horizon} ahead; quantiles {quantiles}.", "“{target}”，共 {steps} 行，预测前方 {horizon} 行；分位数 {quantiles}。", "「{target}」，共 {steps} 列，預測前方 {horizon} 列；分位數 {quantiles}。"],
  factsClass: ["“{target}” over {steps} rows, one of {categories}.", "“{target}”，共 {steps} 行，取值为 {categories}。", "「{target}」，共 {steps} 列，取值為 {categories}。"],
  forecast: ["Forecast and fan", "预测与扇形", "預測與扇形"],
  forecastAbout: ["The values of {target}, what was expected of each row from all before it with its lowest and highest quantile, and the fan of forecasts made at step {at}.", "{target} 的值、由之前各行对每行的预测及最低与最高分位数，以及在第 {at} 步做出的预测扇形。", "{target} 的值、由之前各列對每列的預測及最低與最高分位數，以及在第 {at} 步做出的預測扇形。"],
  value: ["value", "实际值", "實際值"],
  expected: ["expected", "预测值", "預測值"],
  fan: ["fan from {at}", "从第 {at} 步的扇形", "從第 {at} 步的扇形"],
  row: ["step", "步", "步"],
  date: ["date", "日期", "日期"],
  residual: ["Residuals", "残差", "殘差"],
  residualAbout: ["What came less what was expected, by step.", "每一步的实际值减去预测值。", "每一步的實際值減去預測值。"],
  probability: ["Probability of each category", "各类别的概率", "各類別的機率"],
  probabilityAbout: ["The probability that the model gave each category, by step.", "模型在每一步给各类别的概率。", "模型在每一步給各類別的機率。"],
  last: ["The curves show the last {count} steps of the window.", "曲线显示窗口中最后 {count} 步。", "曲線顯示視窗中最後 {count} 步。"],
  at: ["Step {at}{date}: expected {expected}, came {value}.", "第 {at} 步{date}：预测 {expected}，实际 {value}。", "第 {at} 步{date}：預測 {expected}，實際 {value}。"],
} satisfies Record<string, Text>;

interface Point { step: number; date: string | null; value: number | null; category: string | null; forecast: number | null; residual: number | null; quantiles: number[]; class: string | null; probabilities: number[] }

const mostPoints = 1000;

export function SeriesView({ model }: { model: string }) {
  const t = useWords(text);
  const [file, setFile] = useText("file", "");
  const files = useGet<string[]>("inside/files?kind=table");
  const own = useGet<{ file: string | null }>(`inside/data?model=${encodeURIComponent(model)}`);
  const data = file || own.data?.file || null;
  const opened = useAsked<SeriesRun>(data && `${model}\n${data}`, (signal) => post<SeriesRun>("inside/series", { model, file: data }, signal));
  return (
    <>
      <div class="row">
        <label>{t.walks} <select name="source" value={data ?? ""} onChange={(e) => { for (const parameter of ["window", "step"]) setParameter(parameter, null); setFile(e.currentTarget.value); }}>
          {!data && <option value="">{t.choose}</option>}
          {files.data?.map((f) => <option key={f} value={f}>{f}</option>)}
        </select></label>
        <DepthChoice />
      </div>
      {own.data && !data && <p>{t.none}</p>}
      {opened.error && <Failure message={opened.error} />}
      {data && !opened.error && (!opened.data || opened.waiting) && <Waiting />}
      {data && !opened.error && opened.data && <Walked key={opened.data.id} run={opened.data} model={model} />}
    </>
  );
}

function Walked({ run, model }: { run: SeriesRun; model: string }) {
  const t = useWords(text);
  const looking = useLooking(run, 0.6, 200, true);
  const { view, player, at } = looking;
  const [given] = useText("step", "");
  // The fan opens near the end, as far from it as the model looks ahead.
  useEffect(() => {
    if (given === "") player.go(run.steps - run.horizon);
  }, []);
  const from = Math.max(view.from, view.to - mostPoints);
  const path = `inside/run/${run.id}/points?from=${from}&to=${view.to}`;
  const points = useLatest(path, () => get<Point[]>(path));
  const fanPath = run.categories ? null : `inside/run/${run.id}/fan?at=${at}`;
  const fan = useLatest(fanPath, () => get<Point[]>(fanPath!));
  const here = useLatest(`inside/run/${run.id}/points?from=${at}&to=${at + 1}`, () => get<Point[]>(`inside/run/${run.id}/points?from=${at}&to=${at + 1}`)).data?.[0];
  const shown = points.data ?? [];
  const known = shown.filter((p) => p.value !== null);
  const curves: Curve[] = [
    { name: t.value, x: known.map((p) => p.step), y: known.map((p) => p.value!) },
    { name: t.expected, x: shown.map((p) => p.step), y: shown.map((p) => p.forecast!), band: [shown.map((p) => p.quantiles[0]), shown.map((p) => p.quantiles.at(-1)!)] },
  ];
  const begun = fan.data?.[0]?.step ?? -1;
  if (fan.data && fan.data.length > 1 && begun >= from && begun < view.to) {
    const ahead = fan.data.filter((p) => p.step < view.to);
    curves.push({ name: fill(t.fan, { at: begun }), x: ahead.map((p) => p.step), y: ahead.map((p) => p.forecast!), band: [ahead.map((p) => p.quantiles[0]), ahead.map((p) => p.quantiles.at(-1)!)] });
  }
  const inView = at >= from && at < view.to ? at : undefined;
  const range: [number, number] = [from, view.to];
  // Where the table has dates they stand on the axis; the map below has the same steps.
  const dates = new Map(shown.map((p) => [p.step, p.date])), dated = shown.some((p) => p.date !== null);
  const axis = { xLabel: dated ? t.date : t.row, xFormat: dated ? (step: number) => dates.get(step) ?? "" : undefined, xRange: range };
  return (
    <>
      <p>{run.categories ? fill(t.factsClass, { target: run.target, steps: run.steps, categories: run.categories.join(", ") }) : fill(t.facts, { target: run.target, steps: run.steps, horizon: run.horizon, quantiles: run.quantiles.join(", ") })}</p>
      {(points.error ?? fan.error) && <Failure message={(points.error ?? fan.error)!} />}
      {view.to - view.from > mostPoints && <p class="quiet">{fill(t.last, { count: mostPoints })}</p>}
      {run.categories ? (
        <Chart name="inside-probabilities" title={t.probability} about={t.probabilityAbout} {...axis} yLabel="p" yRange={[0, 1]} height={240} mark={inView} curves={run.categories.slice(0, 6).map((name, c) => ({ name, x: shown.map((p) => p.step), y: shown.map((p) => p.probabilities[c]) }))} />
      ) : (
        <>
          <Chart name="inside-forecast" title={t.forecast} about={fill(t.forecastAbout, { target: run.target, at })} {...axis} yLabel={run.target} height={260} curves={curves} mark={inView} />
          <Chart name="inside-residuals" title={t.residual} about={t.residualAbout} {...axis} yLabel={run.target} height={150} mark={inView} curves={[{ name: t.residual, x: known.map((p) => p.step), y: known.map((p) => p.residual!) }]} />
        </>
      )}
      {!run.categories && <Why run={run.id} at={at} />}
      <Layers looking={looking} model={model} read={run} inset words={dated ? (step) => dates.get(step) ?? undefined : undefined}>
        {here && <p class="panel">{fill(t.at, { at, date: here.date ? ` (${here.date})` : "", expected: here.class ?? number(here.forecast ?? 0, 3), value: here.category ?? (here.value === null ? "–" : number(here.value, 3)) })}</p>}
      </Layers>
    </>
  );
}
