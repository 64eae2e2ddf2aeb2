// Pictures from their pixels, each with what is said of it now.
import { useEffect, useRef } from "preact/hooks";
import { Answer } from "./answers";
import type { Of } from "./run";

export function Pictures({ all }: Of<"pictures">) {
  return <div class="pictures">{all.map((p, i) => <div key={i}><Pixels width={p.width} pixels={p.pixels} about={p.told.truth ?? ""} /><Answer {...p.told} /></div>)}</div>;
}

function Pixels({ width, pixels, about }: { width: number; pixels: string; about: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const bytes = atob(pixels), count = bytes.length / 3, target = canvas.current!;
    [target.width, target.height] = [width, count / width];
    const image = new ImageData(width, count / width);
    for (let i = 0; i < count; i++) {
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = bytes.charCodeAt(3 * i + c);
      image.data[4 * i + 3] = 255;
    }
    target.getContext("2d")!.putImageData(image, 0, 0);
  }, [width, pixels]);
  return <canvas ref={canvas} class="pixels" role="img" aria-label={about} />;
}
