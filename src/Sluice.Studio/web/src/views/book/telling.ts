// What happens at a word, in one sentence for each stage, told from the recorded values.
import { fill, type Text } from "../../language";
import { number } from "../../ui/depth";
import { stages, type Drawing } from "./book";

export const telling = {
  word: ["Word in", "词进入", "詞進入"],
  paths: ["Four paths", "四条通路", "四條通路"],
  ignoring: ["Ignoring", "忽略", "忽略"],
  forgetting: ["Forgetting", "遗忘", "遺忘"],
  adding: ["Adding", "相加", "相加"],
  squashing: ["Squashing", "压缩", "壓縮"],
  selecting: ["Selection", "选择", "選擇"],
  out: ["Prediction out", "预测输出", "預測輸出"],
  sayWord: ["“{word}” comes in, and with it the earlier prediction: {earlier}.", "“{word}”进入，同时进入的还有先前的预测：{earlier}。", "「{word}」進入，同時進入的還有先前的預測：{earlier}。"],
  sayPaths: ["The prediction path votes {votes}.", "预测通路投票：{votes}。", "預測通路投票：{votes}。"],
  sayAllTaken: ["Nothing is ignored: every vote passes.", "什么也不忽略：所有投票都通过。", "什麼也不忽略：所有投票都通過。"],
  sayIgnored: ["Ignored: {shut}. What passes: {taken}.", "被忽略：{shut}。通过的：{taken}。", "被忽略：{shut}。通過的：{taken}。"],
  sayNothingHeld: ["Nothing was in memory, so there is nothing to forget.", "记忆是空的，没有可遗忘的。", "記憶是空的，沒有可遺忘的。"],
  sayForgotten: ["In memory was {held}. Forgotten: {lost}. Kept: {kept}.", "记忆中原有：{held}。遗忘：{lost}。保留：{kept}。", "記憶中原有：{held}。遺忘：{lost}。保留：{kept}。"],
  sayAdded: ["What was kept and what is new are added. Memory is now {memory}.", "保留的与新来的相加。现在的记忆：{memory}。", "保留的與新來的相加。現在的記憶：{memory}。"],
  sayCancelled: ["For {cancelled}, new and old votes cancel out.", "{cancelled}的新旧投票相互抵消。", "{cancelled}的新舊投票相互抵消。"],
  saySquashed: ["A copy of the memory is squashed to −1 … 1; the memory itself goes on.", "记忆的一份副本被压缩到 −1 … 1；记忆本身继续前行。", "記憶的一份副本被壓縮到 −1 … 1；記憶本身繼續前行。"],
  saySelected: ["Selection lets out {open}.", "选择门放出：{open}。", "選擇門放出：{open}。"],
  sayHeldBack: ["Held back: {shut}.", "留住不放：{shut}。", "留住不放：{shut}。"],
  sayOut: ["Expected next: {next}.", "接下来预测：{next}。", "接下來預測：{next}。"],
  saySurprise: ["{said} came; expected were {before}. Expected now: {next}.", "读到“{word}”，原先预测的是：{before}。接下来预测：{next}。", "讀到「{word}」，原先預測的是：{before}。接下來預測：{next}。"],
  sayCame: ["{said} came, as expected. Not expected now: {not}. Expected now: {next}.", "读到“{word}”，与预测一致。不再预测：{not}。接下来预测：{next}。", "讀到「{word}」，與預測一致。不再預測：{not}。接下來預測：{next}。"],
  for: ["for {names}", "赞成{names}", "贊成{names}"],
  against: ["against {names}", "反对{names}", "反對{names}"],
  neither: ["nothing", "无", "無"],
  named: ["{word}", "“{word}”", "「{word}」"],
  quoted: ["“{word}”", "“{word}”", "「{word}」"],
  comma: [", ", "、", "、"],
  semicolon: ["; ", "；", "；"],
} satisfies Record<string, Text>;

type Words = { [K in keyof typeof telling]: string };

const clear = 0.5;

export interface Told { summary: string; stages: Record<(typeof stages)[number], string> }

/** The sentences of a step. `before` are the places of the words that were expected before it. */
export function tell(drawing: Drawing, at: number, before: number[], t: Words): Told {
  const step = drawing.steps[at], v = step.values, stop = drawing.words.length - 1;
  // A full stop among words would not be seen as one of them.
  const words = drawing.words.map((w, k) => (k === stop ? fill(t.quoted, { word: w }) : w)), word = drawing.words[step.word];
  const trained = drawing.units.some((u, k) => u !== drawing.words[k]), units = trained ? drawing.units : drawing.words.map((w, k) => fill(k === stop ? t.quoted : t.named, { word: w }));
  const listed = (names: string[]) => (names.length > 0 ? names.join(t.comma) : t.neither);
  const where = (test: (unit: number) => boolean) => units.filter((_, u) => test(u));
  const signed = (values: number[]) => {
    const plus = where((u) => values[u] > clear), minus = where((u) => values[u] < -clear);
    const parts = [plus.length > 0 ? fill(t.for, { names: plus.join(t.comma) }) : "", minus.length > 0 ? fill(t.against, { names: minus.join(t.comma) }) : ""].filter((p) => p !== "");
    return parts.length > 0 ? parts.join(t.semicolon) : t.neither;
  };
  const next = listed(step.expected.map((w) => words[w] + (trained ? ` ${number(100 * step.next[w], 0)} %` : "")));
  const shut = where((u) => v.i[u] < clear), held = where((u) => Math.abs(v["c⁻"][u]) > clear);
  const cancelled = where((u) => Math.abs(v["f⊙c⁻"][u]) > clear && Math.abs(v["i⊙g"][u]) > clear && v["f⊙c⁻"][u] * v["i⊙g"][u] < 0 && Math.abs(v.c[u]) < clear);
  const kept = where((u) => Math.abs(v["tanh(c)"][u]) > clear && v.o[u] < clear);
  const gap = t.comma === ", " ? " " : "";
  const gone = before.filter((w) => !step.expected.includes(w)).map((w) => words[w]);
  return {
    summary: before.includes(step.word)
      ? fill(t.sayCame, { word, said: words[step.word], not: listed(gone), next })
      : fill(t.saySurprise, { word, said: words[step.word], before: listed(before.map((w) => words[w])), next }),
    stages: {
      word: fill(t.sayWord, { word, earlier: signed(v["h⁻"]) }),
      paths: fill(t.sayPaths, { votes: signed(v.g) }),
      ignoring: shut.length === 0 ? t.sayAllTaken : fill(t.sayIgnored, { shut: listed(shut), taken: signed(v["i⊙g"]) }),
      forgetting: held.length === 0 ? t.sayNothingHeld : fill(t.sayForgotten, { held: signed(v["c⁻"]), lost: listed(held.filter((n) => v.f[units.indexOf(n)] < clear)), kept: signed(v["f⊙c⁻"]) }),
      adding: fill(t.sayAdded, { memory: signed(v.c) }) + (cancelled.length > 0 ? gap + fill(t.sayCancelled, { cancelled: cancelled.join(t.comma) }) : ""),
      squashing: t.saySquashed,
      selecting: fill(t.saySelected, { open: listed(where((u) => v.o[u] > clear)) }) + (kept.length > 0 ? gap + fill(t.sayHeldBack, { shut: kept.join(t.comma) }) : ""),
      out: fill(t.sayOut, { next }),
    },
  };
}
