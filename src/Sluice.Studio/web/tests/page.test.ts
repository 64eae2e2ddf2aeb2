// The logic of the page that needs no browser.
import { expect, test } from "vitest";
import { addressOf, open, view } from "../src/address";
import { fill } from "../src/language";
import { csvOf } from "../src/ui/csv";
import { parse } from "../src/views/cells/place";
import { until, written } from "../src/views/generate/pen";
import { cellAt } from "../src/views/generate/place";
import { kind, short, stopsOf } from "../src/views/gradients/flow";
import { sourceOf } from "../src/views/inside/notes";
import { tagged } from "../src/views/inside/tagged";
import type { Point } from "../src/views/train/run";
import { written as vector } from "../src/views/dinner/vectors";
import { serving } from "../src/views/train/after";
import { smoothed } from "../src/views/train/smooth";

const points: Point[] = [1, 2, 3, 5].map((step): Point => [step, 10 * step, 10 * step - 1, 10 * step + 1, 0, 0, 0]);

test("losses are smoothed by steps, however many a point holds", () => {
  const { mean, least, most } = smoothed(points, 2);
  expect(mean).toEqual([10, 15, 25, 50]);
  expect(least).toEqual([9, 9, 19, 49]);
  expect(most).toEqual([11, 21, 31, 51]);
});

test("a window of one step leaves losses as they are", () => expect(smoothed(points, 1).mean).toEqual([10, 20, 30, 50]));

test("curves become a table with a row for each x, and names are quoted where they must be", () => {
  const text = csvOf("step", [{ name: 'a "loss", mean', x: [2, 1], y: [4, NaN] }, { name: "b", x: [1, 3], y: [5, 6], band: [[1, 2], [7, 8]] }]);
  expect(text).toBe('step,"a ""loss"", mean",b,b (least),b (most)\n1,,5,1,7\n2,4,,,\n3,,6,2,8\n');
});

test("an address gives values to the wires of a cell, and what is no number is left out", () =>
  expect(parse("x:0.5,h⁻:-0.2,:3,c:none,a:b:1")).toEqual([["x", 0.5], ["h⁻", -0.2], ["a:b", 1]]));

test("values are put into texts, and a name that has none stays", () => expect(fill("{n} of {all}", { n: 5 })).toBe("5 of {all}"));

test("language, theme and depth stay from view to view; the token does not", () => {
  expect(view()).toBe("gates");
  expect(addressOf("book", { step: "4" })).toBe("/book?lang=en&depth=numbers&step=4");
  open("cells", { name: "gru" });
  expect(addressOf("dinner")).toBe("/dinner?lang=en&depth=numbers");
});

test("gradients are told apart as vanished, alive and exploded", () => {
  expect([1e-4, 1, 11].map(kind)).toEqual(["negative", "gate", "positive"]);
  expect(short(0)).toBe("0");
  expect(stopsOf(100)[0]).toBeGreaterThanOrEqual(0);
  expect(stopsOf(100).at(-1)).toBe(100);
});

test("a pen writes strokes one after the other, each in the time that its length takes", () => {
  const { strokes, seconds, size } = written([[4, 0, 0], [0, 10, 1], [4, -10, 0], [0, 10, 1]], 1);
  expect(strokes.map((s) => [s.points, s.given])).toEqual([[[[4, 0], [4, 10]], true], [[[8, 0], [8, 10]], false]]);
  expect([size, strokes[0].times[1], strokes[1].times[0], seconds].map((v) => Math.round(100 * v) / 100)).toEqual([10, 0.6, 0.7, 1.4]);
  expect(until(strokes[0], 0.3)).toEqual([[4, 0], [4, 5]]);
  expect(until(strokes[1], 0.3)).toEqual([]);
});

test("a square is gone over row by row, and outside of it the nearest cell is meant", () =>
  expect([cellAt(0, 0, 5), cellAt(0.99, 0.5, 5), cellAt(0.5, 0.99, 5), cellAt(-1, 2, 5), cellAt(1, 1, 5)]).toEqual([0, 14, 22, 20, 24]));

test("a word keeps its tag in the room below a column, and a note says what it is on", () => {
  expect(["Rome", "Constantinople"].map((w) => tagged(w, "B-place"))).toEqual(["Rome B-place", "Const… B-place"]);
  expect([tagged("in", "O"), tagged("in", null)]).toEqual(["in", "in"]);
  expect([sourceOf({ file: null }), sourceOf({ file: "a.csv", index: 0 }), sourceOf({ file: "a.csv", index: 2 })]).toEqual(["typed", "a.csv", "a.csv#3"]);
});

test("a run is served under its own name", () => {
  expect(serving("runs/20260101-text")).toBe("sluice serve runs/20260101-text");
  expect(serving("runs/Sales by the week")).toBe('sluice serve "runs/Sales by the week"');
  expect(serving('runs/a "b" $c')).toBe('sluice serve "runs/a \\"b\\" \\$c"');
  expect(serving("runs/夏天")).toBe('sluice serve "runs/夏天"');
});

test("a vector is written in brackets", () => expect(vector([{ name: "rain", value: 0.25 }, { name: "high", value: 76 }])).toBe("(0.25, 76)"));
