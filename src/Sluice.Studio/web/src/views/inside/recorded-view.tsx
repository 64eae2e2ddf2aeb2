// A model of any task: what its task says of each step, and the gates and states of its layers below.
import { useState } from "preact/hooks";
import { useNumber, useText } from "../../address";
import { post, useAsked, useGet } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { DepthChoice } from "../../ui/depth";
import { Failure, Waiting } from "../../ui/status";
import type { RecordedRun } from "./run";
import { FileSource, forget, IndexChoice, TextSource, Upload, useTypedText } from "./source";
import { Layers, useLooking } from "./steps";
import { Why } from "./why";

const text = {
  read: ["A text to read", "要读的文字", "要讀的文字"],
  run: ["Read it", "读入", "讀入"],
  ask: ["Type a text, and see what happens in the layers with every step.", "输入文字，看每一步各层中发生了什么。", "輸入文字，看每一步各層中發生了什麼。"],
  none: ["The data that it learned from is not in the folder. Put a file of the same kind there, and choose it.", "文件夹中没有它学习用的数据。请放入同类文件，然后选择。", "資料夾中沒有它學習用的資料。請放入同類檔案，然後選擇。"],
  steps: ["Its steps", "各步", "各步"],
  shown: ["{count} of {all} steps, around the one at hand", "共 {all} 步，显示当前步附近的 {count} 步", "共 {all} 步，顯示目前步附近的 {count} 步"],
} satisfies Record<string, Text>;

const rows = 24;

/** What a step is called below its column: the first thing that is said of it beside its number. */
export const labelled = ({ names, words }: { names: string[]; words: string[][] }, step: number): string | undefined =>
  words[step]?.[names[0] === "step" && names.length > 1 ? 1 : 0];

export function RecordedView({ model }: { model: string }) {
  const { data: reads, error } = useGet<{ reads: string; spaced: boolean }>(`inside/reads?model=${encodeURIComponent(model)}`);
  if (error) return <Failure message={error} />;
  if (!reads) return <Waiting />;
  return reads.reads === "text" ? <OfText model={model} /> : <OfFile model={model} kind={reads.reads} />;
}

function OfText({ model }: { model: string }) {
  const t = useWords(text);
  const { asked, samples, take } = useTypedText(model);
  const { data, error, waiting } = useAsked<RecordedRun>(asked ? `${model}\n${asked}` : null, (signal) => post<RecordedRun>("inside/recorded", { model, text: asked }, signal));
  return (
    <>
      <TextSource label={t.read} run={t.run} asked={asked} samples={samples} take={take} />
      {!asked && samples && <p>{t.ask}</p>}
      {error && <Failure message={error} />}
      {asked && !error && !data && waiting && <Waiting />}
      {asked && !error && data && <Recorded key={data.id} run={data} model={model} />}
    </>
  );
}

function OfFile({ model, kind }: { model: string; kind: string }) {
  const t = useWords(text);
  const [given, setFile] = useText("file", "");
  const [index] = useNumber("index", 0);
  const own = useGet<{ file: string | null }>(`inside/data?model=${encodeURIComponent(model)}`);
  const [failed, setFailed] = useState<string>();
  const file = given || own.data?.file || null, wanted = kind !== "nothing";
  const { data, error, waiting } = useAsked<RecordedRun>(own.data && (file || !wanted) ? `${model}\n${file}\n${index}` : null, (signal) => post<RecordedRun>("inside/recorded", { model, file, index }, signal));
  return (
    <>
      <div class="row">
        {wanted && <FileSource kind={kind} file={file} setFile={(f) => { forget(); setFile(f); }} />}
        {(file || !wanted) && <IndexChoice />}
        <DepthChoice />
      </div>
      {own.data && wanted && !file && <><p>{t.none}</p><Upload accept=".csv,.tsv,.jsonl,.txt,.json,.wav" onDone={setFile} onFailure={setFailed} /></>}
      {(failed ?? error) && <Failure message={(failed ?? error)!} />}
      {!error && !data && waiting && <Waiting />}
      {!error && data && <Recorded key={data.id} run={data} model={model} />}
    </>
  );
}

export function Recorded({ run, model }: { run: RecordedRun; model: string }) {
  const t = useWords(text);
  const looking = useLooking(run, 0.6, Math.min(run.steps, 400));
  const { at, player } = looking;
  const first = Math.max(0, Math.min(at - rows / 2, run.steps - rows)), shown = run.words.slice(first, first + rows);
  return (
    <>
      <p class="verdict">{run.about}</p>
      <div class="panel">
        <h2>{t.steps}</h2>
        {run.steps > rows && <p class="quiet">{fill(t.shown, { count: shown.length, all: run.steps })}</p>}
        <div class="scroll" tabIndex={0}>
          <table class="recorded">
            <thead><tr>{run.names.map((n) => <th key={n} scope="col">{n}</th>)}</tr></thead>
            <tbody>
              {shown.map((words, k) => (
                <tr key={first + k} class={first + k === at ? "here" : ""} aria-current={first + k === at ? "step" : undefined}>
                  {words.map((w, c) => <td key={c}>{c === 0 ? <button type="button" onClick={() => player.go(first + k)}>{w || "–"}</button> : w}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
      {run.forecasts && <Why run={run.id} at={0} />}
      <Layers looking={looking} model={model} read={run} words={(k) => labelled(run, k)} step={(k) => `${run.words[k]?.[0] ?? k} · ${k + 1} / ${run.steps}`} />
    </>
  );
}
