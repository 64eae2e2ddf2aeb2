import type { Text } from "../../language";

export const text = {
  story: [
    "A recurrent net is a loop: what it makes of one step goes into the next. Drawn once for every step, the loop becomes a chain, and every copy has the same weights U, W and V.",
    "循环网络是一个回路：每一步的结果进入下一步。为每一步各画一次，回路就成了一条链，每一份的权重 U、W、V 都相同。",
    "循環網路是一個迴路：每一步的結果進入下一步。為每一步各畫一次，迴路就成了一條鏈，每一份的權重 U、W、V 都相同。",
  ],
  title: ["The loop, and the loop unrolled", "回路与展开的回路", "迴路與展開的迴路"],
  about: ["Inputs {x} give outputs {o}.", "输入 {x} 得到输出 {o}。", "輸入 {x} 得到輸出 {o}。"],
  loop: ["the loop", "回路", "迴路"],
  same: ["the same weights in every copy", "每一份权重都相同", "每一份權重都相同"],
  sayLoop: ["The loop: the state h goes round by W and meets the next input there.", "回路：状态 h 经 W 绕回来，与下一个输入相遇。", "迴路：狀態 h 經 W 繞回來，與下一個輸入相遇。"],
  sayChain: ["Unrolled: one copy for each step. What went round now goes on to the right.", "展开：每一步一份。原先绕回来的，现在向右传。", "展開：每一步一份。原先繞回來的，現在向右傳。"],
  saySame: ["The inputs {a} and {b} are the same, the outputs {c} and {d} are not: the net carries on what came before.", "输入 {a} 与 {b} 相同，输出 {c} 与 {d} 却不同：网络把先前的东西传了下来。", "輸入 {a} 與 {b} 相同，輸出 {c} 與 {d} 卻不同：網路把先前的東西傳了下來。"],
  stage: ["Step {n}", "第 {n} 步", "第 {n} 步"],
  weights: ["Weights", "权重", "權重"],
  all: ["all of {m}", "{m} 的全部", "{m} 的全部"],
  each: ["Each weight by itself", "逐个调整权重", "逐個調整權重"],
  into: ["{m}, from {from} to {to}", "{m}，从 {from} 到 {to}", "{m}，從 {from} 到 {to}"],
  ones: ["All ones again", "全部恢复为 1", "全部恢復為 1"],
  order: ["Order of the inputs", "输入的顺序", "輸入的順序"],
  later: ["Input {n} one later", "第 {n} 个输入后移一位", "第 {n} 個輸入後移一位"],
  forgets: ["Set W to 0 and the loop is cut: every output then depends on its own input alone.", "把 W 设为 0，回路就断了：每个输出只取决于自己的输入。", "把 W 設為 0，迴路就斷了：每個輸出只取決於自己的輸入。"],
  book: ["The children's book, read by the loop alone", "只靠回路读童书", "只靠迴路讀童書"],
  bookStory: [
    "Names see names: “Doug saw Jane. Jane saw Spot. Spot saw Doug.” The loop knows the last word and its own last prediction, nothing older. Click a word that it expects, and see where it goes wrong.",
    "名字看见名字：“道格看见珍。珍看见小点。小点看见道格。”回路只知道上一个词和自己上一次的预测，更早的都不知道。点一个它预测的词，看它在哪里出错。",
    "名字看見名字：「道格看見珍。珍看見小點。小點看見道格。」迴路只知道上一個詞和自己上一次的預測，更早的都不知道。點一個它預測的詞，看它在哪裡出錯。",
  ],
  plain: ["The plain net expects", "普通网络预测", "普通網路預測"],
  lstm: ["The LSTM expects", "LSTM 预测", "LSTM 預測"],
  read: ["Read so far", "已读", "已讀"],
  walk: ["After “{words}” the plain net expects {plain}, the LSTM {lstm}.", "读完“{words}”，普通网络预测{plain}，LSTM 预测{lstm}。", "讀完「{words}」，普通網路預測{plain}，LSTM 預測{lstm}。"],
  right: ["Both agree here: the last word is enough.", "这里两者一致：上一个词就够了。", "這裡兩者一致：上一個詞就夠了。"],
  whySaw: ["Who saw was told two words ago. The plain net has lost it and lets {wrong} see {wrong}; the LSTM kept the vote against that name in its memory.", "是谁在看，两个词之前就说了。普通网络已经丢了它，于是允许{wrong}看见{wrong}；LSTM 把反对这个名字的票留在记忆里。", "是誰在看，兩個詞之前就說了。普通網路已經丟了它，於是允許{wrong}看見{wrong}；LSTM 把反對這個名字的票留在記憶裡。"],
  whyName: ["Is this name the one who sees, or the one who is seen? The word before told, and the plain net has lost it: it would also take {wrong}.", "这个名字是在看的，还是被看的？前一个词说明了，而普通网络已经丢了它：它也会接受{wrong}。", "這個名字是在看的，還是被看的？前一個詞說明了，而普通網路已經丟了它：它也會接受{wrong}。"],
  broken: ["“{sentence}” is no sentence of the book. The LSTM did not expect “{word}” here.", "“{sentence}”不是书里的句子。LSTM 在这里没有预测“{word}”。", "「{sentence}」不是書裡的句子。LSTM 在這裡沒有預測「{word}」。"],
  back: ["One word back", "退回一个词", "退回一個詞"],
  again: ["From the beginning", "从头开始", "從頭開始"],
  doug: ["“Doug saw Doug”", "“道格看见道格”", "「道格看見道格」"],
  endless: ["a sentence without end", "没完没了的句子", "沒完沒了的句子"],
  take: ["Go on with “{word}”", "接着读“{word}”", "接著讀「{word}」"],
  and: [" or ", "或", "或"],
} satisfies Record<string, Text>;

/** The five words of the book, as the host has them, in the language at hand. */
export const names: Record<string, Text> = {
  Doug: ["Doug", "道格", "道格"],
  Jane: ["Jane", "珍", "珍"],
  Spot: ["Spot", "小点", "小點"],
  saw: ["saw", "看见", "看見"],
  ".": [".", "。", "。"],
};
