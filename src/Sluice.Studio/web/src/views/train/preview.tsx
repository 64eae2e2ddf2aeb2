// How the data begins, what it is for, and what follows from it.
import { open } from "../../address";
import { useGet } from "../../api";
import { fill, useWords } from "../../language";
import { useTold } from "../../ui/status";
import type { Fit } from "./fit";
import { useNames, useSay, type Task } from "./tasks";
import { text } from "./text";

export function Preview({ file, fit, task, tasks, onTask }: { file: string; fit: Fit; task: Task; tasks: Task[]; onTask: (task: string) => void }) {
  const t = useWords(text), say = useSay(), told = useTold(), nameOf = useNames([task]);
  const head = useGet<{ lines: string[] }>(fit.rows.length > 0 || fit.form === "model" ? null : `file?name=${encodeURIComponent(file)}`).data;
  if (fit.form === "model") return <p role="status">{t.isModel} <button type="button" onClick={() => open("inside", { model: file })}>{t.look}</button></p>;
  if (fit.form === "large") return <p role="status">{t.isLarge}</p>;
  const fits = fit.tasks.includes(task.name), others = tasks.filter((k) => fit.tasks.includes(k.name) && k.name !== task.name);
  const follows = Object.entries(fit.settings).filter(([key]) => task.settings.some((s) => s.key === key)).map(([key, value]) => `${nameOf(key)} = ${value}`);
  return (
    <>
      <div class="row" role="status">
        {fits ? <span>{fill(t.isFor, { task: say(task.called) })}</span> : <span class="failure">{fill(t.isNotFor, { task: say(task.called) })}</span>}
        {others.length > 0 && <span class="quiet">{fits ? t.alsoFor : t.ratherFor}</span>}
        {others.map((k) => <button key={k.name} type="button" onClick={() => onTask(k.name)}>{say(k.called)}</button>)}
      </div>
      {!fits && <p class="quiet">{say(task.learnsFrom)}</p>}
      {fits && follows.length > 0 && <p class="quiet">{fill(t.follows, { settings: follows.join(" · ") })}</p>}
      {fit.warnings.map((w) => { const { said, foreign } = told(w); return <p key={w} class="warning" lang={foreign ? "en" : undefined}>{said}</p>; })}
      <details open>
        <summary>{t.head}{fit.count > 0 && ` · ${fill(t.rows, { n: fit.count.toLocaleString(document.documentElement.lang) })}`}</summary>
        {fit.rows.length > 0
          ? <div class="scroll" tabIndex={0}><table class="preview"><thead><tr>{fit.columns.map((c) => <th key={c} scope="col">{c}</th>)}</tr></thead><tbody>{fit.rows.map((r, i) => <tr key={i}>{r.map((c, k) => <td key={k}>{c}</td>)}</tr>)}</tbody></table></div>
          : head && <pre>{head.lines.join("\n")}</pre>}
      </details>
    </>
  );
}
