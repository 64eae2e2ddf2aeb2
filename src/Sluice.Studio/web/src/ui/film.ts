// A drawing that moves, as an animated GIF: each picture is drawn by the page itself and put into one palette.
import { standalone } from "./figure";

export interface Film {
  /** How many pictures. */
  frames: number;
  /** Shows one of them; the page may need a moment. */
  show: (frame: number) => void;
  /** Thousandths of a second for each. */
  delay: (frame: number) => number;
}

const drawn = (): Promise<void> => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));

export async function film(find: () => SVGSVGElement | null, { frames, show, delay }: Film, told: (frame: number) => void, width = 960): Promise<Blob> {
  const { GIFEncoder, applyPalette, quantize } = await import("gifenc");
  const canvas = document.createElement("canvas"), pen = canvas.getContext("2d", { willReadFrequently: true })!, gif = GIFEncoder();
  for (let frame = 0; frame < frames; frame++) {
    show(frame);
    told(frame);
    await drawn();
    const svg = find();
    if (!svg) throw new Error("The drawing was closed.");
    const image = new Image(), address = URL.createObjectURL(new Blob([standalone(svg)], { type: "image/svg+xml" }));
    image.src = address;
    await image.decode();
    URL.revokeObjectURL(address);
    if (frame === 0) [canvas.width, canvas.height] = [width, Math.round((width * image.height) / image.width)];
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const { data } = pen.getImageData(0, 0, canvas.width, canvas.height), palette = quantize(data, 128);
    gif.writeFrame(applyPalette(data, palette), canvas.width, canvas.height, { palette, delay: delay(frame) });
  }
  gif.finish();
  return new Blob([gif.bytes() as Uint8Array<ArrayBuffer>], { type: "image/gif" });
}
