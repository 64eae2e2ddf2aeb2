// What may come next: as bars, as numbers, as the softmax with the numbers put in.
import { fill, useWords } from "../../language";
import { number, useDepth } from "../../ui/depth";
import { visible, type Answer, type Expected } from "./play";
import { text } from "./text";

const percent = (share: number): string => `${number(100 * share, 1)} %`;

export function Next({ answer, temperature, take }: { answer: Answer; temperature: number; take: (piece: string) => void }) {
  const t = useWords(text);
  const [depth] = useDepth();
  return (
    <>
      <ol class="next">
        {answer.next.map((n) => (
          <li key={n.text}>
            <button type="button" onClick={() => take(n.text)}>
              <span class="piece">{visible(n.text)}</span>
              <span class="bar"><i style={{ width: `${100 * n.chance}%` }} /><b style={{ left: `${100 * n.probability}%` }} /></span>
              <span class="share">{percent(n.chance)}</span>
            </button>
          </li>
        ))}
      </ol>
      <p class="ends quiet" aria-hidden="true"><span /><span><i>0</i><i>1</i></span><span /></p>
      <p class="quiet">{t.chances}</p>
      <p>{fill(t.unsureAs, { n: number(Math.exp(answer.entropy), 1), all: answer.of.toLocaleString(document.documentElement.lang) })}</p>
      {depth !== "picture" && <Numbers answer={answer} />}
      {depth === "formula" && <Formula answer={answer} temperature={temperature} />}
    </>
  );
}

function Numbers({ answer }: { answer: Answer }) {
  const t = useWords(text);
  return (
    <div class="panel numbers">
      <table>
        <thead><tr><th scope="col">{t.symbol}</th><th scope="col">{t.gives}</th><th scope="col">{t.nats}</th><th scope="col">{t.score}</th><th scope="col">{t.drawn}</th></tr></thead>
        <tbody>
          {answer.next.map((n) => <tr key={n.text}><th scope="row">{visible(n.text)}</th><td>{percent(n.probability)}</td><td>{number(-Math.log(n.probability))}</td><td>{number(n.score)}</td><td>{percent(n.chance)}</td></tr>)}
        </tbody>
      </table>
      <dl>
        <dt>{t.entropy}</dt><dd>{fill(t.perSymbol, { x: number(answer.entropy) })}</dd>
        {answer.loss !== null && <><dt>{t.loss}</dt><dd>{fill(t.perSymbol, { x: number(answer.loss) })}</dd></>}
      </dl>
    </div>
  );
}

function Formula({ answer, temperature }: { answer: Answer; temperature: number }) {
  const t = useWords(text);
  if (temperature === 0) return <p class="panel">{t.zero}</p>;
  const shown = answer.next.slice(0, 3), heat = number(temperature);
  const power = (n: Expected) => `e^(${number(n.score)} / ${heat})`;
  const below = shown.map(power).join(" + ") + (answer.of > shown.length ? " + …" : "");
  return (
    <div class="panel">
      <pre class="equations">{`p(w) = e^(z(w) / T) / Σ e^(z / T)

Σ = ${below}
  = ${number(answer.sum, 3)}

${shown.map((n) => `p(${visible(n.text)}) = ${power(n)} / ${number(answer.sum, 3)} = ${number(n.chance, 3)}`).join("\n")}

H = −Σ p ln p = ${number(answer.entropy, 3)}  (T = 1)
e^H = ${number(Math.exp(answer.entropy), 2)}`}</pre>
      <p class="quiet">{t.formula}</p>
    </div>
  );
}
