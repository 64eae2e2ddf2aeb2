// The line of a net as threads, one for each word: as wide as what is remembered of it, the country at the edge, later words toward the middle.
import type { Net } from "./home";

export interface Thread { word: number; path: string }

/** The sum of what a net remembers of all words but the country, at its most. */
export const most = (net: Net, country: number): number =>
  Math.max(...net.memory.map((_, t) => net.memory.slice(0, t + 1).reduce((sum, m, s) => sum + (s === country ? 0 : m[t - s]), 0)));

/**
 * `x` says where a step stands, `edge` the height at which the country lies, `scale` the pixels of a word that is wholly remembered,
 * and `down` whether later words lie below.
 */
export function threads(net: Net, country: number, x: (step: number) => number, edge: number, scale: (word: number) => number, down: boolean): Thread[] {
  const steps = net.memory.length, order = [country, ...net.memory.keys()].filter((s, i) => i === 0 || s !== country);
  const begins = new Float64Array(steps), sign = down ? 1 : -1, found: Thread[] = [];
  for (const s of order) {
    const near: [number, number][] = [], far: [number, number][] = [];
    for (let t = s; t < steps; t++) {
      const wide = net.memory[s][t - s] * scale(s);
      near.push([x(t), edge + sign * begins[t]]);
      far.push([x(t), edge + sign * (begins[t] + wide)]);
      begins[t] += wide;
    }
    // The last step runs on to the answer.
    [near, far].forEach((side) => side.push([x(steps - 0.5), side[side.length - 1][1]]));
    if (net.memory[s].every((m) => m * scale(s) < 0.25)) continue;
    found.push({ word: s, path: `M${near[0]}${side(near)}L${far[far.length - 1].map(short)}${side(far.reverse())}Z` });
  }
  return found;
}

const short = (v: number): number => Math.round(10 * v) / 10;

/** A smooth way through points. */
function side(points: [number, number][]): string {
  let way = "";
  for (let k = 1; k < points.length; k++) {
    const [[a, b], [c, d]] = [points[k - 1], points[k]], middle = short((a + c) / 2);
    way += `C${middle} ${short(b)} ${middle} ${short(d)} ${short(c)} ${short(d)}`;
  }
  return way;
}
