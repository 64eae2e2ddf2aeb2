// Moves of a pen as strokes in time: a pen goes over the width of a character in a while, and needs a moment between strokes.
const pace = 0.6, lift = 0.1;

export interface Stroke { points: [x: number, y: number][]; times: number[]; given: boolean }
export interface Character { strokes: Stroke[]; seconds: number; left: number; top: number; size: number }

/** A move after the pen was lifted, as the first one, leads to where a stroke begins; the stroke ends with the next lift. */
export function written(moves: number[][], given: number): Character {
  const points: [number, number][] = [[0, 0]];
  for (const [dx, dy] of moves) points.push([points[points.length - 1][0] + dx, points[points.length - 1][1] + dy]);
  const on = moves.length > 0 ? points.slice(1) : points, xs = on.map((p) => p[0]), ys = on.map((p) => p[1]);
  const left = Math.min(...xs), top = Math.min(...ys), size = Math.max(Math.max(...xs) - left, Math.max(...ys) - top, 1e-9);
  const strokes: Stroke[] = [];
  let clock = 0;
  for (let t = 0; t < moves.length; ) {
    let end = t;
    while (end < moves.length - 1 && moves[end][2] === 0) end++;
    const stroke: Stroke = { points: [], times: [], given: t < given };
    for (let p = t + 1; p <= end + 1; p++) {
      if (p > t + 1) clock += (pace * Math.hypot(points[p][0] - points[p - 1][0], points[p][1] - points[p - 1][1])) / size;
      stroke.points.push(points[p]);
      stroke.times.push(clock);
    }
    strokes.push(stroke);
    clock += lift;
    t = end + 1;
  }
  return { strokes, seconds: clock, left, top, size };
}

/** What of a stroke is there at a time, and where the pen is; nothing before it begins. */
export function until(stroke: Stroke, time: number): [x: number, y: number][] {
  const { points, times } = stroke;
  if (times[0] > time) return [];
  let n = 1;
  while (n < points.length && times[n] <= time) n++;
  const seen = points.slice(0, n);
  if (n === points.length) return seen.length === 1 ? [seen[0], seen[0]] : seen;
  const share = (time - times[n - 1]) / (times[n] - times[n - 1]), [x, y] = points[n - 1];
  return [...seen, [x + share * (points[n][0] - x), y + share * (points[n][1] - y)]];
}
