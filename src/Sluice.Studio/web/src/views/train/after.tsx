// What can be done with a run that has ended: write or ask, look inside, the same with changes, serve.
import { useState } from "preact/hooks";
import { open } from "../../address";
import { useWords } from "../../language";
import { settingsOf } from "./form";
import type { Task } from "./tasks";
import { text } from "./text";

/** What serves a run, under its own name. */
export const serving = (run: string): string => `sluice serve ${/^[\w./-]+$/.test(run) ? run : `"${run.replace(/["$`\\]/g, "\\$&")}"`}`;

export function After({ name, task, done }: { name: string; task: Task | undefined; done: boolean }) {
  const t = useWords(text);
  const [copied, setCopied] = useState(false);
  const model = `${name}/model.safetensors`, command = serving(name);
  const again = () => void settingsOf(name).then((s) => open("train", { like: name, task: s.task ?? "", file: s["data.file"] ?? "" }));
  return (
    <div class="after">
      <div class="row" role="group" aria-label={t.then}>
        {done && task?.name === "text" && <button type="button" class="main" onClick={() => open("play", { model })}>{t.write}</button>}
        {done && task?.name === "generate" && <button type="button" class="main" onClick={() => open("generate", { model })}>{t.draw}</button>}
        {done && task?.name === "translate" && <button type="button" class="main" onClick={() => open("inside", { model })}>{t.ask}</button>}
        {done && <button type="button" onClick={() => open("inside", { model })}>{t.look}</button>}
        <button type="button" onClick={again}>{t.again}</button>
      </div>
      {done && (
        <p><span class="quiet">{t.serve}</span> <code>{command}</code>{" "}
          {navigator.clipboard && <button type="button" onClick={() => void navigator.clipboard.writeText(command).then(() => setCopied(true))}>{copied ? t.copied : t.copy}</button>}
        </p>
      )}
    </div>
  );
}
