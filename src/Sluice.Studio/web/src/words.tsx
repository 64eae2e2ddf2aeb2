// What the words of the field mean, each in a sentence or two, in a window that opens over any view.
import { useRef, useState } from "preact/hooks";
import { useWords, type Text } from "./language";

const text = {
  words: ["Words", "词汇", "詞彙"],
  close: ["Close", "关闭", "關閉"],
} satisfies Record<string, Text>;

// They are fetched when the window is opened for the first time.
const fetched = () => import("./terms").then((module) => module.terms);
type Terms = Awaited<ReturnType<typeof fetched>>;

export function Words() {
  const t = useWords(text);
  const [terms, setTerms] = useState<Terms>([]);
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <button type="button" onClick={() => { dialog.current?.showModal(); void fetched().then(setTerms); }}>{t.words}</button>
      <dialog ref={dialog} aria-label={t.words} onClick={(e) => { if (e.target === e.currentTarget) e.currentTarget.close(); }}>
        <form method="dialog" class="row"><strong>{t.words}</strong><button>{t.close}</button></form>
        <List terms={terms} />
      </dialog>
    </>
  );
}

function List({ terms }: { terms: Terms }) {
  const say = useWords(Object.fromEntries(terms.flatMap(([name, means], i) => [[`name-${i}`, name], [`means-${i}`, means]])));
  return <dl>{terms.map((_, i) => <div key={i}><dt>{say[`name-${i}`]}</dt><dd>{say[`means-${i}`]}</dd></div>)}</dl>;
}
