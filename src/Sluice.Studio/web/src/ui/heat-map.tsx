// A matrix as colours on a canvas. What it is given already fits the screen: the host computes the level of detail.
import { useEffect, useRef } from "preact/hooks";
import { useTheme } from "../theme";
import { amount, isDark, signed } from "./colour";

export interface HeatMapProps {
  /** Row after row. */
  values: Float32Array;
  rows: number;
  columns: number;
  /** Gates are amounts 0 … 1; everything else is signed −1 … 1. */
  gate?: boolean;
  /** The value at which a colour is full. */
  most?: number;
  height?: number;
  onPoint?: (row: number, column: number) => void;
}

export function HeatMap({ values, rows, columns, gate = false, most = 1, height = 320, onPoint }: HeatMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [theme] = useTheme();
  useEffect(() => {
    const target = canvas.current;
    if (!target) return;
    [target.width, target.height] = [Math.max(1, columns), Math.max(1, rows)];
    const pixels = new ImageData(target.width, target.height);
    const table = colours(gate);
    const words = new Uint32Array(pixels.data.buffer);
    const scale = gate ? 255 / most : 127.5 / most, middle = gate ? 0 : 127.5;
    for (let k = 0; k < rows * columns; k++) {
      const at = values[k] * scale + middle;
      words[k] = table[at < 0 ? 0 : at > 255 ? 255 : at | 0];
    }
    target.getContext("2d")!.putImageData(pixels, 0, 0);
  }, [values, rows, columns, gate, most, theme]);
  return (
    <canvas
      ref={canvas} class="heat" style={{ height: `${height}px` }}
      onPointerMove={onPoint && ((e) => {
        const box = e.currentTarget.getBoundingClientRect();
        onPoint(Math.min(rows - 1, Math.floor(((e.clientY - box.top) / box.height) * rows)), Math.min(columns - 1, Math.floor(((e.clientX - box.left) / box.width) * columns)));
      })}
    />
  );
}

/** 256 colours as words of red, green, blue and alpha. */
function colours(gate: boolean): Uint32Array {
  const dark = isDark(), table = new Uint32Array(256), bytes = new Uint8Array(table.buffer);
  for (let k = 0; k < 256; k++) bytes.set([...(gate ? amount(k / 255, dark) : signed((k - 127.5) / 127.5, dark)), 255], 4 * k);
  return table;
}
