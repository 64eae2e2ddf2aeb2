// What one can say after the tour: each question with its answers, why the right one is right, and where that is seen.
import type { Text } from "../../language";

export interface Question {
  asks: Text;
  answers: readonly Text[];
  /** Which of them is right. */
  right: number;
  why: Text;
  /** The view in the state in which it is seen. */
  view: string;
  seen: Record<string, string>;
}

export const questions: readonly Question[] = [
  {
    asks: ["What is a vote?", "什么是一张“票”？", "什麼是一張「票」？"],
    answers: [
      ["The largest number at the end", "最后得到的最大的数", "最後得到的最大的數"],
      ["An input times its weight: how strongly it speaks for or against something", "输入乘以权重：它对某个结果赞成或反对的强度", "輸入乘以權重：它對某個結果贊成或反對的強度"],
      ["The number of words that were read", "已经读过的词数", "已經讀過的詞數"],
    ],
    right: 1,
    why: ["All votes for a dinner are added up; the sum decides.", "投给一种晚餐的票全部相加，由总和决定。", "投給一種晚餐的票全部相加，由總和決定。"],
    view: "dinner", seen: { learned: "300", step: "3", depth: "numbers" },
  },
  {
    asks: ["There was sushi, of pizza, sushi and waffles. How does a one-hot vector say so?", "在披萨、寿司、华夫饼中，昨晚吃的是寿司。独热向量怎样表示？", "在披薩、壽司、鬆餅中，昨晚吃的是壽司。獨熱向量怎樣表示？"],
    answers: [["0, 1, 0", "0，1，0", "0，1，0"], ["2, 2, 2", "2，2，2", "2，2，2"], ["0.3, 0.4, 0.3", "0.3，0.4，0.3", "0.3，0.4，0.3"]],
    right: 0,
    why: ["1 at the place of what there was, 0 at all others.", "实际吃的那一种所在的位置为 1，其余都为 0。", "實際吃的那一種所在的位置為 1，其餘都為 0。"],
    view: "dinner", seen: { learned: "300", step: "2", depth: "numbers" },
  },
  {
    asks: ["You were away for two weeks. Why does the net still know what there is for dinner?", "你离家两周。为什么网络仍然知道今晚吃什么？", "你離家兩週。為什麼網路仍然知道今晚吃什麼？"],
    answers: [
      ["It guesses the commonest dinner", "它猜最常见的晚餐", "它猜最常見的晚餐"],
      ["Someone tells it each evening", "每晚都有人告诉它", "每晚都有人告訴它"],
      ["Feedback: its last prediction is an input of the next", "反馈：上一次的预测是下一次的输入", "回饋：上一次的預測是下一次的輸入"],
    ],
    right: 2,
    why: ["Each prediction votes for the next one, so the chain goes on without being told.", "每次预测都为下一次投票，所以没人告知时也能一晚接一晚。", "每次預測都為下一次投票，所以沒人告知時也能一晚接一晚。"],
    view: "dinner", seen: { learned: "300", step: "17", away: Array.from({ length: 14 }, (_, i) => i + 4).join(",") },
  },
  {
    asks: ["What is squashing good for?", "压缩有什么用？", "壓縮有什麼用？"],
    answers: [
      ["What goes round and round cannot grow without end", "一圈圈循环的数不会无限变大", "一圈圈循環的數不會無限變大"],
      ["The net takes less room on the disk", "网络占的磁盘空间更小", "網路占的磁碟空間更小"],
      ["Words become shorter", "词变短了", "詞變短了"],
    ],
    right: 0,
    why: ["tanh brings any number to between −1 and 1, the logistic function to between 0 and 1.", "tanh 把任何数压到 −1 与 1 之间，逻辑函数压到 0 与 1 之间。", "tanh 把任何數壓到 −1 與 1 之間，邏輯函數壓到 0 與 1 之間。"],
    view: "gates", seen: { x: "5", depth: "numbers" },
  },
  {
    asks: ["A signal of 0.8 comes to a gate that is open to 0.5. What passes?", "信号 0.8 遇到开度为 0.5 的门。有多少通过？", "訊號 0.8 遇到開度為 0.5 的門。有多少通過？"],
    answers: [["1.3", "1.3", "1.3"], ["0.8", "0.8", "0.8"], ["0.4", "0.4", "0.4"]],
    right: 2,
    why: ["A gate multiplies, element by element: 0.8 × 0.5 = 0.4.", "门逐个元素相乘：0.8 × 0.5 = 0.4。", "門逐個元素相乘：0.8 × 0.5 = 0.4。"],
    view: "gates", seen: { signal: "steady", taps: "0,0.5,0,1", depth: "numbers" },
  },
  {
    asks: ["What does the path of forgetting do?", "遗忘这条通路做什么？", "遺忘這條通路做什麼？"],
    answers: [
      ["It deletes the last word of the text", "删掉文字中的最后一个词", "刪掉文字中的最後一個詞"],
      ["It says how much of each place in memory stays", "决定记忆中每一处留下多少", "決定記憶中每一處留下多少"],
      ["It begins a new sentence", "开始一个新句子", "開始一個新句子"],
    ],
    right: 1,
    why: ["Its values, from 0 to 1, are multiplied with the memory: 1 keeps, 0 clears.", "它的值在 0 到 1 之间，与记忆相乘：1 保留，0 清除。", "它的值在 0 到 1 之間，與記憶相乘：1 保留，0 清除。"],
    view: "book", seen: { step: "1", stage: "forgetting", depth: "numbers" },
  },
  {
    asks: ["And the path of prediction?", "预测这条通路呢？", "預測這條通路呢？"],
    answers: [
      ["It votes for and against what may come next", "对接下来可能出现的投赞成票和反对票", "對接下來可能出現的投贊成票和反對票"],
      ["It opens all the gates", "打开所有的门", "打開所有的門"],
      ["It counts the words", "数有多少个词", "數有多少個詞"],
    ],
    right: 0,
    why: ["It is squashed by tanh: above 0 is for, below 0 against.", "它由 tanh 压缩：大于 0 为赞成，小于 0 为反对。", "它由 tanh 壓縮：大於 0 為贊成，小於 0 為反對。"],
    view: "book", seen: { step: "1", stage: "paths", depth: "numbers" },
  },
  {
    asks: ["And the path of ignoring?", "忽略这条通路呢？", "忽略這條通路呢？"],
    answers: [
      ["It empties the memory", "清空记忆", "清空記憶"],
      ["It skips every second word", "隔一个词读一个", "隔一個詞讀一個"],
      ["It lets only some of the new votes into memory", "只让一部分新票进入记忆", "只讓一部分新票進入記憶"],
    ],
    right: 2,
    why: ["It is the input gate: what it shuts out is not added to the memory.", "它就是输入门：被它挡住的不会加进记忆。", "它就是輸入門：被它擋住的不會加進記憶。"],
    view: "book", seen: { step: "1", stage: "ignoring", depth: "numbers" },
  },
  {
    asks: ["And the path of selection?", "选择这条通路呢？", "選擇這條通路呢？"],
    answers: [
      ["It picks a book", "挑选一本书", "挑選一本書"],
      ["It lets out now what is of use now; the rest stays in memory", "现在有用的放出来，其余留在记忆里", "現在有用的放出來，其餘留在記憶裡"],
      ["It chooses the learning rate", "选定学习率", "選定學習率"],
    ],
    right: 1,
    why: ["It is the output gate: the memory goes on as it is, a part of a copy comes out.", "它就是输出门：记忆原样继续，只有副本的一部分输出。", "它就是輸出門：記憶原樣繼續，只有副本的一部分輸出。"],
    view: "book", seen: { step: "1", stage: "selecting", depth: "numbers" },
  },
  {
    asks: ["Why does the plain net write “Doug saw Doug.”?", "为什么普通网络会写“道格看见道格。”？", "為什麼普通網路會寫「道格看見道格。」？"],
    answers: [
      ["The book says so", "书里就是这么写的", "書裡就是這麼寫的"],
      ["It was not trained for long enough", "训练的时间不够长", "訓練的時間不夠長"],
      ["It looks at the last word alone: after “saw” it no longer knows that Doug began", "它只看上一个词：读到“看见”时，已不记得句子由道格开头", "它只看上一個詞：讀到「看見」時，已不記得句子由道格開頭"],
    ],
    right: 2,
    why: ["After every “saw” any name is as likely. An LSTM holds the vote against Doug in memory.", "每个“看见”之后，任何名字的可能性都一样。LSTM 则把反对道格的票留在记忆里。", "每個「看見」之後，任何名字的可能性都一樣。LSTM 則把反對道格的票留在記憶裡。"],
    view: "unroll", seen: { step: "4", words: "Doug,saw,Doug" },
  },
  {
    asks: ["What carries the past through an LSTM?", "在 LSTM 中，是什么把过去一路带下去？", "在 LSTM 中，是什麼把過去一路帶下去？"],
    answers: [
      ["The cell state c, like a conveyor belt", "细胞状态 c，像一条传送带", "細胞狀態 c，像一條輸送帶"],
      ["The weights, which change at each word", "权重，读一个词就变一次", "權重，讀一個詞就變一次"],
      ["The output gate", "输出门", "輸出門"],
    ],
    right: 0,
    why: ["It runs along the top; only two gates touch it, and else it passes unchanged.", "它在上方贯穿，只有两个门会改动它，此外原样通过。", "它在上方貫穿，只有兩個門會改動它，此外原樣通過。"],
    view: "lstm", seen: { step: "2" },
  },
  {
    asks: ["Why do gradients vanish in a plain net?", "普通网络中的梯度为什么会消失？", "普通網路中的梯度為什麼會消失？"],
    answers: [
      ["The data is used up", "数据用完了", "資料用完了"],
      ["Each step back multiplies by a factor below 1, and many such factors leave nothing", "每往回一步就乘上一个小于 1 的因子，乘多了就什么也不剩", "每往回一步就乘上一個小於 1 的因子，乘多了就什麼也不剩"],
      ["The learning rate is 0", "学习率为 0", "學習率為 0"],
    ],
    right: 1,
    why: ["0.8 fifty times over is 0.00001. In an LSTM the factor is the forget gate, which can stay open near 1.", "0.8 连乘 50 次约为 0.00001。LSTM 的因子是遗忘门，可以一直开着，接近 1。", "0.8 連乘 50 次約為 0.00001。LSTM 的因子是遺忘門，可以一直開著，接近 1。"],
    view: "gradients", seen: { bias: "4" },
  },
];

/** What was chosen, from the address: a digit a question, a dash where none was. */
export const chosenOf = (text: string): (number | undefined)[] =>
  questions.map((q, k) => { const at = Number.parseInt(text[k] ?? "", 10); return at >= 0 && at < q.answers.length ? at : undefined; });

export const written = (chosen: readonly (number | undefined)[]): string => chosen.map((c) => c ?? "-").join("").replace(/-+$/, "");
