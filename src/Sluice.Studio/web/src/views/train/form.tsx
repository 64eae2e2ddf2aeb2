// What to train on what: the file, which decides the task; a name, cell and sizes, and every other setting behind them.
import { useRef, useState } from "preact/hooks";
import { useText } from "../../address";
import { get, post, sentenceOf, upload, useGet, type Asked, type Complaint } from "../../api";
import { fill, useWords } from "../../language";
import { Drop } from "../../ui/drop";
import { Failure, Waiting } from "../../ui/status";
import { useFit } from "./fit";
import { Preview } from "./preview";
import { SettingField } from "./setting-field";
import { useSay, type Setting, type Tasks } from "./tasks";
import { text } from "./text";

/** What the host says is wrong begins with the setting. */
const keyOf = (message: string, settings: Setting[]): string | undefined => settings.find((s) => message.startsWith(`${s.key}: `))?.key;

export function Form({ tasks: { data: tasks, error }, onStart }: { tasks: Asked<Tasks>; onStart: (run: string) => void }) {
  const t = useWords(text), say = useSay();
  // Where no task was chosen, the file decides.
  const [task, setTask] = useText("task", ""), [named, setFile] = useText("file", ""), [like, setLike] = useText("like", "");
  const [called, setCalled] = useState("");
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const [count, setCount] = useState(0);
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [complaints, setComplaints] = useState<Record<string, string | undefined>>({});
  const input = useRef<HTMLInputElement>(null);
  const files = useGet<{ name: string; size: number }[]>(`files?again=${count}`);
  const before = useGet<{ settings: Record<string, string> }>(like ? `run?name=${encodeURIComponent(like)}` : null);
  const all = tasks?.tasks ?? [], by = (name: string | undefined) => all.find((k) => k.name === name);
  const example = all.flatMap((k) => k.examples.map((e) => ({ ...e, task: k.name }))).find((e) => e.name === named && (!task || e.task === task));
  const fit = useFit(named && tasks && !example ? named : null, task);
  const at = by(task) ?? by(example?.task) ?? by(named ? fit.data?.tasks[0] : undefined) ?? all[0];
  if (error) return <Failure message={error} />;
  if (!tasks || !at || (like && !before.data && !before.error)) return <Waiting />;

  const file = named || at.examples[0]?.name || "";
  const seen = named && !example && !fit.waiting && !fit.error ? fit.data : undefined;
  const { task: ofBefore, ...kept } = before.data?.settings ?? {};
  const preset: Record<string, string> = {
    ...at.examples.find((e) => e.name === file)?.settings, ...(seen?.tasks.includes(at.name) ? seen.settings : {}), ...(like && ofBefore === at.name ? kept : {}), "data.file": file,
  };
  const value = (s: Setting) => chosen[s.key] ?? preset[s.key] ?? s.value;
  const differing = () => Object.fromEntries(at.settings.filter((s) => value(s) !== s.value).map((s) => [s.key, value(s)]));
  const forget = () => { setChosen({}); setComplaints({}); setFailure(undefined); };
  const take = (name: string) => { forget(); setLike(""); setTask(""); setFile(name); };

  const start = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      onStart((await post<{ name: string }>("runs", { task: at.name, settings: differing(), name: called })).name);
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
  const send = async (sent: File | undefined) => {
    if (!sent) return;
    setFailure(undefined);
    if (sent.size > tasks.largestUpload) {
      setFailure(fill(t.tooLarge, { size: Math.ceil(sent.size / 2 ** 20), most: Math.floor(tasks.largestUpload / 2 ** 20) }));
      return;
    }
    try {
      const name = await upload(sent);
      setCount(count + 1);
      // A task that was chosen before stays where the file is for it; the file decides otherwise.
      forget();
      setLike("");
      setFile(name);
    } catch (e) {
      setFailure((e as Error).message);
    }
  };
  const field = (s: Setting) => (
    <SettingField key={s.key} setting={s} value={value(s)} cells={tasks.cells} complaint={complaints[s.key]} onValue={(v) => setChosen((old) => ({ ...old, [s.key]: v }))} onDone={(v) => void check(s.key, v)} />
  );
  const shown = at.settings.filter((s) => s.label), rest = at.settings.filter((s) => !s.label && s.key !== "data.file" && !/^data\.(sql|query)$/.test(s.key));
  const hidden = rest.map((s) => complaints[s.key]).filter((c) => c);
  return (
    <form class="panel" onSubmit={(e) => { e.preventDefault(); void start(); }}>
      <Drop onFile={(sent) => void send(sent)} />
      <div class="fields">
        <label class="field wide"><span>{t.data}</span>
          <select name="file" value={file} onChange={(e) => take(e.currentTarget.value)}>
            <option value="">{t.choose}</option>
            <optgroup label={t.builtIn}>{all.flatMap((k) => k.examples).map((e) => <option key={e.name} value={e.name}>{e.name}</option>)}</optgroup>
            {(files.data?.length ?? 0) > 0 && <optgroup label={t.inFolder}>{files.data!.map((f) => <option key={f.name} value={f.name}>{f.name}</option>)}</optgroup>}
            {file && !all.some((k) => k.examples.some((e) => e.name === file)) && !files.data?.some((f) => f.name === file) && <option value={file}>{file}</option>}
          </select>
        </label>
        <span class="field button"><button type="button" onClick={() => input.current!.click()}>{t.upload}</button></span>
        <input ref={input} type="file" hidden aria-label={t.upload} onChange={(e) => { const sent = e.currentTarget.files?.[0]; e.currentTarget.value = ""; void send(sent); }} />
        <label class="field"><span>{t.task}</span>
          <select name="task" value={at.name} onChange={(e) => { const to = e.currentTarget.value; forget(); if (!named || example) setFile(""); setTask(to); }}>{all.map((k) => <option key={k.name} value={k.name}>{say(k.called)}</option>)}</select>
        </label>
        <label class="field wide"><span>{t.runName}</span><input type="text" name="name" maxLength={80} value={called} placeholder={t.byTime} onInput={(e) => setCalled(e.currentTarget.value)} /></label>
      </div>
      {like && <p>{fill(t.likeAbout, { run: like })}</p>}
      {seen ? <Preview file={file} fit={seen} task={at} tasks={all} onTask={(k) => { forget(); setTask(k); }} /> : named && !example && fit.waiting ? <p role="status">{t.looking}</p> : <p class="quiet">{say(at.learnsFrom)}</p>}
      <datalist id="columns">{seen?.columns.map((c) => <option key={c} value={c} />)}</datalist>
      <div class="fields">{shown.map(field)}</div>
      <details><summary>{t.settings}</summary><div class="fields">{rest.map(field)}</div></details>
      {hidden.length > 0 && <p class="failure">{hidden.join(" ")}</p>}
      {(failure ?? (named && !example && !fit.waiting ? fit.error : undefined)) && <Failure message={(failure ?? fit.error)!} />}
      <div class="row">
        <button type="submit" class="main" disabled={busy || !file || seen?.form === "model"}>{busy ? t.starting : t.start}</button>
        <button type="button" onClick={forget}>{t.reset}</button>
      </div>
    </form>
  );
}

/** The configuration of a run by keys. */
export const settingsOf = async (run: string): Promise<Record<string, string>> => (await get<{ settings: Record<string, string> }>(`run?name=${encodeURIComponent(run)}`)).settings;
