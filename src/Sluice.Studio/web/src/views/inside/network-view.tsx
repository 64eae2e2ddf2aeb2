// A net, or weights, that others trained: what is in it, how it is run over a file or a text, and what its recurrent layers did.
import { useState } from "preact/hooks";
import { useNumber, useText } from "../../address";
import { post, sentenceOf, useAsked, useGet, type Complaint } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { DepthChoice } from "../../ui/depth";
import { Failure, Waiting } from "../../ui/status";
import { FoundLayers, type FoundLayer } from "./found-layers";
import { Recorded } from "./recorded-view";
import type { RecordedRun } from "./run";
import { FileSource, forget, IndexChoice, Upload } from "./source";

const text = {
  keras: ["Keras: {operations} operations, {parameters} weights", "Keras：{operations} 个运算，{parameters} 个权重", "Keras：{operations} 個運算，{parameters} 個權重"],
  about: ["ONNX, opset {opset}{by}: {operations} operations, {parameters} weights", "ONNX，算子集 {opset}{by}：{operations} 个运算，{parameters} 个权重", "ONNX，運算子集 {opset}{by}：{operations} 個運算，{parameters} 個權重"],
  weights: ["{file}: {arrays} arrays of weights. Only their recurrent layers can be run, one at a time.", "{file}：{arrays} 个权重数组。只能运行其中的循环层，一次一个。", "{file}：{arrays} 個權重陣列。只能執行其中的循環層，一次一個。"],
  by: [", made by {who}", "，由 {who} 生成", "，由 {who} 產生"],
  inputs: ["What goes in", "输入", "輸入"],
  outputs: ["What comes out", "输出", "輸出"],
  set: ["Inputs that are one number", "固定为一个数的输入", "固定為一個數的輸入"],
  carry: ["States, each with its next value", "状态及其下一步的值", "狀態及其下一步的值"],
  cut: ["Windows of a sound, size:new", "声音窗口，长度:新样本数", "聲音視窗，長度:新樣本數"],
  guessed: ["Told by names and shapes; change it if it is wrong.", "根据名称和形状推断；若不对请修改。", "依名稱和形狀推斷；若不對請修改。"],
  choose: ["Choose a file with the numbers to give it: CSV, JSON, NumPy, or a WAV.", "请选择要输入的数据文件：CSV、JSON、NumPy 或 WAV。", "請選擇要輸入的資料檔案：CSV、JSON、NumPy 或 WAV。"],
  words: ["A text of your own", "自己的文字", "自己的文字"],
  alphabet: ["Its symbols, in the order of the net’s numbers", "符号表，按网络的编号排列", "符號表，依網路的編號排列"],
  read: ["Read it", "读入", "讀入"],
  own: ["Which symbol has which number only the maker of the net knows: write all of them one after the other, such as abc…z; \\n is a new line.", "哪个符号是几号，只有网络的作者知道：请依次写出全部符号，例如 abc…z；\\n 表示换行。", "哪個符號是幾號，只有網路的作者知道：請依次寫出全部符號，例如 abc…z；\\n 表示換行。"],
} satisfies Record<string, Text>;

interface Net {
  kind: string; weights: boolean; layer: string | null; layers: FoundLayer[]; misfits: { name: string; why: string }[]; arrays: { name: string; type: string; shape: number[] }[]; allArrays: number;
  refusal: Complaint | null; inputs: string[]; outputs: string[]; states: string[]; parameters: number; operations: number; producer: string; opset: number | null;
}

const list = (words: string) => words.split(/[\s,;]+/).filter((w) => w);
const query = (model: string, part: string) => `inside/network?model=${encodeURIComponent(model)}${part ? `&layer=${encodeURIComponent(part)}` : ""}`;

export function NetworkView({ model }: { model: string }) {
  const [part] = useText("part", "");
  const { data: net, error } = useGet<Net>(query(model, part));
  if (error) return <Failure message={error} />;
  if (!net) return <Waiting />;
  return <OfNet model={model} net={net} />;
}

