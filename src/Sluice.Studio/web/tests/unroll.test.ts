// The sums and the order of the view Unroll.
import { expect, test } from "vitest";
import { later, mistakes, pair, terms, weightsOf, wrong } from "../src/views/unroll/unroll";

test("a sum has its numbers put in", () => {
  expect(terms([[1, 2], [-0.5, 3]])).toBe("1·2 + (−0.5)·3");
  expect(pair([4, -0.25])).toBe("(4, −0.25)");
});

test("an input goes one later, and the last to the front", () => {
  expect(later("123", 0)).toBe("213");
  expect(later("123", 2)).toBe("321");
});

test("weights that are none are ones", () => {
  expect(weightsOf("1,2,3,4")).toEqual([1, 2, 3, 4]);
  expect([weightsOf("1,2"), weightsOf("1,x,3,4"), weightsOf("99,1,1,1")]).toEqual(Array(3).fill([1, 1, 1, 1]));
});

test("what the LSTM does not expect is wrong, and a mistake once it is read", () => {
  const steps = [{ word: 0, values: [], plain: [3, 4], lstm: [3] }, { word: 3, values: [], plain: [0, 1, 2], lstm: [1, 2] }, { word: 0, values: [], plain: [3, 4], lstm: [4] }];
  expect(steps.map(wrong)).toEqual([[4], [0], [3]]);
  expect(mistakes(steps)).toEqual([2]);
});
