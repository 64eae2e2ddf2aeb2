// A classifier or a tagger: what it reads, what it thinks of the labels with every step, and its layers below.
import { useMemo, useState } from "preact/hooks";
import { useText, useNumber } from "../../address";
import { post, useAsked, useGet } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { Chart } from "../../ui/chart";
import { DepthChoice, number } from "../../ui/depth";
import { Failure, Waiting } from "../../ui/status";
import { Coloured } from "./coloured";
import { Inputs } from "./inputs";
import type { LabelRun } from "./run";
import { FileSource, IndexChoice, TextSource, Upload, useTypedText } from "./source";
import { Layers, useLooking, useUnitColours } from "./steps";
import { shown, Symbols } from "./step";
import { tagged, TaggedWords } from "./tagged";

const text = {
  label: ["A text to read", "要读的文字", "要讀的文字"],
  sentence: ["A sentence, with a space between words and before a full stop", "一个句子，词与词之间、标点之前用空格隔开", "一個句子，詞與詞之間、標點之前用空格隔開"],
  run: ["Read it", "读入", "讀入"],
  ask: ["Type a text, and see what the model thinks of it with every step.", "输入文字，看模型每读一步的判断。", "輸入文字，看模型每讀一步的判斷。"],
  none: ["The data that it learned from is not in the folder. Put a file of the same kind there, and choose it.", "文件夹中没有它学习用的数据。请放入同类文件，然后选择。", "資料夾中沒有它學習用的資料。請放入同類檔案，然後選擇。"],
  says: ["It says {label} ({share} %).", "它的判断：{label}（{share} %）。", "它的判斷：{label}（{share} %）。"],
  right: ["The data says {label}.", "数据中的标签：{label}。", "資料中的標籤：{label}。"],
  cut: ["{count} more steps are left out.", "另有 {count} 步没有读入。", "另有 {count} 步沒有讀入。"],
  probabilities: ["Probability of the labels, if it ended there", "如果到此为止，各标签的概率", "如果到此為止，各標籤的機率"],
  about: ["The probability of the most probable labels after each step. In the end: {whole}.", "每一步之后最可能的几个标签的概率。最后：{whole}。", "每一步之後最可能的幾個標籤的機率。最後：{whole}。"],
  step: ["step", "步", "步"],
  after: ["After step {step}", "第 {step} 步之后", "第 {step} 步之後"],
  afterRead: ["After “{word}”", "读到“{word}”之后", "讀到「{word}」之後"],
  of: ["“{word}”", "“{word}”", "「{word}」"],
  words: ["The text, coloured by unit {unit} of {value}", "文字，按 {value} 的单元 {unit} 着色", "文字，按 {value} 的單元 {unit} 著色"],
  whole: ["The whole", "整体", "整體"],
} satisfies Record<string, Text>;

export function LabelView({ model, tags }: { model: string; tags: boolean }) {
  const { data: reads, error } = useGet<{ reads: string; spaced: boolean }>(`inside/reads?model=${encodeURIComponent(model)}`);
  if (error) return <Failure message={error} />;
  if (!reads) return <Waiting />;
  return reads.reads === "text" ? <OfText model={model} tags={tags} spaced={reads.spaced} /> : <OfFile model={model} tags={tags} kind={reads.reads} />;
}

function OfText({ model, tags, spaced }: { model: string; tags: boolean; spaced: boolean }) {
  const t = useWords(text);
  const { asked, samples, take } = useTypedText(model);
  const { data, error, waiting } = useAsked<LabelRun>(asked ? `${model}\n${asked}` : null, (signal) => post<LabelRun>("inside/label", { model, text: asked }, signal));
  return (
    <>
      <TextSource label={tags ? t.sentence : t.label} run={t.run} asked={asked} samples={samples} take={take} />
      {!asked && samples && <p>{t.ask}</p>}
      {error && <Failure message={error} />}
      {asked && !error && !data && waiting && <Waiting />}
      {asked && !error && data && <Labelled key={data.id} run={data} model={model} tags={tags} spaced={spaced} />}
    </>
  );
}

