// A describer: the picture, the caption word by word, and where it looked for each word.
import { useMemo } from "preact/hooks";
import { useNumber } from "../../address";
import { post, useAsked } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { DepthChoice, number, useDepth } from "../../ui/depth";
import { Figure } from "../../ui/figure";
import { Failure, Waiting } from "../../ui/status";
import { Coloured } from "./coloured";
import { photograph } from "./raster";
import type { SceneRun } from "./run";
import { IndexChoice } from "./source";
import { Layers, useLooking, useUnitColours } from "./steps";
import { Symbols } from "./step";

const text = {
  scene: ["Scene", "画面", "畫面"],
  right: ["There is {right}.", "画面中是：{right}。", "畫面中是：{right}。"],
  wrote: ["It wrote “{words}” ({share} %).", "它写的是“{words}”（{share} %）。", "它寫的是「{words}」（{share} %）。"],
  title: ["Where it looked for “{word}”", "写“{word}”时它在看哪里", "寫「{word}」時它在看哪裡"],
  about: ["The picture of {right}. For the word “{word}” most attention, {share} %, is on row {row}, column {column}; what is not looked at is dark.", "画面：{right}。写“{word}”时，第 {row} 行第 {column} 列得到的注意力最多（{share} %）；没有看的地方变暗。", "畫面：{right}。寫「{word}」時，第 {row} 列第 {column} 欄得到的注意力最多（{share} %）；沒有看的地方變暗。"],
  strip: ["Word by word", "逐词", "逐詞"],
  stripAbout: ["Small pictures, one for each word of “{words}”, with what was looked at left bright.", "“{words}”的每个词一张小图，看的地方保持明亮。", "「{words}」的每個詞一張小圖，看的地方保持明亮。"],
  next: ["For word {step}", "第 {step} 个词", "第 {step} 個詞"],
  words: ["The caption, coloured by unit {unit} of {value}", "描述文字，按 {value} 的单元 {unit} 着色", "描述文字，按 {value} 的單元 {unit} 著色"],
  end: ["end", "结束", "結束"],
  formula: ["ẑ = β Σ α a: {terms}", "ẑ = β Σ α a：{terms}", "ẑ = β Σ α a：{terms}"],
  place: ["{row},{column}", "{row},{column}", "{row},{column}"],
} satisfies Record<string, Text>;

export function SceneView({ model }: { model: string }) {
  const t = useWords(text);
  const [index] = useNumber("index", 0);
  const { data, error, waiting } = useAsked<SceneRun>(`${model}\n${index}`, (signal) => post<SceneRun>("inside/scene", { model, index }, signal));
  return (
    <>
      <div class="row"><IndexChoice label={t.scene} /><DepthChoice /></div>
      {error && <Failure message={error} />}
      {!error && !data && waiting && <Waiting />}
      {!error && data && <Described key={data.id} run={data} model={model} />}
    </>
  );
}

