// Layer, gate or state, unit, and how units are sorted.
import type { ComponentChildren } from "preact";
import { useLanguage, useWords, languages, type Text } from "../../language";
import { useText } from "../../address";
import { labelOf, orders, type Chosen, type Run } from "./run";

const text = {
  layer: ["Layer", "层", "層"],
  value: ["Gate or state", "门或状态", "門或狀態"],
  unit: ["Unit", "单元", "單元"],
  order: ["Sorted by", "排序", "排序"],
  place: ["number", "编号", "編號"],
  mean: ["mean", "均值", "平均"],
  likeness: ["likeness to the unit", "与该单元的相似度", "與該單元的相似度"],
  feature: ["what it tells of the feature", "对特征的判别力", "對特徵的判別力"],
  detail: ["A point shows", "每个点表示", "每個點表示"],
  strongest: ["the strongest", "最强值", "最強值"],
  average: ["the mean", "均值", "平均值"],
} satisfies Record<string, Text>;

/** Layers are counted from 1; where some run from the end, an arrow says which way each runs. */
const nameOf = (name: string, both: boolean): string => `${Number(/\d+/.exec(name)?.[0] ?? 0) + 1}${name.endsWith("reverse") ? " ←" : both ? " →" : ""}`;

export function Choose({ run, chosen, more }: { run: Run; chosen: Chosen; more?: ComponentChildren }) {
  const t = useWords(text);
  const [language] = useLanguage();
  const at = languages.indexOf(language);
  const [feature] = useText("feature", "");
  return (
    <div class="row">
      {run.layers.length > 1 && (
        <label>{t.layer} <select value={chosen.layer} onChange={(e) => chosen.setLayer(Number(e.currentTarget.value))}>
          {run.layers.map((l, k) => <option key={k} value={k}>{nameOf(l.name, run.layers.some((o) => o.name.endsWith("reverse")))} · {l.cell}</option>)}
        </select></label>
      )}
      <label>{t.value} <select name="value" value={chosen.value.name} onChange={(e) => chosen.setValue(e.currentTarget.value)}>
        {run.layers[chosen.layer].values.map((v) => <option key={v.name} value={v.name}>{labelOf(v)[at]}</option>)}
      </select></label>
      <label>{t.unit} <input class="short" name="unit" type="number" min={0} max={chosen.value.units - 1} value={chosen.unit} onInput={(e) => chosen.setUnit(Number(e.currentTarget.value))} /></label>
      <label>{t.order} <select name="order" value={chosen.order} onChange={(e) => { chosen.setLike(chosen.unit); chosen.setOrder(e.currentTarget.value as Chosen["order"]); }}>
        {orders.filter((o) => o !== "feature" || feature).map((o) => <option key={o} value={o}>{t[o]}</option>)}
      </select></label>
      <label>{t.detail} <select value={chosen.detail} onChange={(e) => chosen.setDetail(e.currentTarget.value as Chosen["detail"])}>
        <option value="strongest">{t.strongest}</option>
        <option value="mean">{t.average}</option>
      </select></label>
      {more}
    </div>
  );
}
