// What tasks and their settings are called.
import type { Text } from "../../language";

/** The settings that stand in front, by their keys; all others are shown under the names that they have in configuration files. */
export const labels: Record<string, Text> = {
  "data.target": ["Column to predict", "要预测的列", "要預測的欄"],
  "data.id": ["Column of the series or unit", "序列或单元编号列", "序列或單元編號欄"],
  "data.time": ["Column of the time", "时间列", "時間欄"],
  "data.action": ["Column of the action", "动作列", "動作欄"],
  "data.tokenizer": ["Symbols", "符号", "符號"],
  "model.cell": ["Cell", "单元", "單元"],
  "model.hidden": ["Units of a layer", "每层单元数", "每層單元數"],
  "model.layers": ["Layers", "层数", "層數"],
  "model.dropout": ["Dropout", "随机失活", "隨機失活"],
  "training.epochs": ["Epochs", "轮数", "輪數"],
  "training.batch": ["Batch", "批大小", "批次大小"],
  "training.rate": ["Learning rate", "学习率", "學習率"],
  "training.seed": ["Seed", "随机种子", "隨機種子"],
};

export const taskNames: Record<string, Text> = {
  text: ["Text", "文本", "文字"],
  forecast: ["Forecast", "预测", "預測"],
  series: ["Many series", "多条序列", "多條序列"],
  tag: ["Tag", "标注", "標註"],
  classify: ["Classify", "分类", "分類"],
  life: ["Remaining life", "剩余寿命", "剩餘壽命"],
  control: ["Control", "控制", "控制"],
  translate: ["Translate", "翻译", "翻譯"],
  compose: ["Compose", "作曲", "作曲"],
  transcribe: ["Transcribe", "听写", "聽寫"],
  describe: ["Describe", "描述图像", "描述影像"],
};

/** What each task learns from. */
export const taskFiles: Record<string, Text> = {
  text: ["A language model learns from a text file.", "语言模型从文本文件学习。", "語言模型從文字檔學習。"],
  forecast: ["A forecaster of a column learns from a table: CSV, TSV or JSON lines.", "对一列的预测从表格学习：CSV、TSV 或 JSON 行。", "對一欄的預測從表格學習：CSV、TSV 或 JSON 行。"],
  series: ["One net for many series learns from a table with a column that names the series.", "一个网络学习多条序列；表格中有一列为序列命名。", "一個網路學習多條序列；表格中有一欄為序列命名。"],
  tag: ["A tagger learns from sentences in columns, or from a table with a target.", "标注器从按列排列的句子或带目标列的表格学习。", "標註器從按欄排列的句子或帶目標欄的表格學習。"],
  classify: ["A classifier learns from labelled sequences: a folder, a .ts file, images, recordings, or a table.", "分类器从带标签的序列学习：文件夹、.ts 文件、图像、录音或表格。", "分類器從帶標籤的序列學習：資料夾、.ts 檔案、影像、錄音或表格。"],
  life: ["Remaining life is learned from histories of units, each to its failure.", "剩余寿命从各设备直到失效的历史学习。", "剩餘壽命從各設備直到失效的歷史學習。"],
  control: ["A policy learns from the log of a driver.", "策略从操作者的记录学习。", "策略從操作者的紀錄學習。"],
  translate: ["A translator learns from pairs of texts, or from a dictionary of pronunciations.", "翻译器从成对的文本或发音词典学习。", "翻譯器從成對的文字或發音詞典學習。"],
  compose: ["A composer learns from piano rolls: JSON with the parts train, valid and test.", "作曲模型从钢琴卷帘学习：含 train、valid、test 三部分的 JSON。", "作曲模型從鋼琴卷簾學習：含 train、valid、test 三部分的 JSON。"],
  transcribe: ["A transcriber learns from a folder of recordings with their texts.", "听写模型从带文字的录音文件夹学习。", "聽寫模型從帶文字的錄音資料夾學習。"],
  describe: ["A describer learns from scenes that it draws by itself.", "描述模型从自己画出的场景学习。", "描述模型從自己畫出的場景學習。"],
};

/** What is made small in training. */
export const losses: Record<string, string> = {
  text: "L = −1/N Σ ln p(yₜ | y₁ … yₜ₋₁)",
  forecast: "L = 1/N Σ max(q (y − ŷ_q), (q − 1)(y − ŷ_q))",
  series: "L = 1/N Σ ℓ(y, ŷ)",
  tag: "L = −1/N Σ ln p(tags | words)",
  classify: "L = −1/N Σ ln p(label | sequence)",
  life: "L = 1/N Σ (ln σ + (y − μ)² / 2σ²)",
  control: "L = 1/N Σ ℓ(action, driver)",
  translate: "L = −1/N Σ ln p(yₜ | y₁ … yₜ₋₁, x)",
  compose: "L = −1/N Σ Σₖ ln p(keyₖ)",
  transcribe: "L = −1/N Σ ln Σ_paths p(path | sound)",
  describe: "L = −1/N Σ ln p(wₜ | w₁ … wₜ₋₁, picture)",
};

/** The settings that name columns of a table. */
export const columnKeys = new Set(["data.target", "data.id", "data.time", "data.episode", "data.action", "data.step", "data.text", "data.sequence", "data.values"]);

/** Tasks whose models are chosen by another measure than their training loss. */
export const ownMeasure: Record<string, Text> = {
  life: ["Validation: error in rows", "验证：误差（行）", "驗證：誤差（列）"],
  tag: ["Validation: share of errors", "验证：错误率", "驗證：錯誤率"],
};
