// Two to six runs side by side: one curve each, and the settings in which they differ.
import { useChoice, useText } from "../../address";
import { useAsked } from "../../api";
import { useWords } from "../../language";
import { Chart } from "../../ui/chart";
import { lines } from "../../ui/colour";
import { csvOf } from "../../ui/csv";
import { number } from "../../ui/depth";
import { figureName } from "./figure-names";
import { settingsOf } from "./form";
import type { Run } from "./run";
import { useNames, useSay, type Task } from "./tasks";
import { text } from "./text";

export const mostCompared = 6;
const last = (name: string): string => name.split("/").pop()!;
/** A letter, by which the table calls it, and its name. */
const label = (name: string, i: number): string => `${letter(i)} ${last(name)}`;
const letter = (i: number): string => String.fromCharCode(65 + i);

export function Compare({ names, runs, tasks }: { names: string[]; runs: Record<string, Run>; tasks: Task[] | undefined }) {
  const t = useWords(text), say = useSay(), nameOf = useNames(tasks);
  const [figure, setFigure] = useText("figure", "loss");
  const [over, setOver] = useChoice("over", ["step", "seconds"], "step");
  const [log, setLog] = useChoice("log", ["no", "yes"], "no");
  const settings = useAsked(names.length < 2 ? null : names.join("\n"), () => Promise.all(names.map((n) => settingsOf(n).catch(() => ({} as Record<string, string>)))));
  if (names.length < 2) return <div class="panel"><h2>{t.compare}</h2><p>{t.chooseMore}</p>{names.map((n) => <p key={n} class="quiet name">{n}</p>)}</div>;
  const all = settings.data?.length === names.length ? settings.data : undefined;
  const keys = all ? [...new Set(all.flatMap((s) => Object.keys(s)))].filter((k) => all.every((s) => k in s) && new Set(all.map((s) => s[k])).size > 1) : [];
  const figures = [...new Set(["loss", ...names.flatMap((n) => Object.keys(runs[n]?.validations[0]?.figures ?? {}))])];
  const curve = (n: string, i: number) => {
    const run = runs[n];
    if (figure === "training") return { name: label(n, i), x: run?.points.map((p) => p[0]) ?? [], y: run?.points.map((p) => p[1]) ?? [] };
    const v = run?.validations.filter((o) => Number.isFinite(o.figures[figure])) ?? [];
    return { name: label(n, i), x: v.map((o) => o[over]), y: v.map((o) => o.figures[figure]) };
  };
  // Against the first run, where both are numbers.
  const against = (value: string | undefined, first: string | undefined) => {
    const d = Number(value) - Number(first);
    return value !== undefined && value !== "" && first !== undefined && first !== "" && Number.isFinite(d) && d !== 0 && <span class="difference"> ({d > 0 ? "+" : "−"}{Number(Math.abs(d).toPrecision(4))})</span>;
  };
  const bests = names.map((n) => runs[n]?.status.best ?? null), lowest = Math.min(...bests.filter((b) => b !== null));
  return (
    <>
      <div class="row">
        <label>{t.figure} <select name="figure" value={figure} onChange={(e) => setFigure(e.currentTarget.value)}>{figures.map((f) => <option key={f} value={f}>{`${t.validation}: ${f === "loss" ? t.loss : figureName(f, say)}`}</option>)}<option value="training">{t.trainingLoss}</option></select></label>
        <label>{t.over} <select name="over" value={figure === "training" ? "step" : over} disabled={figure === "training"} onChange={(e) => setOver(e.currentTarget.value as "step" | "seconds")}><option value="step">{t.step}</option><option value="seconds">{t.seconds}</option></select></label>
        <label><input type="checkbox" name="log" checked={log === "yes"} onChange={(e) => setLog(e.currentTarget.checked ? "yes" : "no")} /> {t.log}</label>
      </div>
      <Chart name="compare" title={t.compare} about={t.compareAbout} numbers={() => csvOf(over, names.map((n, i) => ({ ...curve(n, i), name: last(n) })))} xLabel={figure === "training" || over === "step" ? t.step : t.seconds} yLabel="" logY={log === "yes"} width={760} curves={names.map(curve)} />
      <div class="panel">
        <h2>{t.differs}</h2>
        <div class="scroll" tabIndex={0}>
          <table class="compared">
            <thead><tr><td />{names.map((n, i) => <th key={n} scope="col"><svg width="34" height="10" aria-hidden="true"><line x1={0} x2={34} y1={5} y2={5} stroke={lines[i].colour} stroke-width={3} stroke-dasharray={lines[i].dash} /></svg> {letter(i)}<br /><span class="name">{last(n)}</span></th>)}</tr></thead>
            <tbody>
              <tr><th scope="row">{t.best}</th>{bests.map((b, i) => <td key={names[i]} class={b !== null && b === lowest ? "strong" : ""}>{b === null ? "–" : number(b, 4)}{i > 0 && b !== null && bests[0] !== null && against(b.toFixed(4), bests[0].toFixed(4))}</td>)}</tr>
              {keys.map((k) => <tr key={k}><th scope="row" title={k}>{k === "task" ? t.task : nameOf(k)}</th>{names.map((n, i) => <td key={n}>{all![i][k] ?? "–"}{i > 0 && against(all![i][k], all![0][k])}</td>)}</tr>)}
            </tbody>
          </table>
        </div>
        {keys.includes("task") && <p class="quiet">{t.tasksDiffer}</p>}
        {all && keys.length === 0 && <p class="quiet">{t.same}</p>}
        <p class="quiet">{t.against}</p>
      </div>
    </>
  );
}
