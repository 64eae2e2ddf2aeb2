// A model of the studio's folder, and the data on which it is measured.
import type { ComponentChildren } from "preact";
import { useText } from "../../address";
import { useGet } from "../../api";
import { fill, useLanguage, useWords } from "../../language";
import { Failure, Waiting } from "../../ui/status";
import type { Model } from "./flow";
import { text } from "./text";

const file = "/model.safetensors";

/** What to ask the host, or null where nothing can be asked; and the choice of model and data. */
export function useOwn(wanted: boolean): { path: string | null; choice: ComponentChildren } {
  const t = useWords(text);
  const [language] = useLanguage();
  const [model, setModel] = useText("model", "");
  const [data, setData] = useText("data", "");
  const models = useGet<Model[]>(wanted ? "flow/models" : null);
  const can = models.data?.filter((m) => m.can) ?? [], others = [...new Set(models.data?.filter((m) => !m.can && m.task !== null).map((m) => m.task!) ?? [])];
  const name = model === "" ? can[0]?.name ?? "" : model.endsWith(".safetensors") ? model : model + file;
  const chosen = models.data?.find((m) => m.name === name);
  const lacks = chosen?.can === true && chosen.task !== "text" && chosen.data === null;
  const files = useGet<string[]>(wanted && lacks ? "inside/files?kind=table" : null);
  if (!models.data) return { path: null, choice: models.error ? <Failure message={models.error} /> : <Waiting /> };
  const short = (m: string) => (m.endsWith(file) ? m.slice(0, -file.length) : m);
  const path = chosen?.can && (!lacks || data !== "") ? `flow/trained?model=${encodeURIComponent(name)}${lacks ? `&data=${encodeURIComponent(data)}` : ""}` : null;
  const comma = language === "en" ? ", " : "、";
  return {
    path,
    choice: (
      <>
        {can.length === 0 ? <p>{t.noModel}</p> : (
          <div class="row">
            <label>{t.model} <select value={chosen?.can ? name : ""} onChange={(e) => { setModel(short(e.currentTarget.value)); setData(""); }}>
              {!chosen?.can && <option value="">{t.choose}</option>}
              {can.map((m) => <option key={m.name} value={m.name}>{short(m.name)}</option>)}
            </select></label>
            {lacks && (
              <label>{t.data} <select value={data} onChange={(e) => setData(e.currentTarget.value)}>
                <option value="">{t.choose}</option>
                {files.data?.map((f) => <option key={f} value={f}>{f}</option>)}
              </select></label>
            )}
          </div>
        )}
        {model !== "" && !chosen && <p role="status">{fill(t.missing, { model })}</p>}
        {chosen && !chosen.can && <p role="status">{fill(t.cannot, { model: short(chosen.name), task: chosen.task ?? "?" })}</p>}
        {lacks && data === "" && <p role="status">{t.noData}</p>}
        {others.length > 0 && <p class="quiet">{fill(t.others, { tasks: others.join(comma) })}</p>}
      </>
    ),
  };
}