function OfFile({ model, tags, kind }: { model: string; tags: boolean; kind: string }) {
  const t = useWords(text);
  const [given, setFile] = useText("file", "");
  const [index] = useNumber("index", 0);
  const own = useGet<{ file: string | null }>(`inside/data?model=${encodeURIComponent(model)}`);
  const files = useGet<string[]>(`inside/files?kind=${kind}`);
  const [failed, setFailed] = useState<string>();
  const file = given || own.data?.file || (kind === "sound" ? files.data?.[0] : files.data?.find((f) => f.endsWith(".ts"))) || null;
  const { data, error, waiting } = useAsked<LabelRun>(own.data && file ? `${model}\n${file}\n${index}` : null, (signal) => post<LabelRun>("inside/label", { model, file, index }, signal));
  return (
    <>
      <div class="row">
        <FileSource kind={kind} file={file} setFile={setFile} />
        {kind !== "sound" && file && <IndexChoice count={data?.count} />}
        <DepthChoice />
      </div>
      {own.data && files.data && !file && <><p>{t.none}</p><Upload accept={kind === "sound" ? ".wav" : ".ts,.csv,.tsv,.jsonl,.txt"} onDone={setFile} onFailure={setFailed} /></>}
      {(failed ?? error) && <Failure message={(failed ?? error)!} />}
      {file && !error && !data && waiting && <Waiting />}
      {file && !error && data && <Labelled key={data.id} run={data} model={model} tags={tags} spaced sound={kind === "sound"} />}
    </>
  );
}

function Labelled({ run, model, tags, spaced, sound = false }: { run: LabelRun; model: string; tags: boolean; spaced: boolean; sound?: boolean }) {
  const t = useWords(text);
  const looking = useLooking(run, 0.6, tags && run.tokens ? undefined : Math.min(run.steps, 400));
  const { chosen, view, player, at } = looking;
  const size = 400, first = Math.floor(at / size) * size, last = Math.min(run.steps, first + size);
  const unit = useUnitColours(run, chosen, first, last, run.tokens !== null);
  const best = run.whole[0], aligned = !tags || !run.tokens;
  const told = run.told.filter((s) => s.step <= at).at(-1) ?? run.told[0];
  const order = useMemo(() => told.probabilities.map((p, k) => ({ symbol: run.labels[k], probability: p })).sort((a, b) => b.probability - a.probability).slice(0, 6), [told, run.labels]);
  const words = run.tokens?.slice(first, last);
  const caption = fill(t.words, { unit: chosen.unit, value: chosen.value.name });
  const here = run.tokens ? fill(tags ? t.of : t.afterRead, { word: shown(run.tokens[at]) }) : fill(t.after, { step: at });
  const winner = best ? run.labels.indexOf(best.symbol) : 0;
  const drawn = [...new Set([winner, ...run.labels.keys()])].slice(0, 5);
  const inView = run.told.filter((s) => s.step >= view.from - 1 && s.step <= view.to);
  return (
    <>
      {best && <p class="verdict">{fill(t.says, { label: best.symbol, share: number(100 * best.probability, 1) })} {run.label && fill(t.right, { label: run.label })}{run.leftOut > 0 && ` ${fill(t.cut, { count: run.leftOut })}`}</p>}
      <div class="columns">
        {words && (
          <div class="panel">
            <p class="quiet">{caption}</p>
            {unit.error && <Failure message={unit.error} />}
            {tags ? <TaggedWords run={run} first={first} colour={unit.colour} at={at} label={caption} onPick={player.go} />
              : <div class={words.length <= 40 ? "large" : ""}><Coloured tokens={words} first={first} spaced={spaced} label={caption} at={at} colour={unit.colour} onPick={player.go} /></div>}
          </div>
        )}
        <div class="panel">
          <Symbols title={here} symbols={order} next={tags ? told.tag : null} />
          {tags && run.whole.length > 0 && <Symbols title={t.whole} symbols={run.whole} next={run.label} />}
        </div>
      </div>
      {run.inputs > 0 && <Inputs run={run} sound={sound} rows={run.inputs} columns={run.steps} each={1} view={view} at={at} />}
      {aligned && (
        <Chart name="inside-labels" title={t.probabilities} about={fill(t.about, { whole: run.whole.map((s) => `${s.symbol} ${number(100 * s.probability, 1)} %`).join(", ") || "–" })} height={230} xLabel={t.step} yLabel="p" yRange={[0, 1]} xRange={[view.from, view.to]} mark={at >= view.from && at < view.to ? at + 0.5 : undefined} curves={drawn.map((k) => ({ name: run.labels[k], x: inView.map((s) => s.step + 0.5), y: inView.map((s) => s.probabilities[k]) }))} />
      )}
      <Layers looking={looking} model={model} read={run} inset={aligned} words={run.tokens ? (k) => tagged(run.tokens![k], tags ? run.told[k]?.tag : null) : undefined} step={(k) => (run.tokens ? `${shown(run.tokens[k])} · ${k + 1} / ${run.steps}` : `${k} / ${run.steps - 1}`)} />
    </>
  );
}
