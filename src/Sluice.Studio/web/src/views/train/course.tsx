// Values over steps, and what the model makes of them.
import { useWords } from "../../language";
import { LineChart } from "../../ui/line-chart";
import { text } from "./exhibit-text";
import type { Of } from "./run";

export function Course({ what, truth, foreseen, from, name, levels, times }: Of<"course">) {
  const t = useWords(text);
  const [was, is] = what === "life" ? [t.left, t.expected] : what === "control" ? [t.driver, t.policy] : [t.asItWas, t.foreseen];
  const x = foreseen.map((_, i) => i + from), band = foreseen[0]?.length === 3;
  const level = levels === null ? undefined : (value: number) => levels[value] ?? "";
  return (
    <LineChart
      xLabel={times ? t.date : what === "control" ? t.step : t.row} xFormat={times ? (row) => times[row] ?? "" : undefined} yLabel={name} height={260} width={460} format={level} yRange={levels === null ? undefined : [0, levels.length - 1]}
      curves={[
        { name: was, x: truth.map((_, i) => i), y: truth.map(Number) },
        { name: is, x, y: foreseen.map((f) => f[band ? 1 : 0]), band: band ? [foreseen.map((f) => f[0]), foreseen.map((f) => f[2])] : undefined },
      ]}
    />
  );
}
