// A cell out of the catalog: typed, or found in the list by a part of its name.
import { useRef, useState } from "preact/hooks";
import { fill, useWords } from "../../language";
import { text } from "./text";

export function CellChoice({ name, value, cells, complaint, onValue, onDone }: { name: string; value: string; cells: string[]; complaint?: string; onValue: (value: string) => void; onDone: (value: string) => void }) {
  const t = useWords(text);
  const [open, setOpen] = useState(false);
  const [sought, setSought] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const found = cells.filter((c) => c.includes(sought.trim().toLowerCase()));
  const show = (index: number) => {
    setAt(index);
    list.current?.children[index]?.scrollIntoView({ block: "nearest" });
  };
  const take = (cell: string) => { onValue(cell); onDone(cell); setOpen(false); };
  return (
    <span class="cells">
      <input
        type="text" name={name} role="combobox" aria-expanded={open} aria-controls="cell-list" aria-autocomplete="list" aria-activedescendant={open && found[at] ? `cell-${found[at]}` : undefined} autocomplete="off" aria-invalid={!!complaint}
        value={value}
        onFocus={(e) => { e.currentTarget.select(); setSought(""); setOpen(true); setAt(Math.max(0, cells.indexOf(value))); }}
        onBlur={(e) => { setOpen(false); onDone(e.currentTarget.value); }}
        onInput={(e) => { onValue(e.currentTarget.value); setSought(e.currentTarget.value); setAt(0); setOpen(true); }}
        onKeyDown={(e) => {
          if (e.key === "ArrowDown" || e.key === "ArrowUp") {
            e.preventDefault();
            if (open) show(Math.min(found.length - 1, Math.max(0, at + (e.key === "ArrowDown" ? 1 : -1))));
            else setOpen(true);
          } else if (e.key === "Enter" && open && found[at]) { e.preventDefault(); take(found[at]); } else if (e.key === "Escape") setOpen(false);
        }}
      />
      {open && (
        <span class="list">
          <span class="quiet">{found.length > 0 ? fill(t.found, { n: found.length }) : t.noCell}</span>
          <ul id="cell-list" role="listbox" ref={list}>
            {found.map((c, i) => <li key={c} id={`cell-${c}`} role="option" aria-selected={i === at} onPointerDown={(e) => { e.preventDefault(); take(c); }}>{c}</li>)}
          </ul>
        </span>
      )}
    </span>
  );
}
