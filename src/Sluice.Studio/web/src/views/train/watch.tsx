// A run as it goes: loss, gradient norm, gates, what the model makes, and the hand on the tap.
import { useState } from "preact/hooks";
import { open } from "../../address";
import { post } from "../../api";
import { useWords } from "../../language";
import { number } from "../../ui/depth";
import { Figure } from "../../ui/figure";
import { LineChart } from "../../ui/line-chart";
import { Failure, Waiting } from "../../ui/status";
import type { Gate, Run } from "./run";
import { text } from "./text";

const minutes = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export function Watch({ name, run }: { name: string; run: Run | undefined }) {
  const t = useWords(text);
  const [failure, setFailure] = useState<string>();
  if (!run) return <Waiting />;
  const s = run.status, alive = s.state === "running" || s.state === "paused";
  const ask = (what: string) => void post(`run/${what}${what.includes("?") ? "&" : "?"}name=${encodeURIComponent(name)}`).then(() => setFailure(undefined), (e: Error) => setFailure(e.message));
  const steps = run.points.map((p) => p[0]);
  const left = s.step > 0 ? (s.seconds / s.step) * (s.total - s.step) : 0;
  const checked = run.validations.filter((v) => Number.isFinite(v.figures.loss));
  return (
    <section aria-label={name}>
      <div class="panel">
        <div class="row">
          <strong class="name">{name}</strong>
          <span class={`state ${s.state}`} role="status">{t[s.state]}</span>
          <span>{t.step} {s.step} / {s.total} · {t.epoch} {s.epoch}</span>
          <span>{minutes(s.seconds)}{alive && ` · ${minutes(left)} ${t.left}`}</span>
          {s.speed > 0 && <span>{Math.round(s.speed).toLocaleString("en")} {t.speed}</span>}
          {s.best !== null && <span>{t.best} <strong>{number(s.best, 4)}</strong></span>}
        </div>
        <progress max={Math.max(1, s.total)} value={s.state === "done" ? s.total : s.step} aria-label={t.step} />
        <div class="row">
          {s.state === "running" && <button type="button" onClick={() => ask("pause")}>{t.pause}</button>}
          {s.state === "paused" && <button type="button" class="main" onClick={() => ask("go")}>{t.go}</button>}
          {alive && <button type="button" onClick={() => ask("stop")}>{t.stop}</button>}
          {(s.state === "stopped" || s.state === "failed") && <button type="button" class="main" onClick={() => ask("resume")}>{t.go}</button>}
          {s.state === "done" && <button type="button" onClick={() => open("inside", { model: `${name}/model.safetensors` })}>{t.look}</button>}
          {alive && (
            <label class="slider">
              <span>{t.rate}</span>
              <input type="range" min={-2} max={2} step={0.1} value={Math.log10(s.rateFactor)} onChange={(e) => ask(`rate?factor=${10 ** Number(e.currentTarget.value)}`)} />
              <output>{Number(s.rateFactor.toPrecision(2))}</output>
            </label>
          )}
        </div>
        {s.message && <Failure message={s.message} />}
        {failure && <Failure message={failure} />}
      </div>
      {run.points.length > 1 && (
        <div class="columns">
          <Figure name="loss" title={t.loss} about={t.lossAbout}>
            <LineChart xLabel={t.step} yLabel={t.loss} height={260} width={460} curves={[
              { name: t.training, x: steps, y: run.points.map((p) => p[1]), band: [run.points.map((p) => p[2]), run.points.map((p) => p[3])] },
              ...(checked.length > 0 ? [{ name: t.validation, x: checked.map((v) => v.step), y: checked.map((v) => v.figures.loss) }] : []),
            ]} />
          </Figure>
          <Figure name="gradient-norm" title={t.norm} about={t.normAbout}>
            <LineChart xLabel={t.step} yLabel="" height={260} logY width={460} curves={[{ name: t.mean, x: steps, y: run.points.map((p) => p[4]), band: [run.points.map((p) => p[4]), run.points.map((p) => p[5])] }]} />
          </Figure>
        </div>
      )}
      {run.glimpse && (
        <div class="columns">
          {run.glimpse.truth.length > 0 ? (
            <Figure name="foreseen" title={t.foreseen} about={t.foreseenAbout}>
              <LineChart xLabel={t.row} yLabel="" height={260} width={460} curves={[
                { name: t.truth, x: run.glimpse.truth.map((_, i) => i), y: run.glimpse.truth },
                { name: t.forecast, x: run.glimpse.truth.map((_, i) => i), y: run.glimpse.foreseen.map((f) => f[1]), band: [run.glimpse.foreseen.map((f) => f[0]), run.glimpse.foreseen.map((f) => f[2])] },
              ]} />
            </Figure>
          ) : (
            <div class="panel made"><strong>{t.made}</strong>{run.glimpse.texts.map(([from, made], i) => <p key={i}>{from && <span class="quiet">{from} → </span>}{made}</p>)}</div>
          )}
          {run.glimpse.gates.length > 0 && <Figure name="gates" title={t.gates} about={t.gatesAbout}><Gates gates={run.glimpse.gates} /></Figure>}
        </div>
      )}
      <div class="columns">
        {run.figures.length > 0 && <div class="panel"><h2>{t.figures}</h2><table><tbody>{run.figures.map(([n, v]) => <tr key={n}><th scope="row">{n}</th><td>{v}</td></tr>)}</tbody></table></div>}
        {run.about.length > 0 && <div class="panel"><h2>{t.lines}</h2>{run.about.map((line) => <p key={line}>{line}</p>)}</div>}
      </div>
    </section>
  );
}

/** For each gate a bar: nearly shut, between, nearly open. */
function Gates({ gates }: { gates: Gate[] }) {
  const t = useWords(text);
  const width = 420, left = 34, row = 34;
  return (
    <svg class="picture" viewBox={`0 0 460 ${gates.length * row + 70}`}>
      {gates.map((g, i) => {
        const shut = g.shut * (width - left), openPart = g.open * (width - left);
        return (
          <g key={g.gate} transform={`translate(0 ${i * row + 8})`}>
            <text x={left - 8} y={12} text-anchor="end" dominant-baseline="central">{g.gate}</text>
            <rect class="trough" x={left} width={width - left} height={24} rx={3} />
            <rect class="negative" x={left} width={shut} height={24} />
            <rect class="positive" x={width - openPart} width={openPart} height={24} />
            <line class="axis" x1={left + g.mean * (width - left)} x2={left + g.mean * (width - left)} y1={-3} y2={27} />
            <text class="number" x={width + 6} y={12} dominant-baseline="central">{number(g.mean)}</text>
          </g>
        );
      })}
      <g transform={`translate(${left} ${gates.length * row + 28})`}>
        {([["negative", t.shut], ["trough", t.between], ["positive", t.open]] as const).map(([kind, label], k) => (
          <g key={kind} transform={`translate(${(k % 2) * 190} ${Math.floor(k / 2) * 20})`}><rect class={kind} width={14} height={14} /><text class="small" x={20} y={7} dominant-baseline="central">{label}</text></g>
        ))}
      </g>
    </svg>
  );
}
