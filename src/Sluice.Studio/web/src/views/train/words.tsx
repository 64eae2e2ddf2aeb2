// Sentences with the tag of each word below it; a wrong one is marked, and the right one stands beneath.
import { fill, useWords } from "../../language";
import { text } from "./exhibit-text";
import type { Of } from "./run";

export function Words({ sentences }: Of<"words">) {
  const t = useWords(text);
  const all = sentences.flat().filter((w) => w.truth !== null);
  return (
    <>
      <p class="quiet">{fill(t.rightOf, { n: all.filter((w) => w.made === w.truth).length, all: all.length })}</p>
      {sentences.map((words, i) => (
        <p key={i} class="tagged">
          {words.map((w, k) => {
            const wrong = w.truth !== null && w.made !== w.truth;
            return (
              <span key={k} class={wrong ? "word wrong" : "word"}>
                <span>{w.word}</span>
                <span class={w.made === "O" ? "tag quiet" : "tag"}>{wrong && <span role="img" aria-label={t.wrong}>✗ </span>}{w.made}</span>
                {wrong && <span class="tag truth" title={t.truth}>{w.truth}</span>}
              </span>
            );
          })}
        </p>
      ))}
    </>
  );
}
