/** Bytes of light in base 64, row after row, as the address of a picture. */
export function grey(base64: string, width: number): string {
  const bytes = atob(base64), canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, bytes.length / width];
  const pixels = new ImageData(canvas.width, canvas.height);
  for (let k = 0; k < bytes.length; k++) {
    const light = bytes.charCodeAt(k);
    pixels.data.set([light, light, light, 255], 4 * k);
  }
  canvas.getContext("2d")!.putImageData(pixels, 0, 0);
  return canvas.toDataURL();
}
