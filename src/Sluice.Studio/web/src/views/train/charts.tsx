// Loss, gradient norm and learning rate over the steps of a run.
import { useChoice, useNumber } from "../../address";
import { fill, useWords } from "../../language";
import { Chart } from "../../ui/chart";
import type { Run } from "./run";
import { smoothed } from "./smooth";
import { useSay, type Task } from "./tasks";
import { text } from "./text";

const usual = 10;
const windows = [0, 10, 30, 100, 300, 1000];

/** How the curves are drawn: smoothed or not, on a logarithmic axis or not. */
export function CurveChoices() {
  const t = useWords(text);
  const [smooth, setSmooth] = useNumber("smooth", usual);
  const [log, setLog] = useChoice("log", ["no", "yes"], "no");
  return (
    <>
      <label>{t.smooth} <select name="smooth" value={smooth} onChange={(e) => setSmooth(Number(e.currentTarget.value))}>{windows.map((n) => <option key={n} value={n}>{n === 0 ? "–" : n}</option>)}</select></label>
      <label><input type="checkbox" name="log" checked={log === "yes"} onChange={(e) => setLog(e.currentTarget.checked ? "yes" : "no")} /> {t.log}</label>
    </>
  );
}

/** Loss and gradient norm. */
export function Charts({ task, run }: { task?: Task; run: Run }) {
  const t = useWords(text), say = useSay();
  const measure = task?.measure ? say(task.measure) : undefined;
  const [smooth] = useNumber("smooth", usual);
  const [log] = useChoice("log", ["no", "yes"], "no");
  const points = run.points, steps = points.map((p) => p[0]);
  const loss = smoothed(points, smooth);
  const checked = run.validations.filter((v) => Number.isFinite(v.figures.loss));
  const best = checked.filter((v) => v.best).at(-1);
  const validation = { name: t.validation, x: checked.map((v) => v.step), y: checked.map((v) => v.figures.loss) };
  const clip = run.last?.clip ?? 0, ends = [steps[0], steps[steps.length - 1]];
  const losses = [{ name: t.training, x: steps, y: loss.mean, band: [loss.least, loss.most] as [number[], number[]] }, ...(checked.length > 0 && !measure ? [validation] : [])];
  const norms = [{ name: t.mean, x: steps, y: points.map((p) => p[4]), band: [points.map((p) => p[4]), points.map((p) => p[5])] as [number[], number[]] }, ...(clip > 0 ? [{ name: `${t.clipped} ${clip}`, x: ends, y: [clip, clip] }] : [])];
  const chart = { xLabel: t.step, height: 260, width: 460 };
  return (
    <>
      <Chart name="loss" title={t.loss} about={`${t.lossAbout}${best ? ` ${fill(t.bestMark, { step: best.step })}` : ""}`} {...chart} yLabel={t.loss} logY={log === "yes"} mark={best?.step} curves={losses} />
      {measure && checked.length > 1 && (
        <Chart name="validation" title={measure} about={t.validationAbout} {...chart} yLabel="" logY={log === "yes"} mark={best?.step} curves={[{ ...validation, name: measure }]} />
      )}
      <Chart name="gradient-norm" title={t.norm} about={t.normAbout} {...chart} yLabel="" logY curves={norms} />
    </>
  );
}

/** The learning rate, where it changes. */
export function Rate({ run }: { run: Run }) {
  const t = useWords(text);
  const rates = run.points.map((p) => p[6]);
  if (!rates.some((r) => Math.abs(r - rates[0]) > 1e-9 * Math.abs(rates[0]))) return null;
  const rate = { name: t.learningRate, x: run.points.map((p) => p[0]), y: rates };
  return (
    <Chart name="learning-rate" title={t.learningRate} about={t.rateAbout} xLabel={t.step} yLabel="" height={180} width={460} curves={[rate]} />
  );
}
