// What to train on what: task, data, cell and sizes, and every other setting behind them.
import { useRef, useState } from "preact/hooks";
import { useText } from "../../address";
import { get, post, sentenceOf, useGet, type Asked, type Complaint } from "../../api";
import { fill, useWords } from "../../language";
import { Failure, useTold, Waiting } from "../../ui/status";
import { CellChoice } from "./cell-choice";
import { useSay, type Setting, type Tasks } from "./tasks";
import { text } from "./text";

/** What the host says is wrong begins with the setting. */
const keyOf = (message: string, settings: Setting[]): string | undefined => settings.find((s) => message.startsWith(`${s.key}: `))?.key;

export function Form({ tasks, onStart }: { tasks: Asked<Tasks>; onStart: (run: string) => void }) {
  const t = useWords(text), say = useSay(), said = useTold();
  const [task, setTask] = useText("task", "text");
  const [named, setFile] = useText("file", "");
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const [count, setCount] = useState(0);
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [complaints, setComplaints] = useState<Record<string, string | undefined>>({});
  const input = useRef<HTMLInputElement>(null);
  const files = useGet<{ name: string; size: number }[]>(`files?again=${count}`);
  const at = tasks.data?.tasks.find((k) => k.name === task) ?? tasks.data?.tasks[0];
  const file = named || at?.examples[0]?.name || "";
  const head = useGet<{ lines: string[]; columns: string[] }>(file && !/^(book|practice):/.test(file) && !at?.examples.some((e) => e.name === file) ? `file?name=${encodeURIComponent(file)}` : null);
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
      const { message } = e as Error, key = keyOf(message, at.settings);
      if (key) {
        setComplaints({ ...complaints, [key]: message });
        document.getElementsByName(key)[0]?.focus();
      } else setFailure(message);
    }
    setBusy(false);
  };
  const check = async (key: string, value: string) => {
    const { complaint } = await get<{ complaint: Complaint | null }>(`setting?task=${at.name}&key=${encodeURIComponent(key)}&value=${encodeURIComponent(value)}`).catch(() => ({ complaint: null }));
    setComplaints((old) => ({ ...old, [key]: complaint ? sentenceOf(complaint) : undefined }));
  };
  const upload = async (sent: File) => {
    setFailure(undefined);
    const most = tasks.data!.largestUpload;
    if (sent.size > most) {
      setFailure(fill(t.tooLarge, { size: Math.ceil(sent.size / 2 ** 20), most: Math.floor(most / 2 ** 20) }));
      return;
    }
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
      {s.label ? <span>{say(s.label)}</span> : <span class="key">{s.key.slice(s.key.indexOf(".") + 1)}</span>}
      {s.choices.length > 0
        ? <select name={s.key} value={value(s)} onChange={(e) => setChosen({ ...chosen, [s.key]: e.currentTarget.value })}>{s.choices.map((c) => <option key={c}>{c}</option>)}</select>
        : s.key === "model.cell" ? <CellChoice name={s.key} value={value(s)} cells={tasks.data!.cells} complaint={complaints[s.key]} onValue={(v) => setChosen((old) => ({ ...old, [s.key]: v }))} onDone={(v) => void check(s.key, v)} />
        : <input type="text" name={s.key} value={value(s)} list={s.column ? "columns" : undefined} aria-invalid={!!complaints[s.key]} aria-describedby={complaints[s.key] ? `wrong-${s.key}` : undefined}
            onInput={(e) => setChosen({ ...chosen, [s.key]: e.currentTarget.value })} onChange={(e) => void check(s.key, e.currentTarget.value)} />}
      {complaints[s.key] && <span class="wrong" id={`wrong-${s.key}`} role="alert">{told(s.key, complaints[s.key]!)}</span>}
    </label>
  );
  // All cells are in the list already.
  const told = (key: string, complaint: string) => (key === "model.cell" && / got /.test(complaint) && complaint.length > 200 ? `${t.noCell} ${complaint.match(/'([^']+)'\?$/)?.[1] ?? ""}` + (/\?$/.test(complaint) ? "?" : "") : said(complaint).said.replace(new RegExp(`^${key.replace(".", "\\.")}[:：] ?`), ""));
  const shown = at.settings.filter((s) => s.label), rest = at.settings.filter((s) => !s.label && s.key !== "data.file" && !/^data\.(sql|query)$/.test(s.key));
  return (
    <form class="panel" onSubmit={(e) => { e.preventDefault(); void start(); }}>
      <div class="fields">
        <label class="field"><span>{t.task}</span>
          <select name="task" value={at.name} onChange={(e) => { setTask(e.currentTarget.value); setChosen({}); setComplaints({}); setFailure(undefined); setFile(""); }}>{tasks.data.tasks.map((k) => <option key={k.name} value={k.name}>{say(k.called)}</option>)}</select>
        </label>
        <label class="field wide"><span>{t.data}</span>
          <select name="file" value={file} onChange={(e) => { setFile(e.currentTarget.value); setChosen({}); setComplaints({}); setFailure(undefined); }}>
            <option value="">{t.choose}</option>
            {at.examples.length > 0 && <optgroup label={t.builtIn}>{at.examples.map((e) => <option key={e.name} value={e.name}>{e.name}</option>)}</optgroup>}
            {(files.data?.length ?? 0) > 0 && <optgroup label={t.inFolder}>{files.data!.map((f) => <option key={f.name} value={f.name}>{f.name}</option>)}</optgroup>}
            {file && !example && !files.data?.some((f) => f.name === file) && <option value={file}>{file}</option>}
          </select>
        </label>
        <span class="field button"><button type="button" onClick={() => input.current!.click()}>{t.upload}</button></span>
        <input ref={input} type="file" hidden aria-label={t.upload} onChange={(e) => { const sent = e.currentTarget.files?.[0]; e.currentTarget.value = ""; if (sent) void upload(sent); }} />
      </div>
      <p class="quiet">{say(at.learnsFrom)}</p>
      {head.error && <Failure message={head.error} />}
      {head.data && file && <details><summary>{t.head}</summary><pre>{head.data.lines.join("\n")}</pre></details>}
      <datalist id="columns">{head.data?.columns.map((c) => <option key={c} value={c} />)}</datalist>
      <div class="fields">{shown.map(field)}</div>
      <details><summary>{t.settings}</summary><div class="fields">{rest.map(field)}</div></details>
      {Object.entries(complaints).some(([k, c]) => c && rest.some((s) => s.key === k)) && <p class="failure">{Object.entries(complaints).filter(([k, c]) => c && rest.some((s) => s.key === k)).map(([, c]) => c).join(" ")}</p>}
      {failure && <Failure message={failure} />}
      <div class="row">
        <button type="submit" class="main" disabled={busy || !file}>{busy ? t.starting : t.start}</button>
        <button type="button" onClick={() => { setChosen({}); setComplaints({}); setFailure(undefined); }}>{t.reset}</button>
      </div>
    </form>
  );
}

/** The configuration of a run by keys. */
export const settingsOf = async (run: string): Promise<Record<string, string>> => (await get<{ settings: Record<string, string> }>(`run?name=${encodeURIComponent(run)}`)).settings;
