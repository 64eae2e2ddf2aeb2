// Whose dinners? Those of the story, or any that are typed.
import { useEffect, useState } from "preact/hooks";
import { useWords } from "../../language";
import { text } from "./text";

const usual = ["pizza", "sushi", "waffles"] as const;

/** Names with commas between, as the host knows them: those of the story by their English names, whatever the language. */
export function Order({ value, onChange }: { value: string; onChange: (order: string) => void }) {
  const t = useWords(text);
  const shown = (value === "" ? [...usual] : value.split(",")).map((d) => (t as Record<string, string>)[d]).join(t.comma);
  const [typed, setTyped] = useState(shown);
  useEffect(() => setTyped(shown), [shown]);
  const take = () => {
    const names = typed.split(/[,，、;；]/).map((d) => d.trim()).filter(Boolean).map((d) => usual.find((u) => t[u] === d || u === d) ?? d).join(",");
    if (names === value || (value === "" && names === usual.join(","))) return;
    onChange(names === usual.join(",") ? "" : names);
  };
  return (
    <form class="row" onSubmit={(e) => { e.preventDefault(); take(); }}>
      <label>{t.order} <input type="text" name="order" value={typed} title={t.orderHint} size={30} onInput={(e) => setTyped(e.currentTarget.value)} onBlur={take} /></label>
      {value !== "" ? <button type="button" onClick={() => onChange("")}>{t.usual}</button> : <span class="quiet">{t.orderHint}</span>}
    </form>
  );
}
