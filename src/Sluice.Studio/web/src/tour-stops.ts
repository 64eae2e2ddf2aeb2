// The stops of the tour: where one stands, what is asked, what the answer is, and where both can be seen.
import type { Text } from "./language";

export interface Stop {
  view: string;
  /** The state of the view when the question is asked. */
  at: Record<string, string>;
  ask: Text;
  answer: Text;
  /** The state in which the answer is to be seen. */
  seen: Record<string, string>;
  /** What the question speaks of, and where the answer is seen. */
  look: string;
  evidence: string;
  /** What stays of the view; the rest of it is folded away. */
  keeps: string;
  /** What is folded away within what stays. */
  folds?: string;
  /** Whose children are folded, where the view has a frame of its own. */
  root?: string;
}

const weeks = Array.from({ length: 14 }, (_, i) => i + 4).join(",");

export const stops: Stop[] = [
  {
    view: "dinner", at: { learned: "300", step: "3" }, seen: { learned: "300", step: "3", depth: "numbers" },
    look: "svg.dinner", evidence: "svg.dinner", keeps: "figure:has(svg.dinner), .say, .legend",
    ask: ["What does each line carry to tonight's dinner, and how is it decided?", "每条线给今晚的晚餐带来什么？结果怎样决定？", "每條線給今晚的晚餐帶來什麼？結果怎樣決定？"],
    answer: [
      "A vote: weight times input. Last night's dinner is one-hot, 1 for what there was and 0 for the rest. The votes are added up and squashed by tanh to between −1 and 1; the largest wins.",
      "带来一张票：权重乘以输入。昨晚的晚餐是独热向量：吃了的为 1，其余为 0。票数相加，再由 tanh 压缩到 −1 与 1 之间，最大的获胜。",
      "帶來一張票：權重乘以輸入。昨晚的晚餐是獨熱向量：吃了的為 1，其餘為 0。票數相加，再由 tanh 壓縮到 −1 與 1 之間，最大的獲勝。",
    ],
  },
  {
    view: "dinner", at: { learned: "300", step: "5" }, seen: { learned: "300", step: "17", away: weeks },
    look: "svg.evenings", evidence: "svg.evenings", keeps: "figure:has(svg.evenings), .counts, .away-choice, .player",
    ask: ["Click on evenings to take last night's dinner away. Who still knows what there is tonight, and why?", "点几个晚上，把前一晚的晚餐拿走。谁还知道今晚吃什么？为什么？", "點幾個晚上，把前一晚的晚餐拿走。誰還知道今晚吃什麼？為什麼？"],
    answer: [
      "The net with memory. Its prediction is fed back: last night's prediction votes as well, so one evening leads to the next, even for two weeks. That is feedback.",
      "有记忆的网络。它的预测会送回输入：昨晚的预测也投票，所以一晚接一晚，两周也不断。这就是反馈。",
      "有記憶的網路。它的預測會送回輸入：昨晚的預測也投票，所以一晚接一晚，兩週也不斷。這就是回饋。",
    ],
  },
  {
    view: "gates", at: { x: "1" }, seen: { x: "5", depth: "numbers" },
    look: "svg.squash", evidence: "svg.squash", keeps: "figure:has(svg.squash), .slider",
    ask: ["Drag x far out. What becomes of tanh, and what of the logistic function?", "把 x 拖到很远。tanh 会怎样？逻辑函数呢？", "把 x 拖到很遠。tanh 會怎樣？邏輯函數呢？"],
    answer: [
      "Both are squashed: neither passes 1. tanh goes down to −1, a vote for or against. The logistic function ends at 0: an amount that passes.",
      "两者都被压缩，不超过 1。tanh 可到 −1：赞成或反对的票。逻辑函数到 0 为止：放行的比例。",
      "兩者都被壓縮，不超過 1。tanh 可到 −1：贊成或反對的票。邏輯函數到 0 為止：放行的比例。",
    ],
  },
  {
    view: "gates", at: { signal: "steady" }, seen: { signal: "steady", taps: "0,0.5,0,1", depth: "numbers" },
    look: "svg.channels", evidence: "svg.channels", keeps: "figure:has(svg.channels), .taps",
    ask: ["Four signals, a tap in each. Close one with the mouse: what passes?", "四路信号，每路一个水龙头。用鼠标关上一个：还有什么流出？", "四路訊號，每路一個水龍頭。用滑鼠關上一個：還有什麼流出？"],
    answer: [
      "What comes, times how far the tap is open: all at 1, half at 0.5, nothing at 0. That is a gate.",
      "流入的量乘以水龙头的开度：1 时全部流出，0.5 时一半，0 时什么也没有。这就是门。",
      "流入的量乘以水龍頭的開度：1 時全部流出，0.5 時一半，0 時什麼也沒有。這就是門。",
    ],
  },
  {
    view: "unroll", at: { step: "4", words: "Doug,saw" }, seen: { step: "4", words: "Doug,saw,Doug" },
    look: "svg.walk", evidence: "svg.walk", keeps: "figure:has(svg.walk), .walked",
    ask: ["A plain net reads the children's book by the last word alone, an LSTM beside it. Which words may follow “saw” in each?", "普通网络只凭上一个词读童书，旁边是 LSTM。两者认为“看见”后面可以接什么词？", "普通網路只憑上一個詞讀童書，旁邊是 LSTM。兩者認為「看見」後面可以接什麼詞？"],
    answer: [
      "To the plain net every “saw” is alike, so any name may follow, Doug too: “Doug saw Doug.” The LSTM still knows who began.",
      "对普通网络来说每个“看见”都一样，后面可以是任何名字，包括道格：“道格看见道格。”LSTM 还记得句子由谁开头。",
      "對普通網路來說每個「看見」都一樣，後面可以是任何名字，包括道格：「道格看見道格。」LSTM 還記得句子由誰開頭。",
    ],
  },
  {
    view: "book", at: { step: "0" }, seen: { step: "1", stage: "adding", depth: "numbers" },
    look: "svg.book", evidence: "svg.book .says, .stage-says, [data-vector='f⊙c⁻'], [data-vector='i⊙g'], [data-vector='c']", keeps: "figure:has(svg.book), .stage-says, .player",
    ask: ["Step on until “saw”. Which path keeps the net from writing “Doug saw Doug.”?", "一步步走到“看见”。是哪条通路让网络不写“道格看见道格。”？", "一步步走到「看見」。是哪條通路讓網路不寫「道格看見道格。」？"],
    answer: [
      "Forgetting: it keeps the vote against Doug in memory while “saw” is read, and there it cancels the new vote for Doug. The other three: prediction votes, ignoring shuts votes out, selection lets out.",
      "遗忘：读到“看见”时，它让反对道格的票留在记忆里，与新的赞成票抵消。另外三条：预测投票，忽略把一些票挡在外面，选择决定放出什么。",
      "遺忘：讀到「看見」時，它讓反對道格的票留在記憶裡，與新的贊成票抵消。另外三條：預測投票，忽略把一些票擋在外面，選擇決定放出什麼。",
    ],
  },
  {
    view: "memory", at: { learned: "400", gap: "8", step: "0" }, seen: { learned: "400", gap: "8", step: "99" },
    look: "svg.memory", evidence: "svg.memory .band", keeps: "figure:has(svg.memory), .memory-say, .player",
    ask: ["Eight words come between the clouds and the question. Which of the three nets still knows the answer at the end?", "云朵与提问之间隔了八个词。读到最后，三个网络中谁还知道答案？", "雲朵與提問之間隔了八個詞。讀到最後，三個網路中誰還知道答案？"],
    answer: [
      "The LSTM alone knows it every time. Its belt c carries the same stripes on from word to word; the plain net could, but did not learn to over such a gap.",
      "只有 LSTM 每次都知道。它的传送带 c 把同样的条纹一词一词地传下去；普通网络本来也能，但间隔这么长就没学会。",
      "只有 LSTM 每次都知道。它的輸送帶 c 把同樣的條紋一詞一詞地傳下去；普通網路本來也能，但間隔這麼長就沒學會。",
    ],
  },
  {
    view: "lstm", at: { step: "0" }, seen: { step: "2" },
    look: "svg.module", evidence: "svg.module", keeps: "figure:has(svg.module), .player, .swatches",
    ask: ["Inside the LSTM: what carries the past from word to word?", "LSTM 内部：是什么把过去从一个词带到下一个词？", "LSTM 內部：是什麼把過去從一個詞帶到下一個詞？"],
    answer: [
      "The cell state c, along the top, like a conveyor belt: a gate may take something off, another may add; else it passes unchanged.",
      "上方的细胞状态 c，像一条传送带：一个门可以拿走一些，另一个门可以放上一些，此外原样通过。",
      "上方的細胞狀態 c，像一條輸送帶：一個門可以拿走一些，另一個門可以放上一些，此外原樣通過。",
    ],
  },
  {
    view: "cells", at: { cell: "lstm", beside: "gru" }, seen: { cell: "lstm", beside: "gru", depth: "numbers" },
    look: ".beside figure", evidence: ".roles", keeps: ".beside, .differs", folds: ".beside .words", root: ".cells",
    ask: ["An LSTM beside a GRU. Which gate of the GRU does the work of two?", "LSTM 与 GRU 并排。GRU 的哪个门做了两个门的工作？", "LSTM 與 GRU 並排。GRU 的哪個門做了兩個門的工作？"],
    answer: [
      "z. Where it is open the old state stays, where it is shut the new one n comes in: forgetting and taking in by one gate.",
      "z。它打开时旧状态留下，关上时新的 n 进来：一个门既管遗忘又管采纳。",
      "z。它打開時舊狀態留下，關上時新的 n 進來：一個門既管遺忘又管採納。",
    ],
  },
  {
    view: "gradients", at: {}, seen: { bias: "4" },
    look: "svg.unrolled", evidence: "svg.unrolled", keeps: "figure:has(svg.unrolled), .controls", root: ".gradients",
    ask: ["Learning walks back in time, from the loss at the right. Raise the bias of the forget gates: how far back does each net learn now?", "学习从右端的损失出发，沿时间往回走。提高遗忘门的偏置：现在每个网络能学到多久以前？", "學習從右端的損失出發，沿時間往回走。提高遺忘門的偏置：現在每個網路能學到多久以前？"],
    answer: [
      "Each step back multiplies the gradient by a factor. In the plain RNN it is below 1, so after many steps nothing is left: the gradient vanishes. In the LSTM the factor is the forget gate itself: open, it stays near 1.",
      "每往回一步，梯度就乘上一个因子。普通 RNN 的因子小于 1，走得远了就什么也不剩：梯度消失。LSTM 的因子就是遗忘门本身：门打开，它就接近 1。",
      "每往回一步，梯度就乘上一個因子。普通 RNN 的因子小於 1，走得遠了就什麼也不剩：梯度消失。LSTM 的因子就是遺忘門本身：門打開，它就接近 1。",
    ],
  },
  {
    view: "train", at: { file: "book:english" }, seen: { file: "book:english" },
    look: "form button[type=submit]", evidence: "form button[type=submit]", keeps: ".work", root: ".train",
    ask: ["Press “Train”. When does the net write its first right sentence? Change the learning rate on the way.", "按“开始训练”。网络什么时候写出第一个对的句子？途中改变学习率试试。", "按「開始訓練」。網路什麼時候寫出第一個對的句子？途中改變學習率試試。"],
    answer: ["After some hundred steps. A rate that is too high makes the loss jump, one that is too low makes it creep. Nothing can break: pause, stop and go on as you like.", "几百步之后。学习率太高，损失会乱跳；太低则几乎不动。弄不坏的：随时可以暂停、停止、继续。", "幾百步之後。學習率太高，損失會亂跳；太低則幾乎不動。弄不壞的：隨時可以暫停、停止、繼續。"],
  },
  {
    view: "inside", at: {}, seen: { unit: "9", range: "1-2" },
    look: ".coloured", evidence: ".coloured", keeps: ".columns:has(.coloured), .panel:has(.coloured)", root: ".inside",
    ask: ["A text, coloured by one unit of a net that learned it. At which words does it switch?", "一段文字，按读过它的网络中一个单元着色。它在哪些词上切换？", "一段文字，按讀過它的網路中一個單元著色。它在哪些詞上切換？"],
    answer: ["Each unit has its own: some switch at names, some at “saw”, some at the full stop. Mark a few words and the studio finds the units that switch there.", "各有所专：有的在名字处切换，有的在“看见”，有的在句号。选取几个词，这里会找出在那里切换的单元。", "各有所專：有的在名字處切換，有的在「看見」，有的在句號。選取幾個詞，這裡會找出在那裡切換的單元。"],
  },
  {
    view: "play", at: { temperature: "0.7" }, seen: { temperature: "1.8", depth: "numbers" },
    look: ".next", evidence: ".next", keeps: ".row, .play",
    ask: ["Let the model write on, then turn the temperature up. When does it begin to babble?", "让模型继续写，再调高温度。什么时候开始胡言乱语？", "讓模型繼續寫，再調高溫度。什麼時候開始胡言亂語？"],
    answer: ["Beyond 1: there unlikely words are drawn more often than the model means them. Near 0 it always takes the likeliest.", "超过 1 之后：不太可能的词被抽中的次数多于模型的本意。接近 0 时总取最可能的。", "超過 1 之後：不太可能的詞被抽中的次數多於模型的本意。接近 0 時總取最可能的。"],
  },
];