function Described({ run, model }: { run: SceneRun; model: string }) {
  const t = useWords(text);
  const [depth] = useDepth();
  const looking = useLooking(run, 0.9);
  const { chosen, player, at } = looking;
  const words = Array.from({ length: run.steps }, (_, k) => run.words[k] ?? t.end);
  const caption = fill(t.words, { unit: chosen.unit, value: chosen.value.name });
  const unit = useUnitColours(run, chosen, 0, run.steps);
  const image = useMemo(() => photograph(run.pixels, run.width), [run]);
  const shares = run.attention[at], most = shares.indexOf(Math.max(...shares));
  const place = (k: number) => ({ row: Math.floor(k / run.columns) + 1, column: (k % run.columns) + 1 });
  const thumb = 96, gap = 10, across = matchMedia("(max-width: 700px)").matches ? 3 : 9, tall = (thumb * run.rows) / run.columns, lines = Math.ceil(run.steps / across);
  const expected = run.expected[at].map((s) => ({ ...s, symbol: s.symbol || t.end }));
  return (
    <>
      <p class="verdict">{fill(t.right, { right: run.right })} {fill(t.wrote, { words: run.words.join(" "), share: number(100 * run.probability, 1) })}</p>
      <div class="columns">
        <Figure name="inside-looked" title={fill(t.title, { word: words[at] })} about={fill(t.about, { right: run.right, word: words[at], share: number(100 * shares[most], 0), ...place(most) })}>
          <svg class="picture scene" viewBox={`0 0 400 ${(400 * run.rows) / run.columns}`}><Looked run={run} image={image} shares={shares} width={400} numbers={depth !== "picture"} /></svg>
        </Figure>
        <div class="panel">
          <p class="quiet">{caption}</p>
          {unit.error && <Failure message={unit.error} />}
          <div class="large"><Coloured tokens={words} first={0} spaced label={caption} at={at} colour={unit.colour} onPick={player.go} /></div>
          <Symbols title={fill(t.next, { step: at + 1 })} symbols={expected} next={words[at]} />
          {depth === "formula" && <p class="formula">{fill(t.formula, { terms: shares.map((s, k) => [s, k]).sort((a, b) => b[0] - a[0]).slice(0, 4).map(([s, k]) => `${number(s)}·a(${fill(t.place, place(k))})`).join(" + ") + " + …" })}</p>}
        </div>
      </div>
      <Figure name="inside-caption" title={t.strip} about={fill(t.stripAbout, { words: run.words.join(" ") })}>
        <svg class="picture" viewBox={`0 0 ${Math.min(run.steps, across) * (thumb + gap)} ${lines * (tall + 28)}`} style={{ maxWidth: `${Math.min(run.steps, across) * (thumb + gap)}px` }}>
          {words.map((word, k) => (
            <g key={k} transform={`translate(${(k % across) * (thumb + gap) + gap / 2} ${Math.floor(k / across) * (tall + 28)})`} onClick={() => player.go(k)} class="thumb">
              <Looked run={run} image={image} shares={run.attention[k]} width={thumb} />
              {k === at && <rect x={-2} y={-2} width={thumb + 4} height={tall + 4} fill="none" stroke="var(--ink)" stroke-width={2} transform="translate(0 2)" />}
              <text class={k === at ? "small strong" : "small"} x={thumb / 2} y={tall + 17} text-anchor="middle">{word}</text>
            </g>
          ))}
        </svg>
      </Figure>
      <Layers looking={looking} model={model} read={{ file: "scene", index: run.index }} words={(k) => words[k]} drawing="svg.scene" step={(k) => `${words[k]} · ${k + 1} / ${run.steps}`} />
    </>
  );
}

/** The picture, dark where it was not looked at. */
function Looked({ run, image, shares, width, numbers = false }: { run: SceneRun; image: string; shares: number[]; width: number; numbers?: boolean }) {
  const cell = width / run.columns, most = Math.max(...shares, 1e-9);
  return (
    <g>
      <image href={image} x={0} y={0} width={width} height={cell * run.rows} class="pixels" preserveAspectRatio="none" />
      {shares.map((share, k) => (
        <g key={k} transform={`translate(${(k % run.columns) * cell} ${Math.floor(k / run.columns) * cell})`}>
          <rect width={cell} height={cell} fill="#000" opacity={0.78 * (1 - Math.sqrt(share / most))}><title>{`${number(100 * share, 1)} %`}</title></rect>
          {share > 0.1 && <rect x={1.5} y={1.5} width={cell - 3} height={cell - 3} fill="none" stroke="#ff9d4d" stroke-width={width > 200 ? 3 : 2} opacity={Math.min(1, 0.25 + share)} />}
          {numbers && <text class="number over" x={cell - 6} y={cell - 8} text-anchor="end" style={{ fill: "#fff" }}>{number(100 * share, 0)} %</text>}
        </g>
      ))}
    </g>
  );
}
