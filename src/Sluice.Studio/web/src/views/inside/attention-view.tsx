// A translator: for each symbol that it wrote, how much of each symbol of the source it looked at.
import { useNumber } from "../../address";
import { post, useAsked } from "../../api";
import { fill, useWords, type Text } from "../../language";
import { wide } from "../../ui/bars";
import { amount, css, isDark } from "../../ui/colour";
import { number, useDepth } from "../../ui/depth";
import { Figure } from "../../ui/figure";
import { PlayerControls, usePlayer } from "../../ui/player";
import { Failure, Waiting } from "../../ui/status";
import { useTheme } from "../../theme";
import { TextSource, useTypedText } from "./source";
import { shown } from "./step";

const text = {
  source: ["A sentence to translate", "要翻译的句子", "要翻譯的句子"],
  run: ["Translate", "翻译", "翻譯"],
  ask: ["Type a sentence, or whatever this model was trained to turn into something else, and see where it looks while it writes.", "输入一个句子，或这个模型学会转换的任何内容，看它写的时候在看哪里。", "輸入一個句子，或這個模型學會轉換的任何內容，看它寫的時候在看哪裡。"],
  best: ["{place}. {text} ({share} %)", "{place}. {text}（{share} %）", "{place}. {text}（{share} %）"],
  title: ["Where it looked", "它在看哪里", "它在看哪裡"],
  about: ["For each written symbol, from top to bottom, the share of attention on each symbol of the source, from left to right.", "自上而下为写出的每个符号，自左而右为源文各符号所得的注意力份额。", "自上而下為寫出的每個符號，自左而右為源文各符號所得的注意力份額。"],
  end: ["end", "结束", "結束"],
  formula: ["c = Σ α h: {terms}", "c = Σ α h：{terms}", "c = Σ α h：{terms}"],
  empty: ["Nothing was written.", "没有写出任何内容。", "沒有寫出任何內容。"],
} satisfies Record<string, Text>;

interface Translation { text: string; source: string[]; target: string[]; probability: number; alignment: number[][] }

export function AttentionView({ model }: { model: string }) {
  const t = useWords(text);
  const { asked, samples, take } = useTypedText(model);
  const [which, setWhich] = useNumber("which", 0);
  const { data, error, waiting } = useAsked<Translation[]>(asked ? `${model}\n${asked}` : null, (signal) => post<Translation[]>("inside/translate", { model, text: asked }, signal));
  const found = data?.[Math.min(Math.max(0, which), data.length - 1)];
  return (
    <>
      <TextSource key={asked} label={t.source} run={t.run} asked={asked} samples={samples} take={take} />
      {!asked && samples && <p>{t.ask}</p>}
      {error && <Failure message={error} />}
      {asked && waiting && <Waiting />}
      {asked && !error && data && (
        <div class="chips">{data.map((d, k) => <button key={k} type="button" aria-pressed={d === found} onClick={() => setWhich(k)}>{fill(t.best, { place: k + 1, text: d.text || t.empty, share: number(100 * d.probability, 1) })}</button>)}</div>
      )}
      {asked && !error && found && found.alignment.length > 0 && <Alignment key={found.text} found={found} />}
    </>
  );
}

function Alignment({ found }: { found: Translation }) {
  const t = useWords(text);
  const [depth] = useDepth();
  useTheme();
  const dark = isDark();
  const rows = found.alignment.map((_, k) => (k < found.target.length ? shown(found.target[k]) : t.end)), columns = found.source.map(shown);
  const player = usePlayer(rows.length, 0.8);
  const room = 16 + 8 * Math.max(...rows.map(wide), 3), high = 16 + 7 * Math.max(...columns.map(wide), 2);
  const cell = Math.max(22, Math.min(46, 700 / columns.length)), tall = Math.min(34, cell);
  const width = Math.max(340, room + cell * columns.length + 10);
  return (
    <>
      <Figure name="inside-alignment" title={t.title} about={t.about}>
        <svg class="picture" viewBox={`0 0 ${width} ${high + tall * rows.length + 8}`} style={{ minWidth: `${Math.min(width, 900)}px`, maxWidth: `${width * 1.4}px` }}>
          {columns.map((word, k) => <text key={k} class="small" transform={`translate(${room + cell * (k + 0.5) + 4} ${high - 8}) rotate(${columns.every((c) => [...c].length === 1) ? 0 : -55})`} text-anchor={columns.every((c) => [...c].length === 1) ? "middle" : "start"}>{word}</text>)}
          {rows.map((word, r) => (
            <g key={r} transform={`translate(0 ${high + r * tall})`} onClick={() => player.go(r)}>
              <text class={r === player.step ? "small strong" : "small"} x={room - 6} y={tall / 2} text-anchor="end" dominant-baseline="central">{word}</text>
              {found.alignment[r].map((share, k) => {
                const ground = amount(share, dark);
                return (
                  <g key={k} opacity={r <= player.step || player.step === 0 ? 1 : 0.25}>
                    <rect x={room + k * cell + 1} y={1} width={cell - 2} height={tall - 2} rx={2} fill={css(ground)} stroke={r === player.step ? "var(--ink)" : "none"} stroke-width={1}><title>{`${word} ← ${columns[k]}: ${number(100 * share, 1)} %`}</title></rect>
                    {depth !== "picture" && cell >= 22 && <text class="number" x={room + (k + 0.5) * cell} y={tall / 2} text-anchor="middle" dominant-baseline="central" fill={0.299 * ground[0] + 0.587 * ground[1] + 0.114 * ground[2] > 130 ? "#111" : "#fff"} style={{ fill: 0.299 * ground[0] + 0.587 * ground[1] + 0.114 * ground[2] > 130 ? "#111" : "#fff" }}>{number(share)}</text>}
                  </g>
                );
              })}
            </g>
          ))}
        </svg>
      </Figure>
      {depth === "formula" && <p class="formula">{fill(t.formula, { terms: found.alignment[player.step].map((share, k) => `${number(share)}·h(${columns[k]})`).join(" + ") })}</p>}
      <PlayerControls player={player} label={(step) => `${rows[step]} · ${step + 1} / ${rows.length}`} />
    </>
  );
}
