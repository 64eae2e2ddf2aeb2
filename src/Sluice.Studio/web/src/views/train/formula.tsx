// What the last step did, in formulas with its numbers put in; the host says both.
import { fill, useWords } from "../../language";
import { number } from "../../ui/depth";
import type { LastStep } from "./run";
import { text } from "./text";
import type { Task } from "./tasks";

export function Formula({ task, last }: { task?: Task; last: LastStep }) {
  const t = useWords(text);
  const names: Record<string, string> = { rate: t.ofRate, clip: t.ofClip, cut: t.ofCut, update: t.ofUpdate };
  return (
    <div class="panel">
      <h2>{t.formulas}</h2>
      <dl class="rule">
        <dt>{fill(t.ofLoss, { n: last.predictions })}</dt>
        <dd><span class="formula">{task?.loss ?? "L = 1/N Σ ℓ"}</span><span class="formula">L = {number(last.loss, 4)}</span></dd>
        {last.rule.map((line, i) => (
          <>
            {line.about !== last.rule[i - 1]?.about && <dt key={line.about}>{names[line.about]}{line.about === "clip" && <>: <strong>{last.norm > last.clip ? t.wasClipped : t.notClipped}</strong></>}</dt>}
            <dd key={line.formula}><span class="formula">{line.formula}</span><span class="formula">{line.numbers}</span></dd>
          </>
        ))}
      </dl>
    </div>
  );
}
