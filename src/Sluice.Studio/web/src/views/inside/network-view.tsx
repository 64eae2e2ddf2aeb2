// A net that others trained: its inputs and outputs, how it is run over a file of the folder, and what its recurrent layers did.
import { useState } from "preact/hooks";
import { useNumber, useText } from "../../address";
import { post, useAsked, useGet } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { DepthChoice } from "../../ui/depth";
import { Failure, Waiting } from "../../ui/status";
import { Recorded } from "./recorded-view";
import type { RecordedRun } from "./run";
import { FileSource, forget, IndexChoice, Upload } from "./source";

const text = {
  keras: ["Keras: {operations} operations, {parameters} weights", "Keras：{operations} 个运算，{parameters} 个权重", "Keras：{operations} 個運算，{parameters} 個權重"],
  about: ["ONNX, opset {opset}{by}: {operations} operations, {parameters} weights", "ONNX，算子集 {opset}{by}：{operations} 个运算，{parameters} 个权重", "ONNX，運算子集 {opset}{by}：{operations} 個運算，{parameters} 個權重"],
  by: [", made by {who}", "，由 {who} 生成", "，由 {who} 產生"],
  inputs: ["What goes in", "输入", "輸入"],
  outputs: ["What comes out", "输出", "輸出"],
  set: ["Inputs that are one number", "固定为一个数的输入", "固定為一個數的輸入"],
  carry: ["States, each with its next value", "状态及其下一步的值", "狀態及其下一步的值"],
  cut: ["Windows of a sound, size:new", "声音窗口，长度:新样本数", "聲音視窗，長度:新樣本數"],
  guessed: ["Told by names and shapes; change it if it is wrong.", "根据名称和形状推断；若不对请修改。", "依名稱和形狀推斷；若不對請修改。"],
  choose: ["Choose a file with the numbers to give it: CSV, JSON, NumPy, or a WAV.", "请选择要输入的数据文件：CSV、JSON、NumPy 或 WAV。", "請選擇要輸入的資料檔案：CSV、JSON、NumPy 或 WAV。"],
} satisfies Record<string, Text>;

interface Net { inputs: string[]; outputs: string[]; states: string[]; parameters: number; operations: number; producer: string; opset: number | null }

const list = (words: string) => words.split(/[\s,;]+/).filter((w) => w);

export function NetworkView({ model }: { model: string }) {
  const { data: net, error } = useGet<Net>(`inside/network?model=${encodeURIComponent(model)}`);
  if (error) return <Failure message={error} />;
  if (!net) return <Waiting />;
  return <OfNet model={model} net={net} />;
}

function OfNet({ model, net }: { model: string; net: Net }) {
  const t = useWords(text);
  const [file, setFile] = useText("file", "");
  const [set, setSet] = useText("set", ""), [carry, setCarry] = useText("carry", net.states.join(" ")), [cut, setCut] = useText("cut", "");
  const [index] = useNumber("index", 0);
  const [failed, setFailed] = useState<string>();
  const { data, error, waiting } = useAsked<RecordedRun>(file ? [model, file, set, carry, cut, index].join("\n") : null,
    (signal) => post<RecordedRun>("inside/recorded", { model, file, index, set: list(set), carry: list(carry), window: cut }, signal));
  const by = net.producer && fill(t.by, { who: net.producer });
  const field = (name: string, label: string, value: string, change: (value: string) => void, example: string) => (
    <label>{label} <input type="text" name={name} value={value} placeholder={example} onChange={(e) => { forget(); change(e.currentTarget.value.trim()); }} /></label>
  );
  return (
    <>
      <p>{fill(net.opset === null ? t.keras : t.about, { opset: net.opset ?? "", by, operations: net.operations, parameters: net.parameters.toLocaleString(document.documentElement.lang) })}</p>
      <div class="row ports">
        <div><h3>{t.inputs}</h3><ul>{net.inputs.map((p) => <li key={p}><code>{p}</code></li>)}</ul></div>
        <div><h3>{t.outputs}</h3><ul>{net.outputs.map((p) => <li key={p}><code>{p}</code></li>)}</ul></div>
      </div>
      <div class="row">
        <FileSource kind="network" file={file || null} setFile={(f) => { forget(); setFile(f); }} />
        <IndexChoice />
        <DepthChoice />
      </div>
      <div class="row">
        {field("set", t.set, set, setSet, "sr=16000")}
        {field("carry", t.carry, carry, setCarry, "state=stateN")}
        {field("cut", t.cut, cut, setCut, "576:512")}
      </div>
      {net.states.length > 0 && carry === net.states.join(" ") && <p class="quiet">{t.guessed}</p>}
      {!file && <><p>{t.choose}</p><Upload accept=".csv,.tsv,.json,.npy,.npz,.wav" onDone={setFile} onFailure={setFailed} /></>}
      {(failed ?? error) && <Failure message={(failed ?? error)!} />}
      {file && !error && !data && waiting && <Waiting />}
      {file && !error && data && <Recorded key={data.id} run={data} />}
    </>
  );
}
