// Three depths of detail: the picture, the numbers, the formula with the numbers put in.
import { useChoice } from "../address";
import { useWords, type Text } from "../language";

export const depths = ["picture", "numbers", "formula"] as const;
export type Depth = (typeof depths)[number];

const text = {
  depth: ["Detail", "细节", "細節"],
  picture: ["picture", "图", "圖"],
  numbers: ["numbers", "数值", "數值"],
  formula: ["formula", "公式", "公式"],
} satisfies Record<string, Text>;

export const useDepth = (): [Depth, (depth: Depth) => void] => useChoice("depth", depths, "picture");

export function DepthChoice() {
  const [depth, set] = useDepth();
  const t = useWords(text);
  return (
    <fieldset class="choice depth">
      <legend>{t.depth}</legend>
      {depths.map((d) => (
        <label key={d}><input type="radio" name="depth" checked={d === depth} onChange={() => set(d)} />{t[d]}</label>
      ))}
    </fieldset>
  );
}

/** A number as it is shown everywhere: two decimals, a true minus sign, no minus zero. */
export function number(value: number, decimals = 2): string {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? (0).toFixed(decimals) : text.replace("-", "−");
}

/** A number far from 1 as a power of ten: 1.14·10⁻⁴. */
export function power(value: number, decimals = 2): string {
  const [digits, exponent] = value.toExponential(decimals).split("e");
  return `${digits.replace("-", "−")}·10${[...exponent.replace("+", "")].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)])).join("")}`;
}
