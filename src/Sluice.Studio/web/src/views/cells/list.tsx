// The list of cells by family, with their years; it is folded until it is wanted.
import { useState } from "preact/hooks";
import { useText } from "../../address";
import { fill, useWords } from "../../language";
import { families, type Cell } from "./atlas";
import { text } from "./text";

export function CellList({ list, chosen, choose }: { list: Cell[] | undefined; chosen: string; choose: (name: string) => void }) {
  const t = useWords(text);
  const [find, setFind] = useText("find", "");
  const [open, setOpen] = useState(false);
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  const found = list?.filter((c) => words.every((w) => `${c.name} ${c.equation}`.toLowerCase().includes(w)));
  return (
    <div class="panel">
      <label class="row find">{t.find} <input type="search" value={find} placeholder={t.hint} onInput={(e) => setFind(e.currentTarget.value)} /></label>
      <details open={open || words.length > 0} onToggle={(e) => words.length === 0 && setOpen(e.currentTarget.open)}>
        <summary>{fill(t.cells, { n: list?.length ?? "" })}</summary>
        <div class="list">
          {families.map((family) => {
            const own = found?.filter((c) => c.family === family) ?? [];
            return own.length > 0 && (
              <div key={family} class="family" role="group" aria-label={t[`${family}About`]}>
                <span class="quiet" title={t[`${family}About`]}>{t[family]}</span>
                <div>{own.map((c) => <button key={c.name} type="button" aria-pressed={c.name === chosen} title={c.source} onClick={() => choose(c.name)}>{c.name} <small>{c.year}</small></button>)}</div>
              </div>
            );
          })}
        </div>
      </details>
      {found?.length === 0 && <p class="quiet">{t.none}</p>}
    </div>
  );
}
