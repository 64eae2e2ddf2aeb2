// The stops of the view LSTM and their drawings.
import { expect, test } from "vitest";
import { equations, stops } from "../src/views/lstm/parts";
import { text } from "../src/views/lstm/text";

test("every stop has its words, and what is lit is drawn", () => {
  for (const stop of stops) {
    for (const key of [stop.name, `${stop.name}Says`, `${stop.name}Tale`]) expect(text).toHaveProperty(key);
    const parts = new Set([...stop.module.wires, ...stop.module.boxes].map((p) => p.part));
    for (const part of stop.lit) expect(parts.has(part.replace("-point", ""))).toBe(true);
  }
});

test("the equations of a stop are those of its letters, without their sources", () => {
  const lines = ["i = σ(Wi x)", "c = f⊙c⁻ + i⊙g", "h = o⊙tanh(c)   (Gers 2000)"];
  expect(equations(lines, ["h", "i"])).toEqual(["i = σ(Wi x)", "h = o⊙tanh(c)"]);
});
