// Series of numbers as lines, a chart for each column.
import { fill, useWords } from "../../language";
import { Chart } from "../../ui/chart";
import { chosen, type Shown } from "./asked";
import { Square } from "./square";
import { text } from "./text";

const most = 6;

export function Series({ about, drawn: all, ask }: Shown<number[]>) {
  const t = useWords(text);
  const drawn = all.side > 0 ? { ...all, sequences: [all.sequences[chosen(ask, all.sequences.length)]] } : all;
  const steps = (s: number[][]) => s.map((_, k) => k + 1);
  return (
    <>
      {all.side > 0 && <Square ask={ask} side={all.side} />}
      {about.columns.length > most && <p class="quiet">{fill(t.columns, { n: most, all: about.columns.length })}</p>}
      {about.columns.slice(0, most).map((column, c) => (
        <Chart
          key={column} name={`generate-${column}`} title={fill(t.series, { column })} about={fill(t.seriesAbout, { count: drawn.sequences.length, column, given: drawn.given })}
          xLabel={t.step} yLabel={column} width={1100} height={260} mark={drawn.given > 0 ? drawn.given + 0.5 : undefined}
          curves={[...drawn.sequences.map((s, i) => ({ name: drawn.sequences.length > 1 ? String(i + 1) : t.drawn, x: steps(s), y: s.map((x) => x[c]) })), ...(drawn.truth ? [{ name: t.truth, x: steps(drawn.truth), y: drawn.truth.map((x) => x[c]) }] : [])]}
        />
      ))}
    </>
  );
}
