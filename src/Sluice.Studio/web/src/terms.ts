// The words of the field and what they mean.
import type { Text } from "./language";

export const terms: [name: Text, means: Text][] = [
  [["vector, one-hot", "向量、独热", "向量、獨熱"], ["A list of numbers. One-hot: 1 at one place, which says what it is, and 0 at all others.", "一串数字。独热：表示“是哪一个”的位置为 1，其余为 0。", "一串數字。獨熱：表示「是哪一個」的位置為 1，其餘為 0。"]],
  [["weight, vote", "权重、投票", "權重、投票"], ["How strongly one number speaks for or against another. A unit adds up the votes that it receives.", "一个数对另一个数赞成或反对的强度。单元把收到的票加起来。", "一個數對另一個數贊成或反對的強度。單元把收到的票加起來。"]],
  [["feedback", "反馈", "回饋"], ["What comes out of a net goes in again at the next step, so that one step leads to the next.", "网络的输出在下一步又成为输入，一步带出下一步。", "網路的輸出在下一步又成為輸入，一步帶出下一步。"]],
  [["unit", "单元", "單元"], ["One place in a layer, with a value of its own at each step.", "层中的一个位置，每一步都有自己的值。", "層中的一個位置，每一步都有自己的值。"]],
  [["squashing: tanh", "压缩：tanh", "壓縮：tanh"], ["Brings any number into −1 to 1, so that what goes round does not grow without end.", "把任何数压到 −1 与 1 之间，循环的数就不会无限变大。", "把任何數壓到 −1 與 1 之間，循環的數就不會無限變大。"]],
  [["logistic function σ", "逻辑函数 σ", "邏輯函數 σ"], ["Brings any number into 0 to 1: an amount. Gates are made by it.", "把任何数压到 0 与 1 之间：一个比例。门由它得来。", "把任何數壓到 0 與 1 之間：一個比例。門由它得來。"]],
  [["gate ⊙", "门 ⊙", "門 ⊙"], ["Values from 0, shut, to 1, open, that multiply a signal element by element. A net learns when to open them.", "从 0（关）到 1（开）的值，逐元素与信号相乘。何时打开由网络学会。", "從 0（關）到 1（開）的值，逐元素與訊號相乘。何時打開由網路學會。"]],
  [["forget, input, output gate", "遗忘门、输入门、输出门", "遺忘門、輸入門、輸出門"], ["What of the memory stays; what new comes into it (ignoring the rest); what of it is shown (selection).", "记忆中留下什么；新的东西采纳什么（忽略其余）；把其中什么拿出来（选择）。", "記憶中留下什麼；新的東西採納什麼（忽略其餘）；把其中什麼拿出來（選擇）。"]],
  [["hidden state h, cell state c", "隐藏状态 h、细胞状态 c", "隱藏狀態 h、細胞狀態 c"], ["What goes from one step to the next: h is also the output; c is the long memory that runs through like a conveyor belt.", "从一步传到下一步的东西：h 同时是输出；c 是像传送带一样贯穿的长期记忆。", "從一步傳到下一步的東西：h 同時是輸出；c 是像輸送帶一樣貫穿的長期記憶。"]],
  [["RNN, LSTM, GRU", "RNN、LSTM、GRU", "RNN、LSTM、GRU"], ["Recurrent nets: they read a sequence step by step and remember. LSTM and GRU do it with gates.", "循环神经网络：逐步读一个序列并记住。LSTM 和 GRU 用门来记。", "循環神經網路：逐步讀一個序列並記住。LSTM 和 GRU 用門來記。"]],
  [["loss, nats", "损失、奈特", "損失、奈特"], ["How wrong the net is. −ln p: 0 where it gave what came the whole probability, 0.69 for one half, 2.3 for a tenth.", "网络错了多少。−ln p：若对实际出现者给出全部概率则为 0，一半为 0.69，十分之一为 2.3。", "網路錯了多少。−ln p：若對實際出現者給出全部機率則為 0，一半為 0.69，十分之一為 2.3。"]],
  [["gradient, norm", "梯度、范数", "梯度、範數"], ["Which way and how much each weight changes the loss. Its norm is its length over all weights together.", "每个权重朝哪个方向、多大程度改变损失。范数是它在全部权重上的长度。", "每個權重朝哪個方向、多大程度改變損失。範數是它在全部權重上的長度。"]],
  [["back-propagation through time", "随时间反向传播", "隨時間反向傳播"], ["The gradient walks back from step to step. Over many steps it may vanish or explode.", "梯度一步步往回走。走得远了可能消失，也可能爆炸。", "梯度一步步往回走。走得遠了可能消失，也可能爆炸。"]],
  [["clipping", "裁剪", "裁剪"], ["A gradient that is too long is shortened before it is used.", "过长的梯度在使用前先缩短。", "過長的梯度在使用前先縮短。"]],
  [["epoch, batch, step", "轮、批、步", "輪、批、步"], ["An epoch is all data once; a batch are the sequences learned from together; a step is one change of the weights.", "一轮是全部数据过一遍；一批是一起学习的序列；一步是权重的一次改变。", "一輪是全部資料過一遍；一批是一起學習的序列；一步是權重的一次改變。"]],
  [["training and validation", "训练与验证", "訓練與驗證"], ["The net learns from the one part of the data and is measured on the other, which it never learns from.", "网络从一部分数据学习，在从不学习的另一部分上衡量。", "網路從一部分資料學習，在從不學習的另一部分上衡量。"]],
  [["temperature", "温度", "溫度"], ["How freely a model draws its next word: near 0 the likeliest, at 1 as it believes, above 1 more wildly.", "模型抽取下一个词的自由程度：接近 0 取最可能的，1 按它所信，超过 1 更随意。", "模型抽取下一個詞的自由程度：接近 0 取最可能的，1 按它所信，超過 1 更隨意。"]],
  [["attention, alignment", "注意力、对齐", "注意力、對齊"], ["Where in the source a net looks while it writes each word.", "网络写每个词时看着原文的哪里。", "網路寫每個詞時看著原文的哪裡。"]],
  [["latent z", "隐变量 z", "隱變數 z"], ["A number that a net draws by chance before it draws what is seen; what belongs together in a picture or chord gets it from there.", "网络在画出可见之物之前随机抽取的数；图像或和弦中相关联的部分由此而来。", "網路在畫出可見之物之前隨機抽取的數；影像或和弦中相關聯的部分由此而來。"]],
];
