// Questions that check what the tour tells; each says why, and leads to where it is seen.
import { addressOf, open, useText } from "../../address";
import { fill, useWords, type Text } from "../../language";
import { chosenOf, questions, written } from "./questions";
import "./view.css";

const text = {
  story: ["Twelve questions on what the tour showed. Choose an answer; why it is so stands below, and where it can be seen.", "关于导览内容的十二个问题。选一个答案，下面会说明原因，以及在哪里能看到。", "關於導覽內容的十二個問題。選一個答案，下面會說明原因，以及在哪裡能看到。"],
  right: ["Right.", "对。", "對。"],
  wrong: ["Not quite. Right is: {answer}.", "不对。正确的是：{answer}。", "不對。正確的是：{answer}。"],
  see: ["See it", "去看看", "去看看"],
  score: ["{right} of {answered} right, {left} to go", "答了 {answered} 题，对 {right} 题，还剩 {left} 题", "答了 {answered} 題，對 {right} 題，還剩 {left} 題"],
  done: ["{right} of {answered} right", "{answered} 题中答对 {right} 题", "{answered} 題中答對 {right} 題"],
  again: ["Start again", "重新开始", "重新開始"],
} satisfies Record<string, Text>;

const said = Object.fromEntries(questions.flatMap((q, k) => [[`asks-${k}`, q.asks], [`why-${k}`, q.why], ...q.answers.map((a, i) => [`${k}-${i}`, a] as const)])) as Record<string, Text>;

export default function View() {
  const t = useWords(text), say = useWords(said);
  const [given, setGiven] = useText("answers", "");
  const chosen = chosenOf(given), answered = chosen.filter((c) => c !== undefined).length, right = chosen.filter((c, k) => c === questions[k].right).length;
  const values = { right, answered, left: questions.length - answered };
  return (
    <div class="questions">
      <p>{t.story}</p>
      <ol>
        {questions.map((q, k) => {
          const at = chosen[k];
          return (
            <li key={k} class="panel" data-question={k}>
              <fieldset>
                <legend class="strong">{say[`asks-${k}`]}</legend>
                {q.answers.map((_, i) => (
                  <label key={i} class={at === undefined ? "" : i === q.right ? "right" : i === at ? "wrong" : ""}>
                    <input type="radio" name={`question-${k}`} checked={at === i} onChange={() => setGiven(written(chosen.map((c, j) => (j === k ? i : c))))} />
                    <span>{say[`${k}-${i}`]}{at !== undefined && i === q.right ? " ✓" : at === i ? " ✗" : ""}</span>
                  </label>
                ))}
              </fieldset>
              <p role="status">
                {at !== undefined && <>{at === q.right ? t.right : fill(t.wrong, { answer: say[`${k}-${q.right}`] })} {say[`why-${k}`]} <a href={addressOf(q.view, q.seen)} onClick={(e) => { e.preventDefault(); open(q.view, q.seen); }}>{t.see}</a></>}
              </p>
            </li>
          );
        })}
      </ol>
      <div class="row"><strong role="status" class="score">{answered > 0 && fill(answered === questions.length ? t.done : t.score, values)}</strong>{answered > 0 && <button type="button" onClick={() => setGiven("")}>{t.again}</button>}</div>
    </div>
  );
}