function OfNet({ model, net }: { model: string; net: Net }) {
  const t = useWords(text);
  const [file, setFile] = useText("file", ""), [part, setPart] = useText("part", "");
  const [set, setSet] = useText("set", ""), [carry, setCarry] = useText("carry", net.states.join(" ")), [cut, setCut] = useText("cut", "");
  const [words, setWords] = useText("text", ""), [alphabet, setAlphabet] = useText("alphabet", "");
  const [draft, setDraft] = useState<[string, string]>([words, alphabet]);
  const [index] = useNumber("index", 0);
  const [failed, setFailed] = useState<string>();
  const runs = net.inputs.length > 0, asked = runs && (words || file);
  const { data, error, waiting } = useAsked<RecordedRun>(asked ? [model, part, words, alphabet, file, set, carry, cut, index].join("\n") : null,
    (signal) => post<RecordedRun>("inside/recorded", { model, layer: part || null, ...(words ? { text: words, alphabet } : { file, index }), set: list(set), carry: list(carry), window: cut }, signal));
  const by = net.producer && fill(t.by, { who: net.producer }), count = (n: number) => n.toLocaleString(document.documentElement.lang);
  const take = (f: string) => { forget(); setWords(""); setFile(f); };
  const field = (name: string, label: string, value: string, change: (value: string) => void, example: string) => (
    <label>{label} <input type="text" name={name} value={value} placeholder={example} onChange={(e) => { forget(); change(e.currentTarget.value.trim()); }} /></label>
  );
  return (
    <>
      <p>{net.weights ? fill(t.weights, { file: net.kind.replace(/^an? /, ""), arrays: count(net.allArrays) }) : fill(net.opset === null ? t.keras : t.about, { opset: net.opset ?? "", by, operations: net.operations, parameters: count(net.parameters) })}</p>
      {net.refusal && <Failure message={sentenceOf(net.refusal)} />}
      <FoundLayers layers={net.layers} misfits={net.misfits} arrays={net.arrays} all={net.allArrays} chosen={net.layer} onChoose={net.weights ? (name) => { forget(); setPart(name); } : undefined} />
      {runs && (
        <>
          <div class="row ports">
            <div><h3>{t.inputs}</h3><ul>{net.inputs.map((p) => <li key={p}><code>{p}</code></li>)}</ul></div>
            <div><h3>{t.outputs}</h3><ul>{net.outputs.map((p) => <li key={p}><code>{p}</code></li>)}</ul></div>
          </div>
          <div class="row">
            <FileSource kind="network" file={words ? null : file || null} setFile={take} />
            {!words && <IndexChoice />}
            <DepthChoice />
          </div>
          {!net.weights && (
            <div class="row">
              {field("set", t.set, set, setSet, "sr=16000")}
              {field("carry", t.carry, carry, setCarry, "state=stateN")}
              {field("cut", t.cut, cut, setCut, "576:512")}
            </div>
          )}
          {net.states.length > 0 && carry === net.states.join(" ") && <p class="quiet">{t.guessed}</p>}
          <details open={!!words}>
            <summary>{t.words}</summary>
            <form class="row" onSubmit={(e) => { e.preventDefault(); forget(); setAlphabet(draft[1]); setWords(draft[0]); }}>
              <label>{t.words} <input type="text" name="words" value={draft[0]} onInput={(e) => setDraft([e.currentTarget.value, draft[1]])} /></label>
              <label>{t.alphabet} <input type="text" name="alphabet" value={draft[1]} placeholder="abcdefghijklmnopqrstuvwxyz" onInput={(e) => setDraft([draft[0], e.currentTarget.value])} /></label>
              <button class="main" disabled={!draft[0] || !draft[1]}>{t.read}</button>
            </form>
            <p class="quiet">{t.own}</p>
          </details>
          {!asked && <><p>{t.choose}</p><Upload accept=".csv,.tsv,.json,.npy,.npz,.wav" onDone={take} onFailure={setFailed} /></>}
          {(failed ?? (asked ? error : undefined)) && <Failure message={(failed ?? error)!} />}
          {asked && !error && !data && waiting && <Waiting />}
          {asked && !error && data && <Recorded key={data.id} run={data} model={model} />}
        </>
      )}
    </>
  );
}
