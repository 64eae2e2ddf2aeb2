// What a net can be told: the weather of a day, a weekday and a dinner, each a vector, in words and on axes.
import { useGet } from "../../api";
import { fill, useLanguage, useWords, type Text } from "../../language";
import { number } from "../../ui/depth";
import { Figure } from "../../ui/figure";
import { SheetButton } from "../../ui/sheet";
import { useWidth } from "../../ui/width";

const text = {
  title: ["A vector is a list of numbers", "向量是一串数字", "向量是一串數字"],
  says: [
    "All that a net is told are numbers in an order that stays. The weather takes a number for each thing that is measured. A weekday or a dinner is one-hot: an axis of its own for each word, 1 on the one that it is, 0 on all others.",
    "告诉网络的只有数字，而且顺序不变。天气的每一项测量是一个数。星期或晚餐是独热向量：每个词有自己的轴，是它的为 1，其余全为 0。",
    "告訴網路的只有數字，而且順序不變。天氣的每一項測量是一個數。星期或晚餐是獨熱向量：每個詞有自己的軸，是它的為 1，其餘全為 0。",
  ],
  weather: ["the weather of a day", "一天的天气", "一天的天氣"],
  oneHot: ["{word}, one-hot", "{word}，独热", "{word}，獨熱"],
  about: ["{name}: {vector}", "{name}：{vector}", "{name}：{vector}"],
} satisfies Record<string, Text>;

interface Entry { name: string; value: number }
interface Days { weather: Entry[]; tuesday: Entry[] }

/** Where the axes of the weather end, in their units. */
const ends = [100, 100, 40, 1, 1];
const wide = 370, high = 270, radius = 78;

export const written = (entries: readonly Entry[]): string => `(${entries.map((e) => number(e.value, Number.isInteger(e.value) ? 0 : 2)).join(", ")})`;

export function Vectors({ menu, names, dinner }: { menu: string[]; names: string[]; dinner: number }) {
  const t = useWords(text);
  const [language] = useLanguage();
  const [svg, width] = useWidth<SVGSVGElement>(960);
  const days = useGet<Days>(`dinner/vectors?language=${language}`).data;
  if (!days) return null;
  const tonight = menu.map((_, k) => ({ name: names[k], value: k === dinner ? 1 : 0 }));
  const hot = (all: Entry[]) => fill(t.oneHot, { word: all.find((e) => e.value === 1)?.name ?? "" });
  const all = [{ name: t.weather, entries: days.weather, ends }, { name: hot(days.tuesday), entries: days.tuesday }, { name: hot(tonight), entries: tonight }];
  const across = width < 700 ? 1 : 3;
  return (
    <>
      <Figure
        name="vectors" title={t.title} about={all.map((v) => fill(t.about, { name: v.name, vector: written(v.entries) })).join(" ")}
        more={<SheetButton name="vectors" path={`dinner/vectors/sheet?language=${language}&dinner=${dinner}&menu=${encodeURIComponent(names.join(","))}`} />}
      >
        <svg ref={svg} class="picture vectors" viewBox={`0 0 ${across * wide} ${(3 / across) * high}`}>
          {all.map((v, k) => <Axes key={k} {...v} x={(k % across) * wide + wide / 2} y={Math.floor(k / across) * high + high / 2 + 24} />)}
        </svg>
      </Figure>
      <p>{t.says}</p>
    </>
  );
}

/** An axis for each number, from one origin; the point on it is as far out as the number. */
function Axes({ name, entries, ends, x, y }: { name: string; entries: Entry[]; ends?: number[]; x: number; y: number }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <text class="strong" y={-high / 2 - 6} text-anchor="middle">{name}</text>
      <text class="small number" y={-high / 2 + 13} text-anchor="middle">{written(entries)}</text>
      {entries.map((e, k) => {
        const turn = (2 * Math.PI * k) / entries.length - Math.PI / 2, [dx, dy] = [Math.cos(turn), Math.sin(turn)], out = (radius * e.value) / (ends?.[k] ?? 1);
        const side = Math.abs(dx) < 0.2 ? "middle" : dx > 0 ? "start" : "end";
        return (
          <g key={k} class={e.value === 0 ? "zero" : ""}>
            <line class="axis" x2={radius * dx} y2={radius * dy} />
            {e.value !== 0 && <line class="value" x2={out * dx} y2={out * dy} />}
            <circle cx={out * dx} cy={out * dy} r={e.value === 0 ? 2.5 : 5} />
            <text class="small" x={(radius + 8) * dx} y={(radius + 12) * dy} text-anchor={side} dominant-baseline="central">{e.name} <tspan class="number">{number(e.value, Number.isInteger(e.value) ? 0 : 2)}</tspan></text>
          </g>
        );
      })}
    </g>
  );
}
