// What a model reads: a text that is typed or clicked, or the place of a sequence in a file of the folder.
import { useEffect, useRef, useState } from "preact/hooks";
import { setParameter, useNumber, useText } from "../../address";
import { upload, useGet } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { DepthChoice } from "../../ui/depth";

const text = {
  examples: ["For example:", "例如：", "例如："],
  file: ["It reads", "它读的是", "它讀的是"],
  hears: ["It hears", "它听的是", "它聽的是"],
  choose: ["choose a file", "选择文件", "選擇檔案"],
  index: ["number", "第几个", "第幾個"],
  of: ["of {count}", "共 {count} 个", "共 {count} 個"],
  before: ["The one before", "前一个", "前一個"],
  after: ["The next one", "后一个", "後一個"],
  upload: ["Take one from this machine", "从本机选取", "從本機選取"],
} satisfies Record<string, Text>;

/** What does not belong to the next text or file. */
export function forget(): void {
  for (const parameter of ["window", "step", "range", "which"]) setParameter(parameter, null);
}

/** A field with examples below it; the first of them is taken until something else is. */
export function useTypedText(model: string): { asked: string; samples: string[] | undefined; take: (words: string) => void } {
  const [kept, keep] = useText("text", "");
  const samples = useGet<string[]>(`inside/samples?model=${encodeURIComponent(model)}`).data;
  return { asked: kept || samples?.[0] || "", samples, take: (words) => { forget(); keep(words.slice(0, 1500)); } };
}

export function TextSource({ label, run, asked, samples, take }: { label: string; run: string; asked: string; samples: string[] | undefined; take: (words: string) => void }) {
  const t = useWords(text);
  const [draft, setDraft] = useState<string>();
  const before = useRef(asked);
  useEffect(() => {
    // Who types before the examples are there keeps what he typed.
    if (before.current !== "") setDraft(undefined);
    before.current = asked;
  }, [asked]);
  const shown = draft ?? asked;
  return (
    <>
      <form class="row" onSubmit={(e) => { e.preventDefault(); if (shown) take(shown); }}>
        <input type="text" name="text" aria-label={label} placeholder={label} value={shown} onInput={(e) => setDraft(e.currentTarget.value)} />
        <button class="main" disabled={!shown}>{run}</button>
        <DepthChoice />
      </form>
      {samples && samples.length > 0 && (
        <div class="row chips">
          <span class="quiet">{t.examples}</span>
          {samples.map((s) => <button key={s} type="button" aria-pressed={s === asked} onClick={() => { setDraft(s); take(s); }}>{s}</button>)}
        </div>
      )}
    </>
  );
}

/** The files of a kind that are in the folder, and what stands above them. */
export function FileSource({ kind, file, setFile, own }: { kind: string; file: string | null; setFile: (file: string) => void; own?: string }) {
  const t = useWords(text);
  const files = useGet<string[]>(`inside/files?kind=${kind}`);
  return (
    <label>{kind === "sound" || kind === "music" ? t.hears : t.file} <select name="source" value={file ?? ""} onChange={(e) => { forget(); setParameter("index", null); setFile(e.currentTarget.value); }}>
      {(own ?? (!file && t.choose)) && <option value="">{own ?? t.choose}</option>}
      {file && files.data && !files.data.includes(file) && <option value={file}>{file}</option>}
      {files.data?.map((f) => <option key={f} value={f}>{f}</option>)}
    </select></label>
  );
}

/** A file of this machine, put into the folder. */
export function Upload({ label, accept, onDone, onFailure }: { label?: string; accept: string; onDone: (file: string) => void; onFailure: (message: string) => void }) {
  const t = useWords(text);
  const send = (sent: File | undefined) => {
    if (sent) void upload(sent).then(onDone, (e: Error) => onFailure(e.message));
  };
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class={label ? "" : "main"} onClick={() => input.current!.click()}>{label ?? t.upload}</button>
      <input ref={input} type="file" hidden aria-label={label ?? t.upload} accept={accept} onChange={(e) => { const sent = e.currentTarget.files?.[0]; e.currentTarget.value = ""; send(sent); }} />
    </>
  );
}

/** Which of some: typed, or one by one. */
export function IndexChoice({ label, count }: { label?: string; count?: number }) {
  const t = useWords(text);
  const [index, setIndex] = useNumber("index", 0);
  const go = (to: number) => { forget(); setIndex(Math.max(0, count === undefined ? to : Math.min(to, count - 1))); };
  return (
    <span class="row index">
      <button type="button" disabled={index <= 0} aria-label={t.before} title={t.before} onClick={() => go(index - 1)}>‹</button>
      <label>{label ?? t.index} <input class="short" name="index" type="number" min={1} max={count} value={index + 1} onChange={(e) => go(Number(e.currentTarget.value) - 1)} /></label>
      <button type="button" disabled={count !== undefined && index + 1 >= count} aria-label={t.after} title={t.after} onClick={() => go(index + 1)}>›</button>
      {count !== undefined && <span class="quiet">{fill(t.of, { count })}</span>}
    </span>
  );
}
