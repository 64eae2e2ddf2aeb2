import type { Point } from "./run";

/** The losses of a run, each the mean over so many steps up to it, with the least and the most of all of them: by steps, however many a point holds. */
export function smoothed(points: Point[], steps: number): { mean: number[]; least: number[]; most: number[] } {
  const mean: number[] = [], least: number[] = [], most: number[] = [];
  let first = 0, sum = 0, weight = 0;
  const size = (i: number) => points[i][0] - (i > 0 ? points[i - 1][0] : 0);
  points.forEach((p, i) => {
    sum += p[1] * size(i);
    weight += size(i);
    while (first < i && points[first][0] <= p[0] - steps) {
      sum -= points[first][1] * size(first);
      weight -= size(first++);
    }
    let low = Infinity, high = -Infinity;
    for (let k = first; k <= i; k++) [low, high] = [Math.min(low, points[k][2]), Math.max(high, points[k][3])];
    mean.push(sum / weight);
    least.push(low);
    most.push(high);
  });
  return { mean, least, most };
}
