// The name of a run, which people can change while it is not being trained.
import { useState } from "preact/hooks";
import { post } from "../../api";
import { useWords } from "../../language";
import { Failure } from "../../ui/status";
import { text } from "./text";

export function Named({ name, fixed, onName }: { name: string; fixed: boolean; onName: (name: string) => void }) {
  const t = useWords(text);
  const [draft, setDraft] = useState<string>();
  const [failure, setFailure] = useState<string>();
  if (fixed || draft === undefined) {
    return <><strong class="name">{name}</strong>{!fixed && <button type="button" onClick={() => { setFailure(undefined); setDraft(name.split("/").pop()!); }}>{t.rename}</button>}</>;
  }
  const keep = () => post<{ name: string }>(`run/rename?name=${encodeURIComponent(name)}&to=${encodeURIComponent(draft)}`).then(
    ({ name: now }) => { setDraft(undefined); onName(now); },
    (e: Error) => setFailure(e.message),
  );
  return (
    <form class="row" onSubmit={(e) => { e.preventDefault(); void keep(); }}>
      <input type="text" name="rename" aria-label={t.runName} maxLength={80} value={draft} ref={(e) => { if (e && document.activeElement === document.body) e.focus(); }} onInput={(e) => setDraft(e.currentTarget.value)} onKeyDown={(e) => { if (e.key === "Escape") setDraft(undefined); }} />
      <button type="submit" class="main" disabled={!draft.trim()}>{t.keep}</button>
      <button type="button" onClick={() => setDraft(undefined)}>{t.cancel}</button>
      {failure && <Failure message={failure} />}
    </form>
  );
}
