import * as tf from '@tensorflow/tfjs-core';
import { climb, type ClimbOptions } from './climb.js';
import type { Landscape } from './landscape.js';
import type { Prototypes, PrototypeStep } from './prototype.js';
import { betterBy, type StepRecord, type Route } from './route.js';

/** What {@link bestRuns} does besides climbing. */
export interface BestRunsOptions<M extends StepRecord = StepRecord> extends ClimbOptions {
  /** The class of each prototype. */
  readonly classes: readonly number[];
  /** Runs of each prototype. */
  readonly restarts: number;
  /** Which of the runs of a prototype is kept in the end. Default the one whose best moment is the best. */
  readonly pick?: (routes: readonly Route<M>[]) => Route<M>;
}

/**
 * The best moment of a run.
 *
 * @param route - the run
 * @returns the moment
 */
export const bestOf = <M extends StepRecord>(route: Route<M>): M => route.history[route.bestStep];

/**
 * Climbs with all prototypes and all their restarts in one batch, and keeps one run of each prototype.
 *
 * @param start - makes the point that each run starts at, `[classes.length * restarts, ...shape]`, the restarts of a prototype one
 *   after the other; called at the first step
 * @param landscapeOf - what is climbed, given the wanted class of each run
 * @param settings - how
 * @returns a generator: after the start and after each step it yields the best of each prototype so far; a `true` ends it. Of what it
 *   ends with, `images` are the points climbed
 */
export async function* bestRuns<M extends StepRecord>(
  start: () => tf.Tensor,
  landscapeOf: (targets: readonly number[]) => Landscape<M>,
  settings: BestRunsOptions<M>,
): AsyncGenerator<PrototypeStep<M>, Prototypes<M>, boolean> {
  const { classes, restarts, threshold } = settings;
  const better = betterBy(threshold);
  const best = (routes: readonly Route<M>[]): Route<M> =>
    routes.reduce((most, route) => (better(bestOf(route), bestOf(most)) ? route : most));
  /** One run of each prototype. */
  const chosen = (routes: readonly Route<M>[], pick: (runs: readonly Route<M>[]) => Route<M>): Route<M>[] =>
    classes.map((_, i) => pick(routes.slice(i * restarts, (i + 1) * restarts)));
  const begun = performance.now();
  const targets = classes.flatMap((wanted) => Array.from({ length: restarts }, () => wanted));
  const points = start();
  const [, ...shape] = points.shape;
  const ascent = climb(points, landscapeOf(targets), settings);
  try {
    let next = await ascent.next();
    while (!next.done) next = await ascent.next(yield chosen(next.value, best).map(bestOf));
    const { routes, stopped } = next.value;
    const kept = chosen(routes, settings.pick ?? best);
    const seconds = (performance.now() - begun) / 1000 / classes.length;
    const size = kept[0].bestImage.length;
    const images = new Float32Array(kept.length * size);
    kept.forEach((route, i) => images.set(route.bestImage, i * size));
    const items = kept.map((route, i) => {
      const { history } = route;
      return { class: classes[i], ...bestOf(route), steps: history.length - 1, seconds, history };
    });
    return { images: tf.tensor(images, [kept.length, ...shape]), items, stopped };
  } finally {
    await ascent.return(undefined as never);
    points.dispose();
  }
}
