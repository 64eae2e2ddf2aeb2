// A transcriber: the sound, the probability of each symbol over time, the text it gives, and its layers below.
import { useState } from "preact/hooks";
import { useText } from "../../address";
import { post, useAsked, useGet } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { Chart } from "../../ui/chart";
import { DepthChoice, number } from "../../ui/depth";
import { Failure, Waiting } from "../../ui/status";
import { Inputs } from "./inputs";
import type { SpeechRun } from "./run";
import { FileSource, Upload } from "./source";
import { fewer, Layers, useLooking } from "./steps";
import { Symbols } from "./step";

const text = {
  none: ["There is no recording in the folder. Put a .wav file there, such as 7_jackson_32.wav, and choose it; the first part of its name says what is said.", "文件夹中没有录音。请放入一个 .wav 文件，例如 7_jackson_32.wav，然后选择；文件名的第一部分说明其内容。", "資料夾中沒有錄音。請放入一個 .wav 檔案，例如 7_jackson_32.wav，然後選擇；檔名的第一部分說明其內容。"],
  heard: ["It heard “{text}”.", "它听到的是“{text}”。", "它聽到的是「{text}」。"],
  nothing: ["It heard nothing.", "它什么也没听到。", "它什麼也沒聽到。"],
  said: ["“{text}” was said, by the name of the file.", "按文件名，说的是“{text}”。", "按檔名，說的是「{text}」。"],
  title: ["Probability of each symbol", "各符号的概率", "各符號的機率"],
  about: ["The probability of each symbol over {steps} steps of {seconds} s: a symbol rises where it is heard, and between them the blank is near 1. Told: {told}.", "{steps} 步（每步 {seconds} 秒）中各符号的概率：符号在被听到处升高，其间空白接近 1。识别为：{told}。", "{steps} 步（每步 {seconds} 秒）中各符號的機率：符號在被聽到處升高，其間空白接近 1。辨識為：{told}。"],
  blank: ["blank", "空白", "空白"],
  step: ["step of {seconds} s", "步（{seconds} 秒）", "步（{seconds} 秒）"],
  at: ["At {time} s", "第 {time} 秒", "第 {time} 秒"],
  why: ["The text is the best symbol of each step, without repeats and without the blank.", "文字是每一步最可能的符号，去掉重复和空白。", "文字是每一步最可能的符號，去掉重複和空白。"],
} satisfies Record<string, Text>;

export function SpeechView({ model }: { model: string }) {
  const t = useWords(text);
  const [given, setFile] = useText("file", "");
  const files = useGet<string[]>("inside/files?kind=sound");
  const [failed, setFailed] = useState<string>();
  const file = given || files.data?.[0] || null;
  const { data, error, waiting } = useAsked<SpeechRun>(file && `${model}\n${file}`, (signal) => post<SpeechRun>("inside/speech", { model, file }, signal));
  return (
    <>
      <div class="row"><FileSource kind="sound" file={file} setFile={setFile} /><DepthChoice /></div>
      {files.data && !file && <><p>{t.none}</p><Upload accept=".wav" onDone={setFile} onFailure={setFailed} /></>}
      {(failed ?? error) && <Failure message={(failed ?? error)!} />}
      {file && !error && !data && waiting && <Waiting />}
      {file && !error && data && <Heard key={data.id} run={data} model={model} />}
    </>
  );
}

function Heard({ run, model }: { run: SpeechRun; model: string }) {
  const t = useWords(text);
  const looking = useLooking(run, 0.15, fewer(400, 120));
  const { view, at } = looking;
  const name = (symbol: string) => (symbol === "" ? t.blank : symbol === " " ? "␣" : symbol);
  const steps = Array.from({ length: view.to - view.from }, (_, k) => view.from + k);
  const drawn = [...run.curves.slice(0, -1).slice(0, 5), run.curves.at(-1)!];
  const here = run.curves.map((c) => ({ symbol: name(c.symbol), probability: c.probabilities[at] })).sort((a, b) => b.probability - a.probability).slice(0, 6);
  const seconds = Number(run.seconds.toPrecision(3));
  return (
    <>
      <p class="verdict">{run.text ? fill(t.heard, { text: run.text }) : t.nothing} {run.truth && fill(t.said, { text: run.truth })} <span class="quiet">{t.why}</span></p>
      <Inputs run={run} sound rows={run.bands} columns={run.frames} each={run.stack} view={view} at={at} told={run.told} />
      <Chart name="inside-symbols" title={t.title} about={fill(t.about, { steps: run.steps, seconds, told: run.told.map((s) => s.symbol).join(" ") || "–" })} height={200} xLabel={fill(t.step, { seconds })} yLabel="p" yRange={[0, 1]} xRange={[view.from, view.to]} mark={at >= view.from && at < view.to ? at + 0.5 : undefined} curves={drawn.map((c) => ({ name: name(c.symbol), x: steps.map((k) => k + 0.5), y: steps.map((k) => c.probabilities[k]) }))} />
      <Layers looking={looking} model={model} read={run} inset drawing="svg.inputs" step={(k) => `${number(k * run.seconds)} s · ${k} / ${run.steps - 1}`}>
        <div class="panel"><Symbols title={fill(t.at, { time: number(at * run.seconds) })} symbols={here} /></div>
      </Layers>
    </>
  );
}
