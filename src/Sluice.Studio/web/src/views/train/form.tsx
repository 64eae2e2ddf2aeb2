// What to train on what: task, data, cell and sizes, and every other setting behind them.
import { useRef, useState } from "preact/hooks";
import { useText } from "../../address";
import { get, post, useGet } from "../../api";
import { useWords } from "../../language";
import { Failure, Waiting } from "../../ui/status";
import { labels, taskFiles, taskNames, text } from "./text";

interface Setting { key: string; comment: string; value: string; choices: string[] }
interface Task { name: string; title: string; file: string; settings: Setting[]; examples: { name: string; settings: Record<string, string> }[] }


export function Form({ onStart }: { onStart: (run: string) => void }) {
  const t = useWords(text), label = useWords(labels), taskName = useWords(taskNames), taskFile = useWords(taskFiles);
  const [task, setTask] = useText("task", "text");
  const [named, setFile] = useText("file", "");
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const [count, setCount] = useState(0);
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const tasks = useGet<{ tasks: Task[]; cells: string[] }>("tasks");
  const files = useGet<{ name: string; size: number }[]>(`files?again=${count}`);
  const at = tasks.data?.tasks.find((k) => k.name === task) ?? tasks.data?.tasks[0];
  const file = named || at?.examples[0]?.name || "";
  const head = useGet<{ lines: string[] }>(file && !file.startsWith("book:") ? `file?name=${encodeURIComponent(file)}` : null);
  if (tasks.error) return <Failure message={tasks.error} />;
  if (!tasks.data || !at) return <Waiting />;
  const example = at.examples.find((e) => e.name === file);
  const preset: Record<string, string> = { ...example?.settings, "data.file": file };
  const value = (s: Setting) => chosen[s.key] ?? preset[s.key] ?? s.value;
  const differing = () => Object.fromEntries(at.settings.filter((s) => value(s) !== s.value).map((s) => [s.key, value(s)]));

  const start = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      onStart((await post<{ name: string }>("runs", { task: at.name, settings: differing() })).name);
    } catch (e) {
      setFailure((e as Error).message);
    }
    setBusy(false);
  };
  const upload = async (sent: File) => {
    setFailure(undefined);
    try {
      const { name } = await post<{ name: string }>(`upload?name=${encodeURIComponent(sent.name)}`, sent);
      setCount(count + 1);
      setFile(name);
    } catch (e) {
      setFailure((e as Error).message);
    }
  };
  const field = (s: Setting) => (
    <label key={s.key} class="field" title={s.comment}>
      {s.key in labels ? <span>{label[s.key]}</span> : <span class="key">{s.key.slice(s.key.indexOf(".") + 1)}</span>}
      {s.choices.length > 0
        ? <select name={s.key} value={value(s)} onChange={(e) => setChosen({ ...chosen, [s.key]: e.currentTarget.value })}>{s.choices.map((c) => <option key={c}>{c}</option>)}</select>
        : <input type="text" name={s.key} value={value(s)} list={s.key === "model.cell" ? "cells" : undefined} onInput={(e) => setChosen({ ...chosen, [s.key]: e.currentTarget.value })} />}
    </label>
  );
  const shown = at.settings.filter((s) => s.key in labels), rest = at.settings.filter((s) => !(s.key in labels) && s.key !== "data.file" && !/^data\.(sql|query)$/.test(s.key));
  return (
    <form class="panel" onSubmit={(e) => { e.preventDefault(); void start(); }}>
      <div class="fields">
        <label class="field"><span>{t.task}</span>
          <select name="task" value={at.name} onChange={(e) => { setTask(e.currentTarget.value); setChosen({}); setFile(""); }}>{tasks.data.tasks.map((k) => <option key={k.name} value={k.name}>{k.name in taskNames ? taskName[k.name] : k.name}</option>)}</select>
        </label>
        <label class="field wide"><span>{t.data}</span>
          <select name="file" value={file} onChange={(e) => { setFile(e.currentTarget.value); setChosen({}); }}>
            <option value="">{t.choose}</option>
            {at.examples.length > 0 && <optgroup label={t.builtIn}>{at.examples.map((e) => <option key={e.name} value={e.name}>{e.name}</option>)}</optgroup>}
            {(files.data?.length ?? 0) > 0 && <optgroup label={t.inFolder}>{files.data!.map((f) => <option key={f.name} value={f.name}>{f.name}</option>)}</optgroup>}
            {file && !example && !files.data?.some((f) => f.name === file) && <option value={file}>{file}</option>}
          </select>
        </label>
        <span class="field"><button type="button" onClick={() => input.current!.click()}>{t.upload}</button></span>
        <input ref={input} type="file" hidden aria-label={t.upload} onChange={(e) => { const sent = e.currentTarget.files?.[0]; e.currentTarget.value = ""; if (sent) void upload(sent); }} />
      </div>
      <p class="quiet">{at.name in taskFiles ? taskFile[at.name] : `${at.title}: ${at.file}.`}</p>
      {head.error && <Failure message={head.error} />}
      {head.data && file && <details><summary>{t.head}</summary><pre>{head.data.lines.join("\n")}</pre></details>}
      <datalist id="cells">{tasks.data.cells.map((c) => <option key={c} value={c} />)}</datalist>
      <div class="fields">{shown.map(field)}</div>
      <details><summary>{t.settings}</summary><div class="fields">{rest.map(field)}</div></details>
      {failure && <Failure message={failure} />}
      <div class="row">
        <button type="submit" class="main" disabled={busy || !file}>{busy ? t.starting : t.start}</button>
        <button type="button" onClick={() => { setChosen({}); setFailure(undefined); }}>{t.reset}</button>
      </div>
    </form>
  );
}

/** The configuration of a run by keys. */
export const settingsOf = async (run: string): Promise<Record<string, string>> => (await get<{ settings: Record<string, string> }>(`run?name=${encodeURIComponent(run)}`)).settings;
