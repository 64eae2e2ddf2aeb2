// Sequences of a few values, word by word; what was given is grey.
import { useWords } from "../../language";
import { chosen, type Shown } from "./asked";
import { Square } from "./square";
import { text } from "./text";

export function Classes({ drawn, ask }: Shown<string>) {
  const t = useWords(text);
  const which = chosen(ask, drawn.sequences.length);
  const row = (name: string, steps: string[], given: number) => (
    <tr key={name}>
      <th scope="row">{name}</th>
      <td class="values">{steps.map((value, k) => <span key={k} class={k < given ? "given" : ""}>{value}</span>)}</td>
    </tr>
  );
  return (
    <>
      {drawn.side > 0 && <Square ask={ask} side={drawn.side} />}
      <div class="panel"><table>
        <caption>{t.classes}</caption>
        <tbody>
          {drawn.truth && row(t.truth, drawn.truth, drawn.given)}
          {drawn.sequences.map((s, i) => (drawn.side === 0 || i === which) && row(String(i + 1), s, drawn.given))}
        </tbody>
      </table></div>
    </>
  );
}
