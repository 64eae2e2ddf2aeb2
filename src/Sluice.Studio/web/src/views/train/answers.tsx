// Answers one below the other: from what, what is made of it now, whether that is right, and how sure the model is.
import { fill, useWords } from "../../language";
import { text } from "./exhibit-text";
import type { Answer as One, Of } from "./run";

export function Answers({ all }: Of<"answers">) {
  const t = useWords(text);
  const known = all.filter((a) => a.truth !== null);
  return (
    <>
      {known.length > 0 && <p class="quiet">{fill(t.rightOf, { n: known.filter((a) => a.isRight).length, all: known.length })}</p>}
      {all.map((a, i) => <Answer key={i} {...a} />)}
    </>
  );
}

export function Answer({ from, made, truth, isRight, probability }: One) {
  const t = useWords(text);
  return (
    <div class="answer">
      {truth !== null && <span class={isRight ? "judged right" : "judged wrong"} role="img" aria-label={isRight ? t.right : t.wrong}>{isRight ? "✓" : "✗"}</span>}
      <span>
        {from && <span class="quiet">{from} → </span>}
        <span class="told">{made || <span class="quiet">{t.nothing}</span>}</span>
        {probability !== null && <span class="quiet"> {Math.round(100 * probability)} %</span>}
        {truth !== null && !isRight && <span class="truth"><span class="quiet">{t.truth}</span> {truth}</span>}
      </span>
    </div>
  );
}
