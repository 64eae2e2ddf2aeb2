// The recurrent layers that were recognised in a file of others, those that were not, and the arrays of weights.
import { fill, useWords, type Text } from "../../language";

const text = {
  found: ["Recurrent layers that were recognised", "识别出的循环层", "辨識出的循環層"],
  none: ["No recurrent layer was recognised.", "没有识别出循环层。", "沒有辨識出循環層。"],
  layer: ["layer", "层", "層"],
  cell: ["cell", "循环单元", "循環單元"],
  inputs: ["inputs", "输入数", "輸入數"],
  units: ["units", "单元数", "單元數"],
  layers: ["layers", "层数", "層數"],
  directions: ["directions", "方向数", "方向數"],
  unnamed: ["(no name)", "（无名）", "（無名）"],
  refused: ["cannot be run", "不能运行", "不能執行"],
  misfit: ["{name} is not recognised:", "{name} 未能识别：", "{name} 未能辨識："],
  arrays: ["Arrays ({shown} of {all})", "数组（共 {all} 个，显示 {shown} 个）", "陣列（共 {all} 個，顯示 {shown} 個）"],
  name: ["name", "名称", "名稱"],
  kind: ["type", "类型", "類型"],
  shape: ["shape", "形状", "形狀"],
} satisfies Record<string, Text>;

export interface FoundLayer { name: string; cell: string; input: number; hidden: number; layers: number; directions: number; refusal: string | null }

interface Props {
  layers: FoundLayer[];
  misfits: { name: string; why: string }[];
  arrays: { name: string; type: string; shape: number[] }[];
  all: number;
  chosen: string | null;
  /** Of weights: another layer is run. */
  onChoose?: (name: string) => void;
}

export function FoundLayers({ layers, misfits, arrays, all, chosen, onChoose }: Props) {
  const t = useWords(text);
  return (
    <div class="panel">
      <h2>{layers.length > 0 ? t.found : t.none}</h2>
      {layers.length > 0 && (
        <div class="scroll" tabIndex={0}>
          <table class="recorded">
            <thead><tr>{[t.layer, t.cell, t.inputs, t.units, t.layers, t.directions].map((h) => <th key={h} scope="col">{h}</th>)}</tr></thead>
            <tbody>{layers.map((l, k) => (
              <tr key={k} class={l.name === chosen ? "here" : ""}>
                <td>{onChoose && l.refusal === null ? <button type="button" aria-pressed={l.name === chosen} onClick={() => onChoose(l.name)}>{l.name || t.unnamed}</button> : l.name || t.unnamed}</td>
                <td>{l.cell}{l.refusal && <span class="quiet" lang="en" title={l.refusal}> · {t.refused}: {l.refusal}</span>}</td>
                <td>{l.input}</td><td>{l.hidden}</td><td>{l.layers}</td><td>{l.directions}</td>
              </tr>
            ))}</tbody>
          </table>
        </div>
      )}
      {misfits.map((m) => <p key={m.name} class="quiet">{fill(t.misfit, { name: m.name })} <span lang="en">{m.why}</span></p>)}
      {arrays.length > 0 && (
        <details>
          <summary>{fill(t.arrays, { shown: arrays.length, all })}</summary>
          <div class="scroll arrays" tabIndex={0}>
            <table class="recorded">
              <thead><tr>{[t.name, t.kind, t.shape].map((h) => <th key={h} scope="col">{h}</th>)}</tr></thead>
              <tbody>{arrays.map((a) => <tr key={a.name}><td><code>{a.name}</code></td><td>{a.type}</td><td>[{a.shape.join(", ")}]</td></tr>)}</tbody>
            </table>
          </div>
        </details>
      )}
    </div>
  );
}
