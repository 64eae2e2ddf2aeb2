// A short walk through the views, one sentence and one question each; it can be left at any time.
import { useEffect, useState } from "preact/hooks";
import { open, useAddress } from "./address";
import { useWords, type Text } from "./language";

const text = {
  start: ["Tour", "导览", "導覽"],
  next: ["Next", "下一步", "下一步"],
  back: ["Back", "上一步", "上一步"],
  end: ["End the tour", "结束导览", "結束導覽"],
} satisfies Record<string, Text>;

const stops: { view: string; say: Text }[] = [
  { view: "dinner", say: ["Take last night's dinner away. Who still knows what comes tomorrow, and why?", "把昨晚的晚餐拿走。谁还知道明天吃什么？为什么？", "把昨晚的晚餐拿走。誰還知道明天吃什麼？為什麼？"] },
  { view: "gates", say: ["Drag x far out. What happens to tanh, and what to the logistic function? Now close a tap.", "把 x 拖到很远。tanh 会怎样？逻辑函数呢？再关上一个阀。", "把 x 拖到很遠。tanh 會怎樣？邏輯函數呢？再關上一個閥。"] },
  { view: "book", say: ["Step until “saw”. Which path keeps the net from writing “Doug saw Doug.”?", "一步步走到“saw”。是哪条通路让网络不写“Doug saw Doug.”？", "一步步走到「saw」。是哪條通路讓網路不寫「Doug saw Doug.」？"] },
  { view: "cells", say: ["Open gru beside lstm. Which gate does the work of two?", "把 gru 与 lstm 并排打开。哪个门做了两个门的工作？", "把 gru 與 lstm 並排打開。哪個門做了兩個門的工作？"] },
  { view: "gradients", say: ["Raise the forget-gate bias. How far back does the LSTM reach now?", "提高遗忘门的偏置。LSTM 现在能回望多远？", "提高遺忘門的偏置。LSTM 現在能回望多遠？"] },
  { view: "train", say: ["Train a net of your own. Does the gradient norm stay calm?", "训练你自己的网络。梯度范数平稳吗？", "訓練你自己的網路。梯度範數平穩嗎？"] },
  { view: "inside", say: ["Colour the text by one unit. What is it counting?", "用一个单元给文字上色。它在数什么？", "用一個單元給文字上色。它在數什麼？"] },
  { view: "play", say: ["Type a few words, then turn the temperature up. When does the model begin to babble?", "输入几个词，再调高温度。模型什么时候开始胡言乱语？", "輸入幾個詞，再調高溫度。模型什麼時候開始胡言亂語？"] },
];

export function Tour() {
  const [at, setAt] = useState(-1);
  const view = useAddress();
  const t = useWords(text);
  const say = useWords(Object.fromEntries(stops.map((s) => [s.view, s.say])));
  const move = (to: number) => {
    setAt(to);
    if (to >= 0) open(stops[to].view);
  };
  useEffect(() => {
    if (at < 0) return;
    const leave = (e: KeyboardEvent) => e.key === "Escape" && setAt(-1);
    addEventListener("keydown", leave);
    return () => removeEventListener("keydown", leave);
  }, [at]);
  if (at < 0) return <button type="button" onClick={() => move(0)}>{t.start}</button>;
  return (
    <div class="tour" role="dialog" aria-label={t.start}>
      <p>{say[stops[at].view]}</p>
      <div class="row">
        <button type="button" disabled={at === 0} onClick={() => move(at - 1)}>{t.back}</button>
        <span class="quiet">{at + 1} / {stops.length}{view !== stops[at].view && " ·"}</span>
        {at + 1 < stops.length && <button type="button" class="main" onClick={() => move(at + 1)}>{t.next}</button>}
        <button type="button" onClick={() => setAt(-1)}>{t.end}</button>
      </div>
    </div>
  );
}
