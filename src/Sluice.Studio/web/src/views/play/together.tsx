// The text as the model read it, coloured by how unsure it was, and what else might have stood at the word that is pointed at.
import { useState } from "preact/hooks";
import { fill, useWords } from "../../language";
import { amount, ground } from "../../ui/colour";
import { number } from "../../ui/depth";
import { visible, type Symbol } from "./play";
import { text } from "./text";

export function Together({ symbols }: { symbols: Symbol[] }) {
  const t = useWords(text);
  const [at, setAt] = useState<number>();
  const pointed = at === undefined ? undefined : symbols[at];
  const unknown = [...new Set(symbols.filter((s) => !s.known).map((s) => s.text.trim()))];
  return (
    <>
      <h2>{t.together}</h2>
      <p class="quiet">{t.point} <span class="scale"><i />{t.sure}</span> <span class="scale unsure"><i />{t.unsure}</span></p>
      <p class="together panel">
        {symbols.map((s, i) => (
          <span key={i} tabIndex={0} class={`${s.written ? "written" : ""}${s.known ? "" : " unknown"}`} onPointerEnter={() => setAt(i)} onFocus={() => setAt(i)}
            style={s.probability === null ? {} : ground(amount(0.75 * (1 - s.probability)))}>{s.text}</span>
        ))}
      </p>
      {unknown.length > 0 && <p class="warning" role="status">{fill(t.unknown, { words: unknown.slice(0, 8).join(", ") + (unknown.length > 8 ? " …" : "") })}</p>}
      {pointed && (
        <div class="panel" role="status">
          <strong>{visible(pointed.text)}</strong>{pointed.probability !== null && <> · {fill(t.gave, { p: number(100 * pointed.probability, 1) })}</>}
          {pointed.instead.length > 0 && <p class="quiet">{pointed.instead.map((e) => `${visible(e.text)} ${number(100 * e.probability, 1)} %`).join(" · ")}</p>}
        </div>
      )}
    </>
  );
}
