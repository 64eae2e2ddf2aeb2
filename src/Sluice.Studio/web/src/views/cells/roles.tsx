// Two cells told by what their gates do, whatever the letters: who keeps, who takes in, who shows, who lets the past into the new.
import { fill, useLanguage, useWords } from "../../language";
import { duties, joined, undone, type Facts } from "./atlas";
import { Name } from "./equations";
import { text } from "./text";

export function Roles({ first, second }: { first: Facts; second: Facts }) {
  const t = useWords(text) as Record<string, string>;
  const [language] = useLanguage();
  const comma = language === "en" ? ", " : "、";
  const shown = duties.filter((d) => [first, second].some((f) => f.roles.some((r) => r.does.includes(d))));
  if (shown.length === 0) return null;
  const gates = (f: Facts, duty: (typeof duties)[number]) => {
    const all = f.roles.filter((r) => r.does.includes(duty)).map((r) => r.gate);
    return all.length > 0 ? all.map((g, k) => <span key={g}>{k > 0 && comma}<Name text={g} /></span>) : <span class="quiet">{t[`none${duty}`]}</span>;
  };
  const told = [[first, second], [second, first]].flatMap(([a, b]) => [
    ...joined(a.roles, b.roles).map(({ gate, of }) => fill(t.worksFor, { cell: b.name, gate, of: of.join(t.andGates) })),
    ...undone(a.roles, b.roles).map(({ gate, duty }) => fill(t[`undone${duty}`], { cell: b.name, gate })),
  ]);
  return (
    <div class="roles">
      {told.map((sentence) => <p key={sentence} class="strong">{sentence}</p>)}
      <table>
        <thead><tr><td /><th>{first.name}</th><th>{second.name}</th></tr></thead>
        <tbody>{shown.map((d) => <tr key={d}><th>{t[`does${d}`]}</th><td>{gates(first, d)}</td><td>{gates(second, d)}</td></tr>)}</tbody>
      </table>
    </div>
  );
}
