import { useEffect, useState } from "preact/hooks";
import { useText } from "../../address";
import { useGet } from "../../api";
import { useWords } from "../../language";
import { Failure } from "../../ui/status";
import { Compare, mostCompared } from "./compare";
import { Form } from "./form";
import { useRuns, type Entry } from "./run";
import { useSay, useTasks } from "./tasks";
import { text } from "./text";
import "./view.css";
import { Watch } from "./watch";

export default function Train() {
  const t = useWords(text), say = useSay(), tasks = useTasks();
  const taskOf = (name: string) => tasks.data?.tasks.find((k) => k.name === name);
  const nameOf = (task: string) => { const known = taskOf(task); return known ? say(known.called) : task; };
  const [name, setName] = useText("run", "");
  const [beside, setBeside] = useText("beside", "");
  const [count, setCount] = useState(0);
  const list = useGet<Entry[]>(`runs?again=${count}`);
  const others = beside ? beside.split(",").slice(0, mostCompared) : [];
  // Runs of the command line come and go by themselves.
  useEffect(() => {
    const timer = setInterval(() => document.hidden || setCount((n) => n + 1), 4000);
    return () => clearInterval(timer);
  }, []);
  const runs = useRuns([...new Set([...(name ? [name] : []), ...others])]);
  const show = (run: string) => { setName(run); setCount((n) => n + 1); };
  const toggle = (run: string) => setBeside((others.includes(run) ? others.filter((o) => o !== run) : [...others, run]).join(","));
  return (
    <div class="train">
      <aside aria-label={t.runs}>
        <button type="button" class={name === "" && others.length === 0 ? "main" : ""} onClick={() => { setBeside(""); show(""); }}>{t.fresh}</button>
        <h2>{t.runs}</h2>
        {list.error && <Failure message={list.error} />}
        {list.data?.length === 0 && <p class="quiet">{t.none}</p>}
        <ul>
          {list.data?.map((r) => {
            const status = runs[r.name]?.status ?? r.status;
            return (
              <li key={r.name} class={r.name === name ? "here" : ""}>
                <input type="checkbox" checked={others.includes(r.name)} aria-label={`${t.compare}: ${r.name}`} title={others.length >= mostCompared && !others.includes(r.name) ? t.most : t.compare} disabled={others.length >= mostCompared && !others.includes(r.name)} onChange={() => toggle(r.name)} />
                <button type="button" class="run" aria-current={r.name === name} onClick={() => setName(r.name)}>
                  <span class="name">{r.name.split("/").pop()}</span>
                  <span class="quiet">{nameOf(r.task)} · {t[status.state]}{status.best !== null && ` · ${status.best.toFixed(3)}`}</span>
                </button>
              </li>
            );
          })}
        </ul>
      </aside>
      <div class="work">
        {others.length > 0 && <Compare names={others} runs={runs} tasks={tasks.data?.tasks} />}
        {name ? <Watch key={name} name={name} task={taskOf(list.data?.find((r) => r.name === name)?.task ?? "")} run={runs[name]} onName={show} /> : others.length === 0 && <Form tasks={tasks} onStart={show} />}
      </div>
    </div>
  );
}
