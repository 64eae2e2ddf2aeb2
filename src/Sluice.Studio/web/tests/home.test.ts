// What the first page makes of the numbers of the host.
import { expect, test } from "vitest";
import { reach, sentence, turned, type Net, type Story } from "../src/views/home/home";
import { threads } from "../src/views/home/lane";

const net = (chances: number[]): Net => ({ memory: [[0.1, 0, 0, 0, 0, 0], [1, 0.9, 0.8, 0.5, 0.4], [0.2, 0.1, 0, 0], [0.1, 0.1, 0], [0.1, 0], [0.3]], chances, gates: [Array(6).fill(0.9), [0.9, 0.9, 0.9, 0.9, 0.1, 0.9]], held: [], right: [] });
const story = (plain: number[], lstm: number[]): Story => ({ words: ["in", "France", "a", "b", "c", "speak"], ends: [], country: 1, countries: ["France", "Spain"], languages: ["French", "Spanish"], plain: net(plain), lstm: net(lstm) });
const open = { forget: "", input: "" };

test("a net reaches as far as it is right without a miss", () => {
  expect(reach([true, true, false, true])).toBe(3);
  expect(reach([false, true])).toBe(1);
  expect(reach([true, true])).toBe(3);
});

test("a gate is turned at a word, also where all were shut", () => {
  expect(turned("", 3, 5)).toBe("3");
  expect(turned("3,10", 3, 12)).toBe("10");
  expect(turned("10", 2, 12)).toBe("2,10");
  expect(turned("all", 1, 4)).toBe("0,2,3");
});

test("each step has its sentence", () => {
  const told = story([0.9, 0.1], [0.9, 0.1]);
  expect([0, 1, 2, 3, 4, 5].map((step) => sentence(told, step, open))).toEqual(["begin", "taken", "mixes", "keeps", "shuts", "bothRight"]);
  expect(sentence(told, 1, { forget: "", input: "1" })).toBe("ignored");
  expect(sentence(told, 3, { forget: "all", input: "" })).toBe("dropped");
  expect(sentence(story([0.2, 0.8], [0.9, 0.1]), 5, open)).toBe("plainWrong");
  expect(sentence(story([0.2, 0.8], [0.3, 0.7]), 5, open)).toBe("bothWrong");
  expect(sentence(story([0.9, 0.1], [0.3, 0.7]), 5, open)).toBe("lstmWrong");
});

test("the country lies at the edge of a line, and a word of which nothing is remembered is not drawn", () => {
  const lines = threads(story([1, 0], [1, 0]).plain, 1, (t) => 10 * t, 0, (word) => (word === 0 ? 0.1 : 20), true);
  expect(lines.map((l) => l.word)).toEqual([1, 2, 3, 4, 5]);
  expect(lines[0].path.startsWith("M10,0C")).toBe(true);
  expect(lines[0].path).toContain("10 20Z");
});
