// The views in the order in which they teach. Each lies in its own folder and is loaded when it is opened.
import type { ComponentType } from "preact";
import type { Text } from "./language";

export interface View {
  name: string;
  title: Text;
  /** One sentence on what is to be seen. */
  about: Text;
  load: () => Promise<{ default: ComponentType }>;
}

export const views: View[] = [
  { name: "home", title: ["Home", "首页", "首頁"], about: ["I grew up in France, … I speak fluent ▢.", "我在法国长大，……我说一口流利的▢。", "我在法國長大，……我說一口流利的▢。"], load: () => import("./views/home/view") },
  { name: "dinner", title: ["Dinner", "晚餐", "晚餐"], about: ["What is for dinner? A net that looks back knows.", "晚餐吃什么？记得过去的网络知道。", "晚餐吃什麼？記得過去的網路知道。"], load: () => import("./views/dinner/view") },
  { name: "book", title: ["Children's book", "童书", "童書"], about: ["Five words, four paths: how an LSTM writes a book.", "五个词，四条通路：LSTM 怎样写一本书。", "五個詞，四條通路：LSTM 怎樣寫一本書。"], load: () => import("./views/book/view") },
  { name: "unroll", title: ["Unroll", "展开", "展開"], about: ["A loop becomes a chain, and forgets.", "回路成了链，却会遗忘。", "迴路成了鏈，卻會遺忘。"], load: () => import("./views/unroll/view") },
  { name: "memory", title: ["Long memory", "长期记忆", "長期記憶"], about: ["What was told long ago, and who still knows it.", "很久以前说过的，谁还记得。", "很久以前說過的，誰還記得。"], load: () => import("./views/memory/view") },
  { name: "lstm", title: ["LSTM", "LSTM", "LSTM"], about: ["Step by step through the module, and what its relatives change.", "一步步走过模块，再看它的亲属改了什么。", "一步步走過模組，再看它的親屬改了什麼。"], load: () => import("./views/lstm/view") },
  { name: "gates", title: ["Gates", "门", "門"], about: ["Squash a number, open a tap.", "压缩一个数，打开一个水龙头。", "壓縮一個數，打開一個水龍頭。"], load: () => import("./views/gates/view") },
  { name: "cells", title: ["Cell atlas", "循环单元图鉴", "循環單元圖鑑"], about: ["Every published cell, drawn from its own code.", "每一种发表过的循环单元，由其代码画出。", "每一種發表過的循環單元，由其程式碼畫出。"], load: () => import("./views/cells/view") },
  { name: "train", title: ["Train", "训练", "訓練"], about: ["Train a net and watch it learn.", "训练一个网络，看它学习。", "訓練一個網路，看它學習。"], load: () => import("./views/train/view") },
  { name: "inside", title: ["Look inside", "观察内部", "觀察內部"], about: ["What a trained model thinks, step by step.", "训练好的模型一步步在想什么。", "訓練好的模型一步步在想什麼。"], load: () => import("./views/inside/view") },
  { name: "gradients", title: ["Gradient flow", "梯度流", "梯度流"], about: ["How far back a net can learn.", "网络能学到多久以前。", "網路能學到多久以前。"], load: () => import("./views/gradients/view") },
  { name: "play", title: ["Play", "一起写", "一起寫"], about: ["Write together with a model.", "你写一句，模型写一句。", "你寫一句，模型寫一句。"], load: () => import("./views/play/view") },
  { name: "generate", title: ["Generate", "生成", "生成"], about: ["Images, characters, music: a net with chance inside draws them.", "图像、汉字、音乐：由内含偶然的网络画出。", "影像、漢字、音樂：由內含偶然的網路畫出。"], load: () => import("./views/generate/view") },
  { name: "questions", title: ["Questions", "问答", "問答"], about: ["What can you say now?", "现在你能说清楚什么？", "現在你能說清楚什麼？"], load: () => import("./views/questions/view") },
];
