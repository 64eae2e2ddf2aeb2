// Columns and the table of the view Long memory.
import { expect, test } from "vitest";
import { columns, table, tells, type Reading } from "../src/views/memory/memory";

const net = { losses: [], right: [], reading: { chances: [[0.25, 0.75], [0.5, 0.5]], memory: [[0.1], [-1]], equations: [] } };
const data: Reading = { words: ["a,b", "apple"], asked: [-1, 1], gaps: [0, 0], answers: ["fruit", "company"], tellers: ["a,b"], told: 1, nets: [net, net, net] };

test("a column is as wide as its word, and as the longest answer where it is asked", () => {
  const [first, second] = columns(["in", "in"], data.answers, [false, true]);
  expect(second.width).toBeGreaterThan(first.width);
  expect(second.x).toBeGreaterThanOrEqual(first.x + first.width);
  expect(columns(["苹果"], ["x"], [false])[0].width).toBeGreaterThan(first.width);
});

test("a word tells the answer where it is one of the first; a frame where nothing has come between", () => {
  expect([0, 1].map((k) => tells(data, "apple", k))).toEqual([true, false]);
  expect([0, 1].map((k) => tells({ ...data, gaps: [0, 2] }, "film", k))).toEqual([true, false]);
});

test("the table has a row for each word and net, and quotes what holds a comma", () => {
  const lines = table(data, ["alone", "plain", "LSTM"]).trim().split("\n");
  expect(lines[0]).toBe("step,word,net,asked,p(fruit),p(company),memory 1");
  expect(lines[1]).toBe('1,"a,b",alone,,0.25,0.75,0.1');
  expect(lines[6]).toBe("2,apple,LSTM,company,0.5,0.5,-1");
});
