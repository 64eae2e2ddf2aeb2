// A stop of the tour: the question, and the answer where it can be seen.
import { useEffect, useState } from "preact/hooks";
import { open, useNumber } from "./address";
import { useWords, type Text } from "./language";
import { text as titles } from "./tour";
import { stops } from "./tour-stops";
import { Evidence } from "./ui/evidence";

const text = {
  ...titles,
  next: ["Next", "下一步", "下一步"],
  back: ["Back", "上一步", "上一步"],
  show: ["Show the answer", "看答案", "看答案"],
  end: ["End the tour", "结束导览", "結束導覽"],
  whole: ["Show the whole page", "显示整页", "顯示整頁"],
  fold: ["Only what it is about", "只看相关部分", "只看相關部分"],
  questions: ["Questions to check it", "用问题检验", "用問題檢驗"],
} satisfies Record<string, Text>;

const words = Object.fromEntries(stops.flatMap((s, k) => [[`ask-${k}`, s.ask], [`answer-${k}`, s.answer]]));
const go = (to: number) => open(stops[to].view, { depth: "picture", tour: String(to + 1), ...stops[to].at });

/** Opens the first stop. */
export const begin = (): void => go(0);

/** A stop: what is asked, the answer where it is wanted, and the evidence for it. */
export function Standing() {
  const t = useWords(text), say = useWords(words);
  const [number, setNumber] = useNumber("tour", 0);
  const [answered, setAnswered] = useState(-1);
  const [whole, setWhole] = useState(false);
  const at = Math.min(stops.length, Math.max(0, Math.floor(number))) - 1;
  useEffect(() => {
    if (at < 0) return;
    const leave = (e: KeyboardEvent) => e.key === "Escape" && setNumber(0);
    addEventListener("keydown", leave);
    return () => removeEventListener("keydown", leave);
  }, [at]);
  if (at < 0) return null;
  const stop = stops[at], told = answered === at;
  const show = () => {
    setAnswered(at);
    open(stop.view, { ...stop.seen, tour: String(at + 1) });
  };
  return (
    <>
      <section class={told ? "tour told" : "tour"} aria-label={t.start}>
        <p class="ask"><strong>{at + 1} / {stops.length}</strong> {say[`ask-${at}`]}</p>
        {told && <p role="status">{say[`answer-${at}`]}</p>}
        <div class="row">
          <button type="button" disabled={at === 0} onClick={() => go(at - 1)}>{t.back}</button>
          {!told && <button type="button" class="main" onClick={show}>{t.show}</button>}
          {at + 1 < stops.length
            ? <button type="button" class={told ? "main" : ""} onClick={() => go(at + 1)}>{t.next}</button>
            : <button type="button" class={told ? "main" : ""} onClick={() => open("questions")}>{t.questions}</button>}
          <button type="button" aria-pressed={whole} onClick={() => setWhole(!whole)}>{whole ? t.fold : t.whole}</button>
          <button type="button" onClick={() => setNumber(0)}>{t.end}</button>
        </div>
      </section>
      <Evidence key={`${at} ${told} ${whole}`} of={told ? stop.evidence : stop.look} keeps={whole ? undefined : stop.keeps} folds={stop.folds} root={stop.root} />
    </>
  );
}
