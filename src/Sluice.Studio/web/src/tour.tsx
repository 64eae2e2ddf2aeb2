// A short walk through the views, a question each; the answer is shown where it can be seen. It can be left at any time.
import { useEffect, useState } from "preact/hooks";
import { open, useNumber } from "./address";
import { useWords, type Text } from "./language";
import type { Stop } from "./tour-stops";

const text = {
  start: ["Tour", "导览", "導覽"],
  next: ["Next", "下一步", "下一步"],
  back: ["Back", "上一步", "上一步"],
  show: ["Show the answer", "看答案", "看答案"],
  end: ["End the tour", "结束导览", "結束導覽"],
} satisfies Record<string, Text>;

// The stops are fetched when a tour begins.
const fetched = (): Promise<Stop[]> => import("./tour-stops").then((module) => module.stops);
const wordsOf = (stops: Stop[]) => Object.fromEntries(stops.flatMap((s) => [[`ask-${s.view}`, s.ask], [`answer-${s.view}`, s.answer]]));
const go = (stops: Stop[], to: number) => open(stops[to].view, { depth: "picture", tour: String(to + 1), ...stops[to].at });

export function TourButton() {
  const t = useWords(text);
  return <button type="button" onClick={() => void fetched().then((stops) => go(stops, 0))}>{t.start}</button>;
}

/** The stop at hand, above the view; which one it is stands in the address. */
export function TourStop() {
  const [number] = useNumber("tour", 0);
  const [stops, setStops] = useState<Stop[]>();
  const begun = number >= 1;
  useEffect(() => { if (begun) void fetched().then(setStops); }, [begun]);
  return begun && stops ? <Standing stops={stops} /> : null;
}

function Standing({ stops }: { stops: Stop[] }) {
  const t = useWords(text), say = useWords(wordsOf(stops));
  const [number, setNumber] = useNumber("tour", 0);
  const [answered, setAnswered] = useState(-1);
  const at = Math.min(stops.length, Math.max(0, Math.floor(number))) - 1;
  useEffect(() => {
    if (at < 0) return;
    const leave = (e: KeyboardEvent) => e.key === "Escape" && setNumber(0);
    addEventListener("keydown", leave);
    return () => removeEventListener("keydown", leave);
  }, [at]);
  if (at < 0) return null;
  const stop = stops[at];
  const show = () => {
    setAnswered(at);
    open(stop.view, { ...stop.seen, tour: String(at + 1) });
  };
  return (
    <section class="tour" aria-label={t.start}>
      <p><strong>{at + 1} / {stops.length}</strong> {say[`ask-${stop.view}`]}</p>
      {answered === at && <p role="status">{say[`answer-${stop.view}`]}</p>}
      <div class="row">
        <button type="button" disabled={at === 0} onClick={() => go(stops, at - 1)}>{t.back}</button>
        {answered !== at && <button type="button" onClick={show}>{t.show}</button>}
        {at + 1 < stops.length && <button type="button" class="main" onClick={() => go(stops, at + 1)}>{t.next}</button>}
        <button type="button" onClick={() => setNumber(0)}>{t.end}</button>
      </div>
    </section>
  );
}
