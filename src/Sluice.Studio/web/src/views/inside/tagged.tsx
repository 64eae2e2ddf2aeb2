// Words with the tag that each got below it; with more detail its probability and the runner-up.
import { useWords, type Text } from "../../language";
import { ground, isDark } from "../../ui/colour";
import { number, useDepth } from "../../ui/depth";
import { useTheme } from "../../theme";
import type { Colour } from "./coloured";
import type { LabelRun } from "./run";
import { shown } from "./step";

const text = {
  right: ["in the data: {tag}", "数据中：{tag}", "資料中：{tag}"],
} satisfies Record<string, Text>;

/** A word with its tag, where it has one, in the room below a column. */
export const tagged = (word: string, tag: string | null | undefined): string => {
  if (!tag || tag === "O") return shown(word);
  const room = Math.max(3, 13 - tag.length), letters = [...shown(word)];
  return `${letters.length > room ? `${letters.slice(0, room - 1).join("")}…` : letters.join("")} ${tag}`;
};

export function TaggedWords({ run, first, colour, at, label, onPick }: { run: LabelRun; first: number; colour: (index: number, dark: boolean) => Colour | undefined; at: number; label: string; onPick: (step: number) => void }) {
  const t = useWords(text);
  const [depth] = useDepth();
  useTheme();
  const dark = isDark();
  return (
    <div class="tagged" role="group" aria-label={label} lang="">
      {run.tokens!.slice(first, first + 400).map((word, k) => {
        const step = first + k, shade = colour(k, dark), { tag, probabilities } = run.told[step];
        const order = probabilities.map((p, i) => [p, run.labels[i]] as const).sort((a, b) => b[0] - a[0]);
        const own = order.find((o) => o[1] === tag) ?? order[0], next = order.find((o) => o[1] !== tag);
        const right = run.tags?.[step];
        return (
          <button key={step} type="button" class={step === at ? "here" : ""} aria-pressed={step === at} title={right && right !== tag ? t.right.replace("{tag}", right) : undefined} onClick={() => onPick(step)}>
            <span class="word" style={shade && ground(shade)}>{word}</span>
            <span class={tag === "O" ? "tag quiet" : "tag"}>{tag === "O" ? "·" : tag}</span>
            {depth !== "picture" && <span class="quiet">{number(100 * own[0], 0)} %</span>}
            {depth !== "picture" && next && <span class="quiet">{next[1]} {number(100 * next[0], 0)} %</span>}
          </button>
        );
      })}
    </div>
  );
}
