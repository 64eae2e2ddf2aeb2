// What differs between two cells, in words: gates, states and weights, as the host found them in the recorded equations.
import type { ComponentChildren } from "preact";
import { useGet } from "../../api";
import { fill, useLanguage, useWords } from "../../language";
import { Name } from "./equations";
import type { Difference, Facts } from "./atlas";
import { Roles } from "./roles";
import { text } from "./text";

export function Differences({ name, beside }: { name: string; beside: string }) {
  const t = useWords(text);
  const [language] = useLanguage();
  const asked = useGet<Difference>(`cells/difference?name=${encodeURIComponent(name)}&beside=${encodeURIComponent(beside)}`);
  const found = asked.data;
  if (!found || found.first.name !== name || found.second.name !== beside) return null;
  const { first, second, alike } = found;
  const comma = language === "en" ? ", " : "、", semicolon = language === "en" ? "; " : "；";
  const letters = (names: string[]) => names.map((n, i) => <span key={n}>{i > 0 && comma}<Name text={n} /></span>);
  const pairs = (same: boolean) => alike.filter((p) => p.same === same && !(same && p.here === p.there));
  const pair = (p: { here: string; there: string }, i: number) => (
    <span key={p.here}>{i > 0 && comma}{p.here === p.there ? <Name text={p.here} /> : fill(t.and, { a: "\u0000", b: "\u0000" }).split("\u0000").map((s, k) => <span key={k}>{k > 0 && <Name text={k === 1 ? p.here : p.there} />}{s}</span>)}</span>
  );
  const own = (f: Facts) =>
    (["onlyGates", "onlyCandidates", "onlyPaths"] as const).filter((k) => f[k].length > 0).map((k, i) => {
      const [before, after] = t[k].split("{names}");
      return <span key={k}>{i > 0 && semicolon}{before}{letters(f[k])}{after}</span>;
    });
  const gates = (f: Facts) => <>{f.gates.length === 0 ? t.noGates : <>{f.gates.length}: {letters(f.gates)}</>}</>;
  const both = (label: string, of: (f: Facts) => ComponentChildren) => <tr><th>{label}</th><td>{of(first)}</td><td>{of(second)}</td></tr>;
  const wide = (label: string, content: ComponentChildren) => <tr><th>{label}</th><td colSpan={2}>{content}</td></tr>;
  const counted = (n: number, none: string, one: string, many: string) => (n === 0 ? none : n === 1 ? one : fill(many, { n }));
  const has = (f: Facts) => fill(t.has, {
    cell: f.name, weights: f.weights.toLocaleString(language),
    gates: counted(f.gates.length, t.lacksGates, t.gate, t.manyGates), states: counted(f.states.length, "", t.state, t.manyStates),
  });
  const nothing = [first, second].every((f) => own(f).length === 0) && alike.every((p) => p.same);
  return (
    <div class="panel differs">
      <strong>{t.differs}</strong>
      <Roles first={first} second={second} />
      <p>{fill(t.counts, { units: first.units, first: has(first), second: has(second) })}</p>
      {nothing ? <p>{t.same}</p> : <p class="quiet">{t.marked}</p>}
      <table>
        <thead><tr><td /><th>{first.name}</th><th>{second.name}</th></tr></thead>
        <tbody>
          {both(t.gates, gates)}
          {both(t.carried, (f) => letters(f.states))}
          {both(t.matrices, (f) => f.matrices)}
          {both(fill(t.size, { units: first.units }), (f) => f.weights.toLocaleString(language))}
          {pairs(true).length > 0 && wide(t.named, pairs(true).map(pair))}
          {pairs(false).length > 0 && wide(t.changed, pairs(false).map(pair))}
          {[first, second].map((f) => own(f).length > 0 && wide(fill(t.only, { cell: f.name }), own(f)))}
        </tbody>
      </table>
    </div>
  );
}
