import type { ComponentChildren } from "preact";
import { number } from "./depth";

/** A number that can be dragged, typed, or moved by the arrow keys. */
export function Slider({ label, value, min, max, step, decimals = 2, onInput }: { label: ComponentChildren; value: number; min: number; max: number; step: number; decimals?: number; onInput: (value: number) => void }) {
  return (
    <label class="slider">
      <span>{label}</span>
      <input type="range" min={min} max={max} step={step} value={value} onInput={(e) => onInput(Number(e.currentTarget.value))} />
      <output>{number(value, decimals)}</output>
    </label>
  );
}
