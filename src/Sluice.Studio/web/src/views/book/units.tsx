// The units of a trained net, told by what they answer to: which words raise and lower each, and whether it remembers.
import { fill, useWords, type Text } from "../../language";
import { number } from "../../ui/depth";
import type { Drawing, Unit } from "./book";

const text = {
  title: ["What the units answer to", "各单元对什么有反应", "各單元對什麼有反應"],
  about: [
    "Found by letting the net read sixty sentences. A unit is called by the word that raises it most (−: that lowers it most); ↻ says that its own memory feeds back to it: it keeps more than half from word to word.",
    "让网络读六十个句子得出。单元以使它升高最多的词命名（−：使它降低最多）；↻ 表示它自己的记忆会反馈给它：从一个词到下一个词保留一半以上。",
    "讓網路讀六十個句子得出。單元以使它升高最多的詞命名（−：使它降低最多）；↻ 表示它自己的記憶會回饋給它：從一個詞到下一個詞保留一半以上。",
  ],
  unit: ["unit", "单元", "單元"],
  raised: ["raised by", "使它升高", "使它升高"],
  lowered: ["lowered by", "使它降低", "使它降低"],
  keeps: ["keeps of itself", "自身保留", "自身保留"],
  remembers: ["{share} %, remembers", "{share} %，会记住", "{share} %，會記住"],
  forgets: ["{share} %, forgets", "{share} %，会忘掉", "{share} %，會忘掉"],
  nothing: ["nothing yet", "还没有", "還沒有"],
} satisfies Record<string, Text>;

const half = 0.5, low = "₁₂₃₄₅₆₇₈";

const remembers = (unit: Unit): boolean => unit.keeps >= half;

/** Names of units by their words, each different: several that answer to the same word are counted. */
export function unitNames(words: readonly string[], answers: readonly Unit[]): string[] {
  const quoted = words.map((w) => (/^\p{P}$/u.test(w) ? `“${w}”` : w));
  const base = answers.map((a) => (a.raises.length > 0 ? quoted[a.raises[0]] : a.lowers.length > 0 ? `−${quoted[a.lowers[0]]}` : "?"));
  return base.map((name, k) => name + (base.filter((n) => n === name).length > 1 ? low[base.slice(0, k).filter((n) => n === name).length] : "") + (remembers(answers[k]) ? "↻" : ""));
}

export function Units({ drawing }: { drawing: Drawing }) {
  const t = useWords(text);
  const listed = (all: number[]) => (all.length > 0 ? all.map((w) => <span key={w} class="chip">{drawing.words[w]}</span>) : <span class="quiet">{t.nothing}</span>);
  return (
    <section class="panel units" aria-label={t.title}>
      <strong>{t.title}</strong>
      <p class="quiet">{t.about}</p>
      <div class="scroll" tabIndex={0} role="group" aria-label={t.title}>
        <table>
          <thead><tr><th>{t.unit}</th><th>{t.raised}</th><th>{t.lowered}</th><th>{t.keeps}</th></tr></thead>
          <tbody>
            {drawing.answers.map((a, k) => (
              <tr key={k}><th scope="row">{drawing.units[k]}</th><td>{listed(a.raises)}</td><td>{listed(a.lowers)}</td><td>{fill(remembers(a) ? t.remembers : t.forgets, { share: number(100 * a.keeps, 0) })}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
