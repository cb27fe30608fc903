/** What is known of one image of an ascent. */
export interface StepRecord {
  /** What the best is chosen by: the thesis' P(c|x) - λ‖x‖², or what the method says that it climbs. */
  readonly objective: number;
  /** P(c|x). */
  readonly probability: number;
}

/** The way of one run: every moment from the start on, and the best of them with its image. */
export interface Route<M extends StepRecord = StepRecord> {
  /** Every moment; the first is the start. */
  readonly history: readonly M[];
  /** The best moment's place in the history. */
  readonly bestStep: number;
  /** The best moment's image, flat. */
  readonly bestImage: Float32Array;
}

/**
 * Whether one moment is better than another: a probability of at least `threshold` beats one below it; among those at or above,
 * the higher objective wins; among those below, the higher probability.
 *
 * @param threshold - the least probability that a prototype should have
 * @returns the comparison
 */
export const betterBy =
  (threshold: number) =>
  (one: StepRecord, other: StepRecord): boolean => {
    const sure = one.probability >= threshold;
    if (sure !== other.probability >= threshold) return sure;
    return sure ? one.objective > other.objective : one.probability > other.probability;
  };

/**
 * A route that goes one moment further.
 *
 * @param route - the route so far; nothing at the start
 * @param moment - where it is now
 * @param image - the image there, flat; copied where it is the best so far
 * @param better - compares two moments
 * @returns the longer route; its history is the same array
 */
export const extended = <M extends StepRecord>(
  route: Route<M> | undefined,
  moment: M,
  image: Float32Array,
  better: (one: StepRecord, other: StepRecord) => boolean,
): Route<M> => {
  if (!route) return { history: [moment], bestStep: 0, bestImage: image.slice() };
  const history = route.history as M[];
  history.push(moment);
  if (!better(moment, history[route.bestStep])) return route;
  route.bestImage.set(image);
  return { history, bestStep: history.length - 1, bestImage: route.bestImage };
};
