import { expect, test } from "vitest";
import { translate } from "../src/ui/translate";
import { joined, undone, type Role } from "../src/views/cells/atlas";
import { unitNames } from "../src/views/book/units";
import { chosenOf, questions, written } from "../src/views/questions/questions";
import { closed } from "../src/language";

const told = (pattern: string, values: string[], place = "") => ({ error: "", pattern, values, place });

test("a sentence of the host is said in the language of the page, with its values and its place", () => {
  expect(translate(told("memory: expected 0 to {0} steps of training, got {1}.", ["400", "7000"]), "zh-Hans")).toBe("训练步数应在 0 到 400 之间，得到的是 7000。");
  expect(translate(told("the file is empty.", [], "a.csv:3: "), "zh-Hant")).toBe("a.csv:3: 檔案是空的。");
  expect(translate(told("{0}: expected {1}, got '{2}'.", ["model.hidden", "1", "0"]), "zh-Hans")).toBe("model.hidden：应为 1，得到的是“0”。");
});

test("what stands before a sentence does not hide it, and what is not known is not guessed", () => {
  expect(translate(told("{0}: expected a file, got '{1}', which is none.", ["x", "y"]), "zh-Hans")).toBeUndefined();
  expect(translate(told("{0}: the file has {1} bytes; at most {2} can be read.", ["m", "9", "8"]), "zh-Hans")).toBe("m：文件有 9 字节，最多能读 8 字节。");
  expect(translate(told("something else", []), "zh-Hant")).toBeUndefined();
});

test("gates are told by what they do", () => {
  const lstm: Role[] = [{ gate: "i", does: ["TakesIn"] }, { gate: "f", does: ["Keeps"] }, { gate: "o", does: ["Shows"] }];
  const gru: Role[] = [{ gate: "r", does: ["Resets"] }, { gate: "z", does: ["Keeps", "TakesIn"] }];
  expect(joined(lstm, gru)).toEqual([{ gate: "z", of: ["i", "f"] }]);
  expect(joined(gru, lstm)).toEqual([]);
  expect(undone(lstm, gru)).toEqual([{ gate: "o", duty: "Shows" }]);
  expect(undone(gru, lstm)).toEqual([{ gate: "r", duty: "Resets" }]);
});

test("units are called by the words that they answer to, each by a name of its own", () => {
  const words = ["Doug", "Jane", "Spot", "saw", "."];
  expect(unitNames(words, [
    { raises: [0, 1], lowers: [], keeps: 0.9 }, { raises: [0], lowers: [3], keeps: 0.2 }, { raises: [], lowers: [3], keeps: 0.6 }, { raises: [4], lowers: [], keeps: 0.1 }, { raises: [], lowers: [], keeps: 0 },
  ])).toEqual(["Doug₁↻", "Doug₂", "−saw↻", "“.”", "?"]);
});

test("answers stand in the address, and each question has one that is right", () => {
  expect(written(chosenOf("1-2"))).toBe("1-2");
  expect(chosenOf("9x")[0]).toBeUndefined();
  expect(written(chosenOf(""))).toBe("");
  for (const q of questions) expect(q.right).toBeLessThan(q.answers.length);
});

test("Chinese stands without spaces, and keeps those beside other scripts", () => {
  expect(closed("云朵 都 在 LSTM 里 ， 对")).toBe("云朵都在 LSTM 里，对");
});
