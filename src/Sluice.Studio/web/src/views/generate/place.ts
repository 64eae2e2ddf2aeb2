/** The cell of a square of `side` by `side`, counted row by row, at shares of its width and height; outside it the nearest. */
export function cellAt(x: number, y: number, side: number): number {
  const along = (share: number) => Math.min(side - 1, Math.max(0, Math.floor(share * side)));
  return along(y) * side + along(x);
}
