declare module "gifenc" {
  export type Palette = number[][];
  export function GIFEncoder(): { writeFrame(index: Uint8Array, width: number, height: number, options: { palette: Palette; delay: number }): void; finish(): void; bytes(): Uint8Array };
  export function quantize(data: Uint8ClampedArray, colours: number): Palette;
  export function applyPalette(data: Uint8ClampedArray, palette: Palette): Uint8Array;
}
