// The names of what a validation measures, as the library writes them and as the page says them.
import type { Text } from "../../language";

export const figureNames: Record<string, Text> = {
  loss: ["loss", "损失", "損失"],
  perplexity: ["perplexity", "困惑度", "困惑度"],
  accuracy: ["accuracy", "正确率", "正確率"],
  majority_accuracy: ["accuracy of the commonest", "总猜最常见者的正确率", "總猜最常見者的正確率"],
  persistence_accuracy: ["accuracy of the last", "总猜上一个的正确率", "總猜上一個的正確率"],
  mae: ["mean absolute error", "平均绝对误差", "平均絕對誤差"],
  persistence_mae: ["mean absolute error of the last value", "沿用上一个值的平均绝对误差", "沿用上一個值的平均絕對誤差"],
  seasonal_mae: ["mean absolute error of the last season", "沿用上一季的平均绝对误差", "沿用上一季的平均絕對誤差"],
  mse: ["mean squared error", "均方误差", "均方誤差"],
  season_mse: ["mean squared error of the last season", "沿用上一季的均方误差", "沿用上一季的均方誤差"],
  rmse: ["root mean squared error", "均方根误差", "均方根誤差"],
  mase: ["scaled error (MASE)", "标度误差（MASE）", "標度誤差（MASE）"],
  smape: ["percentage error (sMAPE)", "百分比误差（sMAPE）", "百分比誤差（sMAPE）"],
  exact: ["exactly right", "完全正确", "完全正確"],
  word_errors: ["wrong words", "词错误率", "詞錯誤率"],
  symbol_errors: ["wrong symbols", "符号错误率", "符號錯誤率"],
  naive_word_errors: ["wrong words of the plain way", "简单方法的词错误率", "簡單方法的詞錯誤率"],
  bleu: ["BLEU", "BLEU", "BLEU"],
  score: ["score", "得分", "得分"],
  on_named: ["right on names", "专名上的正确率", "專名上的正確率"],
};

/** A figure in the language at hand; one without a name of its own as the library writes it. */
export const figureName = (key: string, say: (text: Text) => string): string => (figureNames[key] ? say(figureNames[key]) : key.replaceAll("_", " "));
