// Numbers as the pixels of a picture, so that a drawing can hold it and be saved with it.
import { amount } from "../../ui/colour";

const most = 4000;

/** Amounts from 0 to 1, row after row, as the address of a picture; of very many columns every second, third … is taken. */
export function raster(values: ArrayLike<number>, rows: number, columns: number, dark: boolean): string {
  const every = Math.ceil(columns / most), width = Math.max(1, Math.ceil(columns / every));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, Math.max(1, rows)];
  const pixels = new ImageData(canvas.width, canvas.height);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < width; c++) pixels.data.set([...amount(values[r * columns + c * every], dark), 255], 4 * (r * width + c));
  canvas.getContext("2d")!.putImageData(pixels, 0, 0);
  return canvas.toDataURL();
}

/** Bytes of red, green and blue in base 64, as the address of a picture. */
export function photograph(base64: string, width: number): string {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)), count = bytes.length / 3;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, count / width];
  const pixels = new ImageData(canvas.width, canvas.height);
  for (let k = 0; k < count; k++) pixels.data.set([bytes[3 * k], bytes[3 * k + 1], bytes[3 * k + 2], 255], 4 * k);
  canvas.getContext("2d")!.putImageData(pixels, 0, 0);
  return canvas.toDataURL();
}
