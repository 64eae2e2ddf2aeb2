// A net learns in this session while a vote on the last word alone writes beside it; both are counted.
import { useEffect, useState } from "preact/hooks";
import { listen, post, sentenceOf } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { number } from "../../ui/depth";
import { Failure } from "../../ui/status";
import type { Counts, News, Sentence } from "./book";

const text = {
  pause: ["Pause", "暂停", "暫停"],
  go: ["Go on", "继续", "繼續"],
  again: ["Train another", "重新训练一个", "重新訓練一個"],
  learning: ["The net learns: step {step} of {steps}, loss {loss} nats a word", "网络正在学习：第 {step} 步，共 {steps} 步，损失每词 {loss} 奈特", "網路正在學習：第 {step} 步，共 {steps} 步，損失每詞 {loss} 奈特"],
  learned: ["The net has learned: {steps} steps, loss {loss} nats a word", "网络学完了：{steps} 步，损失每词 {loss} 奈特", "網路學完了：{steps} 步，損失每詞 {loss} 奈特"],
  net: ["The net that remembers writes", "有记忆的网络写道", "有記憶的網路寫道"],
  vote: ["A vote on the last word alone writes", "只凭上一个词的投票写道", "只憑上一個詞的投票寫道"],
  count: ["wrong: {wrong} of {of}", "写错：{of} 句中 {wrong} 句", "寫錯：{of} 句中 {wrong} 句"],
  while: ["while the net learned", "网络学习期间", "網路學習期間"],
  since: ["since then", "学完之后", "學完之後"],
  gone: ["This lesson made room for others, or the studio was closed. Train another.", "这次训练为别的让了位，或工作室已关闭。请重新训练一个。", "這次訓練為別的讓了位，或工作室已關閉。請重新訓練一個。"],
  right: ["in the book", "书里有", "書裡有"],
  wrong: ["not in the book", "书里没有", "書裡沒有"],
} satisfies Record<string, Text>;

const kept = 7;

export interface Lesson { news: News | undefined; said: [Sentence, Sentence][]; failure: string | undefined }

/** Begins the lesson of a language and a seed, or joins it, and hears of it. */
export function useLesson(query: string | null, round: number): Lesson {
  const [lesson, set] = useState<Lesson>({ news: undefined, said: [], failure: undefined });
  useEffect(() => {
    if (query === null) return;
    let leave = () => {}, gone = false;
    set({ news: undefined, said: [], failure: undefined });
    post(`book/lesson?${query}${round > 0 ? "&again=true" : ""}`).then(
      () => {
        if (gone) return;
        leave = listen(`book/lesson/events?${query}`, {
          news: (all: News[]) => set((old) => {
            const told = all.filter((n, i) => n.moment && n.net !== undefined && (i === 0 ? n.state !== "paused" : n.moment !== all[i - 1].moment)).map((n): [Sentence, Sentence] => [n.moment!.net, n.moment!.vote]);
            return { news: all[all.length - 1], said: [...old.said, ...told].slice(-kept), failure: undefined };
          }),
        }, () => gone || set((old) => ({ ...old, failure: "gone" })));
      },
      (e: Error) => gone || set((old) => ({ ...old, failure: e.message })),
    );
    return () => { gone = true; leave(); };
  }, [query, round]);
  return lesson;
}

function Writer({ title, counts, said, name }: { title: string; counts: Counts; said: Sentence[]; name: string }) {
  const t = useWords(text);
  return (
    <section class="panel writer" aria-label={title} data-writer={name}>
      <strong>{title}</strong>
      <p class="counts">
        <span><output class="while">{fill(t.count, counts.learning as unknown as Record<string, number>)}</output> <span class="quiet">{t.while}</span></span>
        <span class={counts.after.of === 0 ? "quiet" : "strong"}><output class="since">{fill(t.count, counts.after as unknown as Record<string, number>)}</output> <span class="quiet">{t.since}</span></span>
      </p>
      <ol reversed>
        {said.map((s, i) => <li key={i} class={s.right ? "right" : "wrong"}><span aria-hidden="true">{s.right ? "✓" : "✗"}</span> <span class="said">{s.text}</span> <span class="hidden">{s.right ? t.right : t.wrong}</span></li>).reverse()}
      </ol>
    </section>
  );
}

export function LessonPanel({ lesson, query, another }: { lesson: Lesson; query: string; another: () => void }) {
  const t = useWords(text);
  const { news, said } = lesson, moment = news?.moment;
  const learned = moment !== undefined && moment !== null && moment.step === moment.steps;
  return (
    <>
      {lesson.failure ? <Failure message={lesson.failure === "gone" ? t.gone : lesson.failure} /> : news?.message && <Failure message={sentenceOf(news.message)} />}
      <div class="row">
        <button type="button" disabled={news?.state !== "running" && news?.state !== "paused"} onClick={() => void post(`book/lesson/pause?${query}&pause=${news?.state === "running"}`)}>{news?.state === "paused" ? t.go : t.pause}</button>
        <button type="button" class="main" onClick={another}>{t.again}</button>
        <progress max={moment?.steps ?? 1} value={moment?.step ?? 0} aria-label={t.while} />
        {moment && <output class="stand" data-state={news!.state}>{fill(learned ? t.learned : t.learning, { step: moment.step, steps: moment.steps, loss: number(moment.loss) })}</output>}
      </div>
      {news && (
        <div class="columns">
          <Writer name="net" title={t.net} counts={news.net} said={said.map((s) => s[0])} />
          <Writer name="vote" title={t.vote} counts={news.vote} said={said.map((s) => s[1])} />
        </div>
      )}
    </>
  );
}
