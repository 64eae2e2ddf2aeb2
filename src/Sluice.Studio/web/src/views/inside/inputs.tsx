// The numbers that were read, such as the bands of a sound: over the same axis as the map, with what was told where.
import { useMemo } from "preact/hooks";
import { floats, useAsked } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { wide } from "../../ui/bars";
import { isDark } from "../../ui/colour";
import { Figure } from "../../ui/figure";
import { useTheme } from "../../theme";
import { useWidth } from "../../ui/width";
import { raster } from "./raster";
import { sides, type Run } from "./run";
import type { Window } from "./window";

const text = {
  title: ["What it hears", "它听到的", "它聽到的"],
  numbers: ["What it reads", "它读到的", "它讀到的"],
  about: ["{rows} numbers at each of {columns} moments; the darker the colour, the larger.", "{columns} 个时刻，每个有 {rows} 个数值；颜色越浓，数值越大。", "{columns} 個時刻，每個有 {rows} 個數值；顏色越濃，數值越大。"],
  soundAbout: ["The strength of {rows} bands of frequency at each of {columns} moments, low ones at the bottom; the darker the colour, the stronger.", "{columns} 个时刻中 {rows} 个频带的强度，低频在下；颜色越浓，强度越大。", "{columns} 個時刻中 {rows} 個頻帶的強度，低頻在下；顏色越濃，強度越大。"],
  toldAbout: [" Told: {words}.", "识别为：{words}。", "辨識為：{words}。"],
} satisfies Record<string, Text>;

/** Words side by side, in a second line where they would touch, and left out where there is no room in either. */
function lines(words: readonly { step: number; symbol: string }[], x: (step: number) => number, left: number, right: number): { step: number; symbol: string; at: number; line: number }[] {
  const ends = [-Infinity, -Infinity];
  return words.map(({ step, symbol }) => {
    const half = 4.6 * wide(symbol), at = Math.min(right - half, Math.max(left + half, x(step + 0.5)));
    const line = ends.findIndex((end) => at - half > end + 4);
    if (line >= 0) ends[line] = at + half;
    return { step, symbol, at, line };
  });
}

export function Inputs({ run, sound, rows, columns, each, view, at, told = [] }: {
  run: Run; sound: boolean; rows: number; columns: number;
  /** Moments in a step. */
  each: number; view: Window; at: number; told?: readonly { step: number; symbol: string }[];
}) {
  const t = useWords(text);
  const [theme] = useTheme();
  const dark = isDark();
  const [svg, width] = useWidth<SVGSVGElement>(1000);
  const { data } = useAsked<Float32Array>(run.id, (signal) => floats(`inside/run/${run.id}/inputs`, signal));
  const image = useMemo(() => data && data.length === rows * columns && raster(data, rows, columns, dark), [data, dark, theme]);
  const height = Math.max(40, Math.min(rows * 10, 150));
  const inner = width - sides.left - sides.right, step = inner / (view.to - view.from);
  const x = (s: number) => sides.left + (s - view.from) * step;
  const words = lines(told.filter((s) => s.step >= view.from && s.step < view.to).map((s) => ({ ...s, symbol: s.symbol === " " ? "␣" : s.symbol })), x, 0, width);
  const top = words.length === 0 ? 6 : words.some((w) => w.line === 1) ? 42 : 24;
  const about = fill(sound ? t.soundAbout : t.about, { rows, columns }) + (told.length > 0 ? fill(t.toldAbout, { words: told.map((s) => s.symbol).join(" ") }) : "");
  return (
    <Figure name="inside-inputs" title={sound ? t.title : t.numbers} about={about}>
      <svg ref={svg} class="picture chart inputs" viewBox={`0 0 ${width} ${top + height + 6}`}>
        <svg x={sides.left} y={top} width={inner} height={height} viewBox={`0 0 ${inner} ${height}`}>
          {image && <image href={image} x={x(0) - sides.left} y={0} width={(columns / each) * step} height={height} preserveAspectRatio="none" class="pixels" />}
        </svg>
        {words.map((w) => (
          <g key={w.step}>
            <line class="told" x1={x(w.step + 0.5)} x2={x(w.step + 0.5)} y1={top - 4} y2={top + height} />
            {w.line >= 0 && <text class="strong" x={w.at} y={top - 8 - 18 * w.line} text-anchor="middle">{w.symbol}</text>}
          </g>
        ))}
        {at >= view.from && at < view.to && <rect class="place" x={x(at)} y={top} width={Math.max(1, step)} height={height} />}
      </svg>
    </Figure>
  );
}
