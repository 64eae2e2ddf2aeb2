// Sequences of a few values, word by word; what was given is grey.
import { useWords } from "../../language";
import type { Shown } from "./asked";
import { text } from "./text";

export function Classes({ drawn }: Shown<string>) {
  const t = useWords(text);
  const row = (name: string, steps: string[], given: number) => (
    <tr key={name}>
      <th scope="row">{name}</th>
      <td class="values">{steps.map((value, k) => <span key={k} class={k < given ? "given" : ""}>{value}</span>)}</td>
    </tr>
  );
  return (
    <div class="panel"><table>
      <caption>{t.classes}</caption>
      <tbody>
        {drawn.truth && row(t.truth, drawn.truth, drawn.given)}
        {drawn.sequences.map((s, i) => row(String(i + 1), s, drawn.given))}
      </tbody>
    </table></div>
  );
}
