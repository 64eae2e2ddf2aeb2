// A run as it goes: where it stands, the hand on the tap, curves, numbers, formulas, and what the model makes.
import { useState } from "preact/hooks";
import { post, sentenceOf, useGet } from "../../api";
import { fill, useWords } from "../../language";
import { DepthChoice, number, useDepth } from "../../ui/depth";
import { Figure } from "../../ui/figure";
import { Failure, Waiting } from "../../ui/status";
import { After } from "./after";
import { Charts, CurveChoices, Rate } from "./charts";
import { Exhibits } from "./exhibits";
import { Formula } from "./formula";
import { Gates } from "./gates";
import { Named } from "./named";
import { Numbers } from "./numbers";
import type { Run } from "./run";
import type { Task } from "./tasks";
import { text } from "./text";

const minutes = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export function Watch({ name, task, run, onName }: { name: string; task?: Task; run: Run | undefined; onName: (name: string) => void }) {
  const t = useWords(text);
  const [depth] = useDepth();
  if (!run) return <Waiting />;
  if (run.status.state === "gone") return <div class="panel"><div class="row"><strong class="name">{name}</strong><span class="state failed" role="status">{t.gone}</span></div><p>{t.goneWhy}</p></div>;
  return (
    <section aria-label={name}>
      <Head name={name} task={task} run={run} onName={onName} />
      {run.points.length > 1 && (
        <div class="row"><DepthChoice /><CurveChoices /></div>
      )}
      {depth === "numbers" && <Numbers validations={run.validations} />}
      {depth === "formula" && run.last && <Formula task={task} last={run.last} />}
      <div class="columns">
        {run.points.length > 1 && <Charts task={task} run={run} />}
        {run.glimpse && <Exhibits all={run.glimpse.exhibits} />}
        {run.glimpse && run.glimpse.gates.length > 0 && <Figure name="gates" title={t.gates} about={t.gatesAbout}><Gates gates={run.glimpse.gates} /></Figure>}
        {run.points.length > 1 && <Rate run={run} />}
      </div>
      <div class="columns">
        {run.figures.length > 0 && <div class="panel"><h2>{t.figures}</h2><table><tbody>{run.figures.map(([n, v]) => <tr key={n}><th scope="row">{n}</th><td>{v}</td></tr>)}</tbody></table></div>}
        {run.about.length > 0 && <div class="panel"><h2>{t.lines}</h2>{run.about.map((line) => <p key={line}>{line}</p>)}</div>}
      </div>
    </section>
  );
}

/** Where the run stands, and what can be done with it. */
function Head({ name, task, run, onName }: { name: string; task?: Task; run: Run; onName: (name: string) => void }) {
  const t = useWords(text);
  const [failure, setFailure] = useState<string>();
  const s = run.status, alive = s.state === "running" || s.state === "paused", halted = s.state === "stopped" || s.state === "failed";
  const stands = useGet<{ from: number }>(halted ? `run?name=${encodeURIComponent(name)}&at=${s.step}` : null);
  const ask = (what: string) => void post(`run/${what}${what.includes("?") ? "&" : "?"}name=${encodeURIComponent(name)}`).then(() => setFailure(undefined), (e: Error) => setFailure(e.message));
  const left = s.step > 0 ? (s.seconds / s.step) * (s.total - s.step) : 0;
  return (
    <div class="panel">
      <div class="row">
        <Named name={name} fixed={s.state !== "done" && !halted} onName={onName} />
        <span class={`state ${s.state}`} role="status">{t[s.state]}</span>
        <span>{t.step} {s.step} / {s.total} · {t.epoch} {s.epoch}</span>
        <span>{minutes(s.seconds)}{(alive || s.state === "elsewhere") && ` · ${minutes(left)} ${t.left}`}</span>
        {s.speed > 0 && <span>{Math.round(s.speed).toLocaleString(document.documentElement.lang)} {t.speed}</span>}
        {s.best !== null && <span>{t.best} <strong>{number(s.best, 4)}</strong></span>}
      </div>
      <progress max={Math.max(1, s.total)} value={s.state === "done" ? s.total : s.step} aria-label={t.step} />
      <div class="row">
        {s.state === "running" && <button type="button" onClick={() => ask("pause")}>{t.pause}</button>}
        {s.state === "paused" && <button type="button" class="main" onClick={() => ask("go")}>{t.go}</button>}
        {alive && <button type="button" onClick={() => ask("stop")}>{t.stop}</button>}
        {halted && <button type="button" class="main" onClick={() => ask("resume")}>{stands.data === undefined ? t.go : stands.data.from > 0 ? fill(t.goFrom, { step: stands.data.from }) : t.goAnew}</button>}
        {halted && <span class="quiet">{t.goes}</span>}
        {alive && (
          <label class="slider">
            <span>{t.rate}</span>
            <input type="range" name="rate" min={-2} max={2} step={0.1} value={Math.log10(s.rateFactor)} onChange={(e) => ask(`rate?factor=${10 ** Number(e.currentTarget.value)}`)} />
            <output>{Number(s.rateFactor.toPrecision(2))}</output>
          </label>
        )}
      </div>
      {(s.state === "done" || halted) && <After name={name} task={task} done={s.state === "done"} />}
      {s.message && <Failure message={sentenceOf(s.message)} />}
      {failure && <Failure message={failure} />}
    </div>
  );
}
