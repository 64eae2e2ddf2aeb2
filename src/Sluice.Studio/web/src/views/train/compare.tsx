// Runs side by side: one curve each, and the settings in which they differ.
import { useAsked } from "../../api";
import { useWords } from "../../language";
import { Figure } from "../../ui/figure";
import { LineChart } from "../../ui/line-chart";
import { settingsOf } from "./form";
import type { Run } from "./run";
import { text } from "./text";

const last = (name: string): string => name.split("/").pop()!;

export function Compare({ names, runs }: { names: string[]; runs: Record<string, Run> }) {
  const t = useWords(text);
  const settings = useAsked(names.join("\n"), () => Promise.all(names.map(settingsOf)));
  const shown = names.filter((n) => (runs[n]?.validations.length ?? 0) > 0);
  const keys = settings.data?.length === names.length ? [...new Set(settings.data.flatMap((s) => Object.keys(s)))].filter((k) => settings.data!.every((s) => k in s) && new Set(settings.data!.map((s) => s[k])).size > 1) : [];
  return (
    <>
      <Figure name="compare" title={t.compare} about={t.compareAbout}>
        <LineChart xLabel={t.step} yLabel={t.loss} curves={shown.map((n) => ({ name: last(n), x: runs[n].validations.map((v) => v.step), y: runs[n].validations.map((v) => v.figures.loss) }))} />
      </Figure>
      <div class="panel scroll">
        <h2>{t.differs}</h2>
        <table>
          <thead><tr><th />{names.map((n) => <th key={n} scope="col">{last(n)}</th>)}</tr></thead>
          <tbody>
            {keys.map((k) => <tr key={k}><th scope="row">{k}</th>{names.map((n, i) => <td key={n}>{settings.data![i][k] ?? "–"}</td>)}</tr>)}
            <tr><th scope="row">{t.best}</th>{names.map((n) => <td key={n}>{runs[n]?.status.best?.toFixed(4) ?? "–"}</td>)}</tr>
          </tbody>
        </table>
      </div>
    </>
  );
}
