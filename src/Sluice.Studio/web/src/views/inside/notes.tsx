// Notes on what was seen in a model: at which steps, of which unit; saved beside the model, so that whoever opens it has them.
import { useEffect, useState } from "preact/hooks";
import { get, post, useAsked } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { Failure } from "../../ui/status";
import type { Chosen } from "./run";

const text = {
  title: ["Notes", "笔记", "筆記"],
  how: ["Mark a piece of the text, write what you see there, and save it: it is kept beside the model.", "在文字中选取一段，写下看到的，再保存：笔记与模型存放在一起。", "在文字中選取一段，寫下看到的，再儲存：筆記與模型存放在一起。"],
  zoomed: ["Zoom the map to the steps that you speak of, write what you see there, and save it: it is kept beside the model.", "把图缩放到要说的那些步，写下看到的，再保存：笔记与模型存放在一起。", "把圖縮放到要說的那些步，寫下看到的，再儲存：筆記與模型存放在一起。"],
  none: ["The model that is trained here is gone when the studio closes, and its notes with it. Train one of your own to keep notes.", "现场训练的模型在工作室关闭后就不在了，无法保存笔记。请训练一个自己的模型。", "現場訓練的模型在工作室關閉後就不在了，無法儲存筆記。請訓練一個自己的模型。"],
  on: ["Steps {from}–{to}, unit {unit} of {value}", "第 {from}–{to} 步，{value} 的单元 {unit}", "第 {from}–{to} 步，{value} 的單元 {unit}"],
  write: ["What is to be seen there?", "那里看到了什么？", "那裡看到了什麼？"],
  save: ["Save the note", "保存笔记", "儲存筆記"],
  remove: ["Remove this note", "删除这条笔记", "刪除這條筆記"],
  another: ["on {source}", "读的是 {source}", "讀的是 {source}"],
  own: ["what it writes itself", "它自己写的文字", "它自己寫的文字"],
  typed: ["a text of mine", "我的文字", "我的文字"],
} satisfies Record<string, Text>;

export interface Note { source: string; from: number; to: number; value: string; unit: number; text: string }

/** `zoomed`: a note is on the steps that the map shows. `onGo` is told whether the note is on what is read now. */
interface NotesProps { model: string; source: string; chosen: Chosen; range?: [number, number]; zoomed?: boolean; onGo: (note: Note, here: boolean) => void }

/** What a note is on: a file and the number of its sequence, or what was typed. */
export const sourceOf = ({ file, index }: { file: string | null; index?: number }): string => (file === null ? "typed" : index ? `${file}#${index + 1}` : file);

/** Chooses the unit that a note is on. */
export function choose(chosen: Chosen, { value, unit }: Note): void {
  const [layer, name] = value.split(" ");
  chosen.setLayer(Number(layer));
  chosen.setValue(name);
  chosen.setUnit(unit);
}

export function Notes({ model, source, chosen, range, zoomed, onGo }: NotesProps) {
  const t = useWords(text) as Record<string, string>;
  const builtIn = model.startsWith("book:");
  const asked = useAsked<Note[]>(builtIn ? null : model, (signal) => get<Note[]>(`inside/notes?model=${encodeURIComponent(model)}`, signal));
  const [notes, setNotes] = useState<Note[]>([]);
  const [draft, setDraft] = useState("");
  const [failure, setFailure] = useState<string>();
  useEffect(() => setNotes(asked.data ?? []), [asked.data]);
  const value = `${chosen.layer} ${chosen.value.name}`;
  const keep = (all: Note[]) => post(`inside/notes?model=${encodeURIComponent(model)}`, all).then(
    () => { setNotes(all); setFailure(undefined); return true; },
    (e: Error) => { setFailure(e.message); return false; },
  );
  const save = async () => {
    if (!range || draft.trim() === "") return;
    const all = [...notes, { source, from: range[0], to: range[1], value, unit: chosen.unit, text: draft.trim() }].sort((a, b) => a.from - b.from || a.to - b.to);
    if (await keep(all)) setDraft("");
  };
  const of = (n: Note) => fill(t.on, { from: n.from, to: n.to - 1, unit: n.unit, value: n.value.slice(n.value.indexOf(" ") + 1) });
  return (
    <section class="panel notes" aria-label={t.title}>
      <h2>{t.title}</h2>
      <p class="quiet">{builtIn ? t.none : zoomed ? t.zoomed : t.how}</p>
      {(failure ?? asked.error) && <Failure message={(failure ?? asked.error)!} />}
      {!builtIn && range && (
        <form onSubmit={(e) => { e.preventDefault(); void save(); }}>
          <label>{fill(t.on, { from: range[0], to: range[1] - 1, unit: chosen.unit, value: chosen.value.name })} <textarea name="note" rows={2} placeholder={t.write} value={draft} onInput={(e) => setDraft(e.currentTarget.value)} /></label>
          <div class="row"><button type="submit" class="main" disabled={draft.trim() === ""}>{t.save}</button></div>
        </form>
      )}
      <ul>
        {notes.map((n, k) => (
          <li key={k}>
            <button type="button" class="note-go" onClick={() => onGo(n, n.source === source)}><span class="quiet">{of(n)}{n.source === source ? "" : ` · ${fill(t.another, { source: t[n.source] ?? n.source })}`}</span> {n.text}</button>
            <button type="button" aria-label={`${t.remove}: ${n.text}`} title={t.remove} onClick={() => void keep(notes.filter((_, j) => j !== k))}>×</button>
          </li>
        ))}
      </ul>
    </section>
  );
}
