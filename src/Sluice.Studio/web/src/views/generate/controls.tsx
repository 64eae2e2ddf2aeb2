// From what a net draws, how many, how boldly, and by which seed.
import { setParameter } from "../../address";
import { useGet } from "../../api";
import { fill, useWords } from "../../language";
import { Slider } from "../../ui/slider";
import { chosen, isBetween, isSquare, waysOf, type About, type Ask } from "./asked";
import { text } from "./text";

const most = { count: 16, side: 7, steps: 2000, seed: 1e9 };

export function Controls({ about, ask, count }: { about: About; ask: Ask; count: number | undefined }) {
  const t = useWords(text);
  const images = about.kind === "images", mixes = isBetween(ask.from), square = isSquare(ask.from), ends = mixes && ask.reads;
  const anew = (set: () => void) => { setParameter("step", null); set(); };
  const last = count === undefined ? 1e6 : Math.max(1, count);
  return (
    <>
      <fieldset class="choice ways">
        <legend>{t.from}</legend>
        {waysOf(about).map((w) => <label key={w}><input type="radio" name="from" value={w} checked={w === ask.from} onChange={() => anew(() => { for (const p of ["count", "which", "temperature"]) setParameter(p, null); ask.setFrom(w); })} />{t[w]}</label>)}
      </fieldset>
      {ask.reads && (
        <div class="row">
          <Files kind={about.kind} file={ask.file} onChange={(f) => anew(() => { for (const p of ["index", "other", "third", "fourth"]) setParameter(p, null); ask.setFile(f); })} />
          <NumberField name="index" label={square ? t.topLeft : ends ? t.first : t.index} value={ask.index + 1} min={1} max={last} onChange={(v) => anew(() => ask.setIndex(v - 1))} />
          {ends && <NumberField name="other" label={square ? t.topRight : t.second} value={ask.other + 1} min={1} max={last} onChange={(v) => anew(() => ask.setOther(v - 1))} />}
          {ends && square && <NumberField name="third" label={t.bottomLeft} value={ask.third + 1} min={1} max={last} onChange={(v) => anew(() => ask.setThird(v - 1))} />}
          {ends && square && <NumberField name="fourth" label={t.bottomRight} value={ask.fourth + 1} min={1} max={last} onChange={(v) => anew(() => ask.setFourth(v - 1))} />}
          {count !== undefined && count > 0 && <span class="quiet">{fill(t.of, { count })}</span>}
        </div>
      )}
      <div class="row settings">
        {ask.from === "prefix" && <NumberField name="start" label={t.start} value={ask.start} min={0} max={most.steps} onChange={(v) => anew(() => ask.setStart(v))} />}
        {ask.from !== "again" && <Slider label={square ? t.inRow : t.count} value={ask.count} min={square ? 2 : 1} max={square ? most.side : most.count} step={1} decimals={0} onInput={(v) => anew(() => { setParameter("which", null); ask.setCount(v); })} />}
        {!images && ask.from !== "again" && !ends && <NumberField name="steps" label={t.steps} hint={t.stepsHint} value={ask.steps} min={0} max={most.steps} onChange={(v) => anew(() => ask.setSteps(v))} />}
        {ask.from !== "again" && !(images && mixes) && <Slider label={t.temperature} value={ask.temperature} min={0} max={2} step={0.05} onInput={(v) => anew(() => ask.setTemperature(v))} />}
        {ask.from !== "again" && !(images && ends) && (
          <span class="row seed">
            <NumberField name="seed" label={t.seed} value={ask.seed} min={0} max={most.seed} onChange={(v) => anew(() => ask.setSeed(v))} />
            <button type="button" class="main" onClick={() => anew(() => ask.setSeed(ask.seed + 1))}>{t.another}</button>
          </span>
        )}
      </div>
    </>
  );
}

function NumberField({ name, label, hint, value, min, max, onChange }: { name: string; label: string; hint?: string; value: number; min: number; max: number; onChange: (value: number) => void }) {
  const take = (typed: string) => { if (typed !== "" && Number.isFinite(Number(typed))) onChange(Math.min(max, Math.max(min, Math.round(Number(typed))))); };
  return <label>{label} <input class="short" type="number" name={name} title={hint} min={min} max={max} value={value} onChange={(e) => take(e.currentTarget.value)} /></label>;
}

function Files({ kind, file, onChange }: { kind: string; file: string; onChange: (file: string) => void }) {
  const t = useWords(text);
  const { data } = useGet<string[]>(`inside/files?kind=${kind === "images" || kind === "music" ? kind : "table"}`);
  return (
    <label>{t.file} <select name="source" value={file} onChange={(e) => onChange(e.currentTarget.value)}>
      {!file && <option value="">{t.choose}</option>}
      {file && !data?.includes(file) && <option value={file}>{file}</option>}
      {data?.map((f) => <option key={f} value={f}>{f}</option>)}
    </select></label>
  );
}

/** Which of several is shown: buttons, or for what lies between two a slider from the one to the other. */
export function WhichChoice({ ask, count, picture }: { ask: Ask; count: number; picture?: (n: number) => string }) {
  const t = useWords(text);
  const which = chosen(ask, count), two = isBetween(ask.from);
  if (count < 2) return null;
  return (
    <>
      {two && <Slider label={t.way} value={which} min={0} max={count - 1} step={1} decimals={0} onInput={ask.setWhich} />}
      {(!two || picture) && (
        <div class="row which" role="group" aria-label={t.shown}>
          {Array.from({ length: count }, (_, n) => (
            <button key={n} type="button" aria-pressed={n === which} aria-label={fill(t.one, { n: n + 1 })} onClick={() => ask.setWhich(n)}>{picture ? <img class="pixels" src={picture(n)} width={52} alt="" /> : n + 1}</button>
          ))}
        </div>
      )}
    </>
  );
}
