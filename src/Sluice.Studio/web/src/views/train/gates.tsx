// For each gate a bar: nearly shut, between, nearly open.
import { useWords } from "../../language";
import { number, useDepth } from "../../ui/depth";
import type { Gate } from "./run";
import { text } from "./text";

export function Gates({ gates }: { gates: Gate[] }) {
  const t = useWords(text);
  const [depth] = useDepth();
  const numbers = depth !== "picture";
  const width = 420, left = 34, row = numbers ? 50 : 34;
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  return (
    <svg class="picture" viewBox={`0 0 460 ${gates.length * row + 70}`}>
      {gates.map((g, i) => {
        const shut = g.shut * (width - left), open = g.open * (width - left), mean = left + g.mean * (width - left);
        return (
          <g key={g.gate} transform={`translate(0 ${i * row + 8})`}>
            <text x={left - 8} y={12} text-anchor="end" dominant-baseline="central">{g.gate}</text>
            <rect class="trough" x={left} width={width - left} height={24} rx={3} />
            <rect class="negative" x={left} width={shut} height={24} />
            <rect class="positive" x={width - open} width={open} height={24} />
            <line class="axis" x1={mean} x2={mean} y1={-3} y2={27} />
            <text class="number" x={width + 6} y={12} dominant-baseline="central">{number(g.mean)}</text>
            {numbers && (
              <>
                <text class="number" x={left} y={34} dominant-baseline="central">{percent(g.shut)}</text>
                <text class="number" x={(left + width) / 2} y={34} text-anchor="middle" dominant-baseline="central">{percent(1 - g.shut - g.open)}</text>
                <text class="number" x={width} y={34} text-anchor="end" dominant-baseline="central">{percent(g.open)}</text>
              </>
            )}
          </g>
        );
      })}
      <g transform={`translate(${left} ${gates.length * row + 28})`}>
        {([["negative", t.shut], ["trough", t.between], ["positive", t.open]] as const).map(([kind, label], k) => (
          <g key={kind} transform={`translate(${(k % 2) * 190} ${Math.floor(k / 2) * 20})`}><rect class={kind} width={14} height={14} /><text class="small" x={20} y={7} dominant-baseline="central">{label}</text></g>
        ))}
      </g>
    </svg>
  );
}
