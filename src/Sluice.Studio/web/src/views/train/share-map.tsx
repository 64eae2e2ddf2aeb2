// A table of shares as colours, with what stands at its rows and columns.
import { useWords } from "../../language";
import { useTheme } from "../../theme";
import { wide } from "../../ui/bars";
import { amount, css } from "../../ui/colour";
import { useDepth } from "../../ui/depth";
import { text } from "./exhibit-text";
import type { Of } from "./run";

const cut = (label: string): string => (label === "\n" ? "⏎" : label === " " ? "␣" : [...label].length > 14 ? `${[...label].slice(0, 13).join("")}…` : label);

export function ShareMap({ what, rows, columns, shares, counts }: Of<"map">) {
  const t = useWords(text);
  const [depth] = useDepth();
  useTheme();
  const room = (labels: string[]) => 16 + 7.2 * Math.max(1, ...labels.map((l) => wide(cut(l))));
  const left = room(rows) + 18, top = room(columns) + 18;
  const size = Math.max(11, Math.min(26, (460 - left) / columns.length));
  const width = Math.max(460, left + size * columns.length + 6);
  const [down, across] = what === "confusion" ? [t.rightLabel, t.told] : [t.written, t.read];
  return (
    <svg class="picture" viewBox={`0 0 ${width} ${top + size * rows.length + 6}`}>
      <text class="small quiet" x={left} y={12}>{across}</text>
      <text class="small quiet" x={12} y={top} transform={`rotate(90 12 ${top})`}>{down}</text>
      {columns.map((c, k) => { const x = left + (k + 0.5) * size; return <text key={k} class={size < 14 ? "number" : "small"} x={x} y={top - 5} transform={`rotate(-90 ${x} ${top - 5})`} dominant-baseline="central">{cut(c)}</text>; })}
      {rows.map((r, i) => (
        <g key={i}>
          <text class={size < 14 ? "number" : "small"} x={left - 5} y={top + (i + 0.5) * size} text-anchor="end" dominant-baseline="central">{cut(r)}</text>
          {columns.map((c, k) => {
            const share = shares[i]?.[k] ?? 0;
            return (
              <g key={k}>
                <rect x={left + k * size} y={top + i * size} width={size - 0.5} height={size - 0.5} fill={css(amount(share))}><title>{`${r} → ${c}: ${counts ? counts[i][k] : `${Math.round(100 * share)} %`}`}</title></rect>
                {depth !== "picture" && counts && size >= 16 && counts[i][k] > 0 && <text class="number halo" x={left + (k + 0.5) * size} y={top + (i + 0.5) * size} text-anchor="middle" dominant-baseline="central">{counts[i][k]}</text>}
              </g>
            );
          })}
        </g>
      ))}
    </svg>
  );
}
