// The stops of the tour: where one stands, what is asked, what the answer is, and where it can be seen.
import type { Text } from "./language";

export interface Stop {
  view: string;
  /** The state of the view when the question is asked. */
  at: Record<string, string>;
  ask: Text;
  answer: Text;
  /** The state in which the answer is to be seen. */
  seen: Record<string, string>;
}

const weeks = Array.from({ length: 14 }, (_, i) => i + 4).join(",");

export const stops: Stop[] = [
  {
    view: "dinner", at: { learned: "300", step: "3" }, seen: { learned: "300", step: "12", away: weeks, depth: "numbers" },
    ask: ["Click on evenings to take last night's dinner away. Who still knows what there is tonight, and why?", "点几个晚上，把前一晚的晚餐拿走。谁还知道今晚吃什么？为什么？", "點幾個晚上，把前一晚的晚餐拿走。誰還知道今晚吃什麼？為什麼？"],
    answer: ["The net with memory: last night's prediction votes as well, so one evening leads to the next, even for two weeks.", "有记忆的网络：昨晚的预测也投票，所以一晚接一晚，两周也不断。", "有記憶的網路：昨晚的預測也投票，所以一晚接一晚，兩週也不斷。"],
  },
  {
    view: "gates", at: { x: "1" }, seen: { x: "5", taps: "0,0.5,0,1", depth: "numbers" },
    ask: ["Drag x far out. What becomes of tanh, and what of the logistic function? Then close a tap.", "把 x 拖到很远。tanh 会怎样？逻辑函数呢？再关上一个水龙头。", "把 x 拖到很遠。tanh 會怎樣？邏輯函數呢？再關上一個水龍頭。"],
    answer: ["Both stay below 1. tanh goes down to −1: a vote for or against. The logistic function ends at 0: an amount that passes. A closed tap lets nothing through.", "两者都不超过 1。tanh 可到 −1：赞成或反对的票。逻辑函数到 0 为止：放行的比例。关上的水龙头什么也不放行。", "兩者都不超過 1。tanh 可到 −1：贊成或反對的票。邏輯函數到 0 為止：放行的比例。關上的水龍頭什麼也不放行。"],
  },
  {
    view: "book", at: { step: "0" }, seen: { step: "1", stage: "adding", depth: "numbers" },
    ask: ["Step on until “saw”. Which path keeps the net from writing “Doug saw Doug.”?", "一步步走到“看见”。是哪条通路让网络不写“道格看见道格。”？", "一步步走到「看見」。是哪條通路讓網路不寫「道格看見道格。」？"],
    answer: ["Forgetting. It keeps the vote against Doug in memory while “saw” is read, and there it cancels the new vote for Doug.", "遗忘。读到“看见”时，它让反对道格的票留在记忆里，与新的赞成票抵消。", "遺忘。讀到「看見」時，它讓反對道格的票留在記憶裡，與新的贊成票抵消。"],
  },
  {
    view: "cells", at: { cell: "lstm", beside: "gru" }, seen: { cell: "gru", depth: "formula" },
    ask: ["An LSTM beside a GRU. Which gate of the GRU does the work of two?", "LSTM 与 GRU 并排。GRU 的哪个门做了两个门的工作？", "LSTM 與 GRU 並排。GRU 的哪個門做了兩個門的工作？"],
    answer: ["z. Where it is open the old state stays, where it is shut the new one n comes in: forgetting and taking in by one gate.", "z。它打开时旧状态留下，关上时新的 n 进来：一个门既管遗忘又管采纳。", "z。它打開時舊狀態留下，關上時新的 n 進來：一個門既管遺忘又管採納。"],
  },
  {
    view: "gradients", at: {}, seen: { bias: "4" },
    ask: ["Raise the bias of the forget gates. How far back does the LSTM learn now, and the plain RNN?", "提高遗忘门的偏置。LSTM 现在能学到多久以前？普通 RNN 呢？", "提高遺忘門的偏置。LSTM 現在能學到多久以前？普通 RNN 呢？"],
    answer: ["The more open the gate, the nearer to 1 is the factor of each step back, and the later the gradient fades. The RNN has no such gate: nothing changes for it.", "门开得越大，每回一步的因子越接近 1，梯度消失得越晚。RNN 没有这样的门：什么也不变。", "門開得越大，每回一步的因子越接近 1，梯度消失得越晚。RNN 沒有這樣的門：什麼也不變。"],
  },
  {
    view: "train", at: { file: "book:english" }, seen: { file: "book:english" },
    ask: ["Press “Train”. When does the net write its first right sentence? Change the learning rate on the way.", "按“开始训练”。网络什么时候写出第一个对的句子？途中改变学习率试试。", "按「開始訓練」。網路什麼時候寫出第一個對的句子？途中改變學習率試試。"],
    answer: ["After some hundred steps. A rate that is too high makes loss and gradient norm jump, one that is too low makes them creep. Nothing can break: pause, stop and go on as you like.", "几百步之后。学习率太高，损失和梯度范数会乱跳；太低则几乎不动。弄不坏的：随时可以暂停、停止、继续。", "幾百步之後。學習率太高，損失和梯度範數會亂跳；太低則幾乎不動。弄不壞的：隨時可以暫停、停止、繼續。"],
  },
  {
    view: "inside", at: { model: "book:english" }, seen: { model: "book:english", unit: "9", range: "1-2" },
    ask: ["Choose a unit and colour the text by it. At which words does it switch?", "选一个单元，用它给文字上色。它在哪些词上切换？", "選一個單元，用它給文字上色。它在哪些詞上切換？"],
    answer: ["Each unit has its own: some switch at names, some at “saw”, some at the full stop. Mark a few words and the studio finds the units that switch there.", "各有所专：有的在名字处切换，有的在“saw”，有的在句号。选取几个词，这里会找出在那里切换的单元。", "各有所專：有的在名字處切換，有的在「saw」，有的在句號。選取幾個詞，這裡會找出在那裡切換的單元。"],
  },
  {
    view: "play", at: { text: "Doug saw Jane.", model: "book:english" }, seen: { text: "Doug saw Jane.", model: "book:english", temperature: "1.8", depth: "numbers" },
    ask: ["Let the model write on, then turn the temperature up. When does it begin to babble?", "让模型继续写，再调高温度。什么时候开始胡言乱语？", "讓模型繼續寫，再調高溫度。什麼時候開始胡言亂語？"],
    answer: ["Beyond 1: there unlikely words are drawn more often than the model means them. Near 0 it always takes the likeliest.", "超过 1 之后：不太可能的词被抽中的次数多于模型的本意。接近 0 时总取最可能的。", "超過 1 之後：不太可能的詞被抽中的次數多於模型的本意。接近 0 時總取最可能的。"],
  },
];
