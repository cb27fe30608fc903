/** A position in pixels: x to the right, y down, (0, 0) the upper left corner of the picture. */
export type Point = readonly [x: number, y: number];

/** One movement of the pen. */
export interface Stroke {
  /** Where the pen passes, in order; at least one point. */
  readonly points: readonly Point[];
  /** Whether it passes on a smooth curve (Catmull and Rom 1974) rather than on straight lines. Default false. */
  readonly curved?: boolean;
}

const stepsPerCurve = 8;

const spline = (p: number, a: number, b: number, n: number, t: number): number =>
  0.5 * (2 * a + t * (b - p + t * (2 * p - 5 * a + 4 * b - n + t * (3 * (a - b) + n - p))));

/**
 * A stroke as straight pieces.
 *
 * @param stroke - any stroke
 * @returns the corners of the polyline
 */
export function polyline({ points, curved = false }: Stroke): readonly Point[] {
  if (!curved || points.length < 3) return points;
  const last = points.length - 1;
  const line: Point[] = [points[0]];
  for (let i = 0; i < last; i++) {
    const [before, from, to, after] = [
      points[Math.max(0, i - 1)],
      points[i],
      points[i + 1],
      points[Math.min(last, i + 2)],
    ];
    for (let step = 1; step <= stepsPerCurve; step++) {
      const t = step / stepsPerCurve;
      line.push([spline(before[0], from[0], to[0], after[0], t), spline(before[1], from[1], to[1], after[1], t)]);
    }
  }
  return line;
}
