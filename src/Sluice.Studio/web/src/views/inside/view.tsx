// Look inside a model, each kind with a picture of its own above the map that all share.
import { useState } from "preact/hooks";
import { setParameter, useText } from "../../address";
import { sentenceOf, upload, useGet } from "../../api";
import { fill, useLanguage, useWords, type Text } from "../../language";
import { Drop } from "../../ui/drop";
import { Failure, Waiting } from "../../ui/status";
import { AttentionView } from "./attention-view";
import type { Model } from "./run";
import { LabelView } from "./label-view";
import { LayersPanel } from "./layers";
import { MusicView } from "./music-view";
import { NetworkView } from "./network-view";
import { SceneView } from "./scene-view";
import { SeriesView } from "./series-view";
import { forget, Upload } from "./source";
import { SpeechView } from "./speech-view";
import { RecordedView } from "./recorded-view";
import { TextView } from "./text-view";
import "./view.css";

const text = {
  model: ["Model", "模型", "模型"],
  book: ["children's book, trained here", "童书，现场训练", "童書，現場訓練"],
  all: ["Models in the folder", "文件夹中的模型", "資料夾中的模型"],
  file: ["file", "文件", "檔案"],
  task: ["task", "任务", "任務"],
  size: ["size", "大小", "大小"],
  date: ["saved", "保存于", "儲存於"],
  none: ["There is no model in the folder yet; the small one below was trained here in a second. “sluice train text FILE” makes one, and so does the view Train.", "文件夹里还没有模型；下面的小模型是刚刚在这里训练的。用 “sluice train text 文件” 或“训练”页面可以得到一个。", "資料夾裡還沒有模型；下面的小模型是剛剛在這裡訓練的。用「sluice train text 檔案」或「訓練」頁面可以得到一個。"],
  other: ["The task “{task}” of this model is not known here, so it cannot be looked into.", "此模型的任务“{task}”在这里未知，无法查看其内部。", "此模型的任務「{task}」在這裡未知，無法檢視其內部。"],
  bring: ["Open a file of a model", "打开模型文件", "開啟模型檔案"],
  dropped: ["or drop one here: .pt, .onnx, .h5, .keras, .safetensors", "或拖放到这里：.pt、.onnx、.h5、.keras、.safetensors", "或拖放到這裡：.pt、.onnx、.h5、.keras、.safetensors"],
  gone: ["There is no model {name} in the folder.", "文件夹中没有模型 {name}。", "資料夾中沒有模型 {name}。"],
} satisfies Record<string, Text>;

const books = { en: "book:english", "zh-Hans": "book:simplified", "zh-Hant": "book:traditional" } as const;

const accepted = ".safetensors,.pt,.pth,.onnx,.h5,.hdf5,.keras", endings = /\.(safetensors|pt|pth|onnx|h5|hdf5|keras)$/i;

/** What belongs to one model and not to the next. */
const own = ["text", "file", "layer", "value", "unit", "like", "order", "window", "step", "range", "off", "edit", "passage", "net", "which", "index", "feature", "set", "carry", "cut", "part", "alphabet", "why"];

export default function View() {
  const t = useWords(text);
  const [language] = useLanguage();
  const [count, setCount] = useState(0);
  const [failed, setFailed] = useState<string>();
  const { data: models, error } = useGet<Model[]>(`inside/models?again=${count}`);
  const [given, setModel] = useText("model", "");
  if (error) return <Failure message={error} />;
  if (!models) return <Waiting />;
  const book = books[language];
  // The newest, but rather one that needs no recording to show something.
  const model = given.startsWith("book:") ? given : given || ((models.find((m) => !["other", "speech", "recorded", "network"].includes(m.kind)) ?? models.find((m) => m.kind !== "other"))?.name ?? book);
  const entry = models.find((m) => m.name === model);
  const choose = (name: string) => {
    for (const parameter of own) setParameter(parameter, null);
    setModel(name);
  };
  const bring = (name: string) => { setFailed(undefined); setCount((n) => n + 1); choose(name); };
  // A model is opened, and anything else is given to the one that is open.
  const drop = (file: File) => void upload(file).then((name) => {
    if (endings.test(name)) return bring(name);
    setFailed(undefined);
    forget();
    setParameter("text", null);
    setParameter("file", name);
  }, (e: Error) => setFailed(e.message));
  return (
    <div class="inside">
      <Drop onFile={drop} />
      <div class="row">
        <label>{t.model} <select name="model" value={model} onChange={(e) => choose(e.currentTarget.value)}>
          {!entry && !model.startsWith("book:") && <option value={model}>{model}</option>}
          {models.map((m) => <option key={m.name} value={m.name}>{m.name} · {m.error ? "⚠" : m.task}</option>)}
          <option value={model.startsWith("book:") ? model : book}>{t.book}</option>
        </select></label>
        <Upload label={t.bring} accept={accepted} onDone={bring} onFailure={setFailed} /><span class="quiet">{t.dropped}</span>
      </div>
      {failed && <Failure message={failed} />}
      {models.length === 0 ? <p class="quiet">{t.none}</p> : <Models models={models} chosen={model} onChoose={choose} />}
      {(entry ? !entry.error && entry.kind !== "network" && entry.kind !== "other" : model.startsWith("book:")) && <LayersPanel key={`of ${model}`} model={model} />}
      <Inside key={model} model={model} entry={entry} />
    </div>
  );
}

function Inside({ model, entry }: { model: string; entry?: Model }) {
  const t = useWords(text);
  if (model.startsWith("book:")) return <TextView model={model} />;
  if (!entry) return <Failure message={fill(t.gone, { name: model })} />;
  if (entry.error) return <Failure message={sentenceOf(entry.error)} />;
  switch (entry.kind) {
    case "text": return <TextView model={model} />;
    case "series": return <SeriesView model={model} />;
    case "attention": return <AttentionView model={model} />;
    case "label": return <LabelView model={model} tags={entry.task === "tag"} />;
    case "scene": return <SceneView model={model} />;
    case "music": return <MusicView model={model} />;
    case "speech": return <SpeechView model={model} />;
    case "network": return <NetworkView model={model} />;
    case "other": return <p>{fill(t.other, { task: entry.task ?? "?" })}</p>;
    default: return <RecordedView model={model} />;
  }
}

function Models({ models, chosen, onChoose }: { models: Model[]; chosen: string; onChoose: (name: string) => void }) {
  const t = useWords(text);
  const [language] = useLanguage();
  return (
    <details class="models">
      <summary>{t.all} ({models.length})</summary>
      <div class="scroll" tabIndex={0}>
        <table>
          <thead><tr><th>{t.file}</th><th>{t.task}</th><th>{t.size}</th><th>{t.date}</th></tr></thead>
          <tbody>{models.map((m) => (
            <tr key={m.name}>
              <td><button type="button" aria-pressed={m.name === chosen} onClick={() => onChoose(m.name)}>{m.name}</button></td>
              <td>{m.error ? "⚠" : m.task}</td>
              <td>{m.bytes < 1e6 ? `${Math.ceil(m.bytes / 1e3)} kB` : `${(m.bytes / 1e6).toFixed(1)} MB`}</td>
              <td>{new Date(m.changed).toLocaleString(language)}</td>
            </tr>
          ))}</tbody>
        </table>
      </div>
    </details>
  );
}
