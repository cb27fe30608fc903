import type { AscentOptimizer } from '@interp/am';

/** The points of an ascent, batch by batch, the start first. */
export type Points = Float32Array[];

/**
 * An optimiser that writes down where the ascent is: an ascent adds what its optimiser says, and clips to the bounds.
 *
 * @param optimizer - the optimiser
 * @param bounds - the bounds of the ascent
 * @param points - where the points go
 */
export const watching = (
  optimizer: AscentOptimizer,
  [low, high]: readonly [low: number, high: number],
  points: Points,
): AscentOptimizer => {
  const clip = (value: number): number => Math.min(high, Math.max(low, value));
  return {
    start: (from) => {
      points.push(Float32Array.from(from.dataSync(), clip));
      return optimizer.start(from);
    },
    step: (gradient, state, count) => {
      const next = optimizer.step(gradient, state, count);
      const before = points[points.length - 1];
      const change = next.change.dataSync<'float32'>();
      if (change.length === before.length) points.push(before.map((value, i) => clip(value + change[i])));
      return next;
    },
  };
};
