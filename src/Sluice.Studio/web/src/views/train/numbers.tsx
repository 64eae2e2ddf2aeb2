// The validations of a run in numbers, the newest first.
import { fill, useWords } from "../../language";
import { number, power } from "../../ui/depth";
import { figureName } from "./figure-names";
import type { Validation } from "./run";
import { useSay } from "./tasks";
import { text } from "./text";

const most = 30;
const short = (value: number): string => (Number.isFinite(value) ? (value !== 0 && Math.abs(value) < 1e-3 ? power(value) : number(value, 4)) : "–");

export function Numbers({ validations }: { validations: Validation[] }) {
  const t = useWords(text), say = useSay();
  if (validations.length === 0) return null;
  const last = validations.slice(-most).reverse();
  const figures = [...new Set(last.flatMap((v) => Object.keys(v.figures)))];
  return (
    <div class="panel">
      <h2>{t.validations}</h2>
      {validations.length > most && <p class="quiet">{fill(t.latest, { shown: most, all: validations.length })}</p>}
      <div class="scroll" tabIndex={0}>
        <table class="validations">
          <thead><tr><th scope="col">{t.epoch}</th><th scope="col">{t.step}</th><th scope="col">{t.trainingLoss}</th>{figures.map((f) => <th key={f} scope="col">{f === "loss" ? `${t.validation}: ${t.loss}` : figureName(f, say)}</th>)}<th scope="col">{t.gradientNorm}</th><th scope="col">{t.learningRate}</th><th scope="col">{t.perSecond}</th></tr></thead>
          <tbody>
            {last.map((v) => (
              <tr key={v.step} class={v.best ? "strong" : ""}>
                <td>{v.epoch}</td><td>{v.step}</td><td>{short(v.training)}</td>{figures.map((f) => <td key={f}>{short(v.figures[f])}{f === "loss" && v.best && " ★"}</td>)}<td>{short(v.norm)}</td><td>{short(v.rate)}</td><td>{Math.round(v.speed).toLocaleString(document.documentElement.lang)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
