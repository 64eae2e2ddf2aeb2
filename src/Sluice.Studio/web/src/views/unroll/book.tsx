// The children's book read by a plain net and by the LSTM of the book, word by word; the reader chooses how it goes on.
import { useEffect } from "preact/hooks";
import { useText } from "../../address";
import { useGet } from "../../api";
import { fill, useLanguage, useWords, languages } from "../../language";
import { Figure } from "../../ui/figure";
import { Failure } from "../../ui/status";
import { useNarrow } from "../../ui/width";
import { names, text } from "./text";
import { mistakes, plainWords, wrong, type BookStep } from "./unroll";

const most = 12, rows = 3, row = 24;

export function Book() {
  const t = useWords(text), say = useWords(names);
  const [language] = useLanguage();
  const [words, setWords] = useText("words", "Doug,saw");
  const list = words.split(",").filter((w) => plainWords.includes(w)).slice(0, most);
  const narrow = useNarrow();
  const answer = useGet<BookStep[]>(`unroll/book?words=${encodeURIComponent(list.join(",") || "Doug")}`);
  useEffect(() => { document.querySelector("svg.walk")?.parentElement?.scrollTo({ left: 1e4 }); }, [answer.data]);
  if (answer.error) return <Failure message={answer.error} />;
  if (!answer.data) return null;
  const steps = answer.data, last = steps[steps.length - 1], word = (k: number) => say[plainWords[k]], broken = mistakes(steps), join = languages.indexOf(language) === 0 ? " " : "";
  const read = (until: number) => steps.slice(0, until + 1).map((s) => word(s.word)).join(join).replaceAll(" .", ".");
  const listed = (all: number[]) => all.map((k) => `“${word(k)}”`).map((s) => (language === "zh-Hant" ? s.replace("“", "「").replace("”", "」") : s)).join(t.and);
  const values = { words: read(steps.length - 1), plain: listed(last.plain), lstm: listed(last.lstm), wrong: wrong(last).map(word)[0] ?? "", sentence: read(broken[0] ?? 0), word: broken.length > 0 ? word(steps[broken[0]].word) : "" };
  const why = broken.length > 0 ? t.broken : wrong(last).length === 0 ? t.right : last.word === 3 ? t.whySaw : t.whyName;
  const take = (k: number) => list.length < most && setWords([...list, plainWords[k]].join(","));
  const about = fill(t.walk, values);
  // On a telephone the names stand above what they belong to.
  const wide = narrow ? 84 : 104, left = narrow ? 4 : 176, gap = narrow ? 18 : 0, width = narrow ? Math.max(300, left + wide * steps.length + 4) : left + wide * Math.max(7, steps.length);
  const [plainAt, readAt, lstmAt] = [20 + gap, 42 + rows * row + 2 * gap, 80 + rows * row + 3 * gap];
  return (
    <>
      <h2>{t.book}</h2>
      <p>{t.bookStory}</p>
      <Figure name="plain-book" live title={`${t.plain} · ${t.lstm}`} about={about}>
        <svg class="picture walk" viewBox={`0 0 ${width} ${2 * rows * row + 96 + 3 * gap}`} style={narrow ? { minWidth: `${width}px` } : undefined}>
          {[[t.plain, narrow ? 14 : 34], [t.read, narrow ? readAt - 6 : 60 + rows * row], [t.lstm, narrow ? lstmAt - 6 : 92 + rows * row]].map(([name, y]) => <text key={name} class="small strong" x={4} y={y as number}>{name}</text>)}
          {steps.map((s, k) => {
            const x = left + k * wide, now = k === steps.length - 1;
            const chips = (all: number[], top: number) => all.map((w, i) => (
              <g key={w} class={s.lstm.includes(w) ? "chip" : "chip wrong"} role={now ? "button" : undefined} tabIndex={now ? 0 : undefined} aria-label={now ? fill(t.take, { word: word(w) }) : undefined}
                transform={`translate(${x} ${top + i * row})`} onClick={() => now && take(w)} onKeyDown={(e) => { if (now && (e.key === "Enter" || e.key === " ")) { e.preventDefault(); take(w); } }}>
                <rect width={wide - 18} height={row - 4} rx={9} />
                <text class="small" x={(wide - 18) / 2} y={row / 2 - 2} text-anchor="middle" dominant-baseline="central">{word(w)}</text>
              </g>
            ));
            return (
              <g key={k}>
                {chips(s.plain, plainAt)}
                <rect class={broken.includes(k) ? "node bad" : "node"} x={x} y={readAt} width={wide - 18} height={28} rx={6} />
                <text class="strong" x={x + (wide - 18) / 2} y={readAt + 14} text-anchor="middle" dominant-baseline="central">{word(s.word)}</text>
                {k + 1 < steps.length && <path class="wire" d={`M${x + wide - 18} ${readAt + 14}h15`} />}
                {chips(s.lstm, lstmAt)}
              </g>
            );
          })}
        </svg>
      </Figure>
      <p role="status" class="say walked">{about} {fill(why, values)}</p>
      <div class="row">
        <button type="button" onClick={() => setWords("Doug,saw,Doug")}>{t.doug}</button>
        <button type="button" onClick={() => setWords("Doug,saw,Jane,saw,Spot,saw")}>{t.endless}</button>
        <button type="button" disabled={list.length < 2} onClick={() => setWords(list.slice(0, -1).join(","))}>{t.back}</button>
        <button type="button" onClick={() => setWords("Doug")}>{t.again}</button>
      </div>
    </>
  );
}
