// A setting of a task: typed, chosen, or a cell out of the catalog.
import { useLanguage, useWords } from "../../language";
import { useTold } from "../../ui/status";
import { CellChoice } from "./cell-choice";
import { useSay, type Setting } from "./tasks";
import { text } from "./text";

export function SettingField({ setting: s, value, cells, complaint, onValue, onDone }: { setting: Setting; value: string; cells: string[]; complaint: string | undefined; onValue: (value: string) => void; onDone: (value: string) => void }) {
  const t = useWords(text), say = useSay(), said = useTold(), [language] = useLanguage(), called = s.label ?? s.behind;
  // All cells are in the list already.
  const told = () => (s.key === "model.cell" && / got /.test(complaint!) && complaint!.length > 200 ? `${t.noCell} ${complaint!.match(/'([^']+)'\?$/)?.[1] ?? ""}` + (/\?$/.test(complaint!) ? "?" : "") : said(complaint!).said.replace(new RegExp(`^${s.key.replace(".", "\\.")}[:：] ?`), ""));
  return (
    // The line that explains it is English.
    <label class="field" title={language === "en" ? `${s.key}: ${s.comment}` : s.key}>
      {called ? <span>{say(called)}</span> : <span class="key">{s.key.slice(s.key.indexOf(".") + 1)}</span>}
      {s.choices.length > 0
        ? <select name={s.key} value={value} onChange={(e) => onValue(e.currentTarget.value)}>{s.choices.map((c) => <option key={c}>{c}</option>)}</select>
        : s.key === "model.cell" ? <CellChoice name={s.key} value={value} cells={cells} complaint={complaint} onValue={onValue} onDone={onDone} />
        : <input type="text" name={s.key} value={value} list={s.column ? "columns" : undefined} aria-invalid={!!complaint} aria-describedby={complaint ? `wrong-${s.key}` : undefined}
            onInput={(e) => onValue(e.currentTarget.value)} onChange={(e) => onDone(e.currentTarget.value)} />}
      {complaint && <span class="wrong" id={`wrong-${s.key}`} role="alert">{told()}</span>}
    </label>
  );
}
