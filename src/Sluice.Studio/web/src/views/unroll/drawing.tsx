// The loop at the left, and its copies that come out of it to the right; values appear as they are computed.
import { pair, type Step } from "./unroll";

const r = 54, high = 336, mid = 160, gapX = 210, first = 340;

export function Drawing({ steps, step, phase, matrices, t }: { steps: Step[]; step: number; phase: number; matrices: Record<"U" | "W" | "V", number[]>; t: Record<string, string> }) {
  // How far the copies have come out, and how many are computed.
  const out = step === 0 ? 0 : step === 1 ? phase : 1, done = step - 2;
  return (
    <svg class="picture unroll" viewBox={`0 0 ${first + 3 * gapX + 10} ${high}`}>
      <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="tip" d="M0 0L8 4L0 8z" /></marker></defs>
      <text class="small strong" x={90} y={20} text-anchor="middle">{t.loop}</text>
      <Cell x={90} inside="h" below="x" above="o" />
      <path class="wire carry" d={`M${90 + r} ${mid + 8}C${90 + r + 56} ${mid + 8} ${90 + r + 56} ${mid - 66} ${90 + r - 10} ${mid - 30}`} marker-end="url(#tip)" />
      <text class="small strong" x={90 + r + 34} y={mid - 40}>W</text>
      <text class="big" x={248} y={mid + 10} text-anchor="middle" opacity={out}>=</text>
      <text class="small quiet" x={first + gapX} y={20} text-anchor="middle" opacity={out}>{t.same}</text>
      {steps.map((s, k) => {
        const x = 90 + (first + k * gapX - 90) * out, shown = k < done || (k === done && phase > 0.25), ready = k < done || (k === done && phase >= 1);
        return (
          <g key={k} opacity={out} class={k === done ? "copy now" : "copy"}>
            {k > 0 && <path class="wire carry" d={`M${x - gapX * out + r} ${mid}L${x - r - 3} ${mid}`} marker-end="url(#tip)" />}
            {k > 0 && <text class="small strong" x={x - (gapX * out) / 2} y={mid - 8} text-anchor="middle">W</text>}
            <Cell x={x} inside={shown ? pair(s.state) : "h"} below={pair(s.input)} above={ready ? pair(s.output) : "o"} bold={shown} />
            {k === done && phase < 1 && <circle class="moving" r={5} cx={phase < 0.5 && k > 0 ? x - gapX + r + (gapX - 2 * r) * phase * 2 : x} cy={phase < 0.5 ? (k > 0 ? mid : mid + 92 - 58 * phase * 2) : mid - 30 - 58 * (phase - 0.5) * 2} />}
          </g>
        );
      })}
      <g opacity={out}>
        {(["U", "W", "V"] as const).map((m, k) => <text key={m} class="formula quiet" x={first - r + k * gapX} y={high - 12}>{`${m} = [${matrices[m].slice(0, 2).join(" ")}; ${matrices[m].slice(2).join(" ")}]`}</text>)}
      </g>
    </svg>
  );
}

function Cell({ x, inside, below, above, bold = false }: { x: number; inside: string; below: string; above: string; bold?: boolean }) {
  return (
    <>
      <path class="wire" d={`M${x} ${mid + 92}L${x} ${mid + 33}`} marker-end="url(#tip)" />
      <path class="wire" d={`M${x} ${mid - 30}L${x} ${mid - 88}`} marker-end="url(#tip)" />
      <text class="small strong" x={x + 8} y={mid + 68}>U</text>
      <text class="small strong" x={x + 8} y={mid - 56}>V</text>
      <rect class="node" x={x - r} y={mid - 30} width={2 * r} height={60} rx={28} />
      <text class={bold ? "strong" : ""} x={x} y={mid} text-anchor="middle" dominant-baseline="central">{inside}</text>
      <text x={x} y={mid + 108} text-anchor="middle">{below}</text>
      <text class="strong" x={x} y={mid - 98} text-anchor="middle">{above}</text>
    </>
  );
}
