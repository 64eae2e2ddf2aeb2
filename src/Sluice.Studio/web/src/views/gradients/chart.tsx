// The gradient by lag as curves, with the measured rate and the bound of the net at hand.
import { fill, useWords } from "../../language";
import { Chart as CurveChart } from "../../ui/chart";
import { exploded, short, vanished, type Flow } from "./flow";
import { text } from "./text";

const least = 1e-12;

export function Chart({ flow, lag, net, said }: { flow: Flow; lag: number | undefined; net: string; said: string }) {
  const t = useWords(text);
  const most = Math.max(1e2, ...flow.nets.flatMap((n) => n.whole.filter(Number.isFinite)));
  const curve = (name: string, values: number[]) => ({ name, x: values.map((_, k) => k), y: values.map((v) => (v >= least && v <= most ? v : NaN)) });
  const chosen = flow.nets.find((n) => n.name === net);
  const zones = [{ from: exploded, to: most * 10, kind: "positive", word: t.exploding }, { from: vanished, to: exploded, kind: "gate", word: t.kept }, { from: least, to: vanished, kind: "negative", word: t.vanishing }];
  return (
    <CurveChart
      name="gradient-by-lag" title={t.chart} about={fill(t.charted, { nets: said })}
      tools={<p class="zones quiet">{zones.map((z) => <span key={z.kind}><svg width="18" height="12" aria-hidden="true"><rect class={`zone ${z.kind}`} width="18" height="12" rx="2" /></svg> {z.word}</span>)}</p>}
      curves={[
        ...flow.nets.map((n) => curve(n.name, n.whole)),
        ...(chosen && flow.nets.length < 6 ? [curve(fill(t.rate, { net }), chosen.rate), ...(chosen.bound ? [curve(fill(t.bound, { net }), chosen.bound)] : [])] : []),
      ]}
      xLabel={t.lagAxis} yLabel={t.norm} logY yRange={[least, most]} xRange={[0, flow.lags]} format={short} mark={lag} height={380} zones={zones.map((z) => ({ ...z, name: "" }))}
    />
  );
}
