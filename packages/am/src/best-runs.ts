import type { Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { climb, type ClimbOptions } from './climb.js';
import type { Landscape } from './landscape.js';
import type { Prototypes, PrototypeStep } from './prototype.js';
import { betterBy, type Moment, type Route } from './route.js';
import { startImages, type StartImagesOptions } from './start-images.js';

const bestOf = <M extends Moment>(route: Route<M>): M => route.history[route.bestStep];

/**
 * Climbs with all prototypes and all their restarts in one batch, and keeps the best run of each prototype.
 *
 * @param classifier - says the shape of the images
 * @param landscapeOf - what is climbed, given the wanted class of each run
 * @param settings - where and how
 * @returns a generator: after the start and after each step it yields the best of each prototype so far; a `true` ends it
 */
export async function* bestRuns<M extends Moment>(
  classifier: Classifier,
  landscapeOf: (targets: readonly number[]) => Landscape<M>,
  settings: ClimbOptions & StartImagesOptions,
): AsyncGenerator<PrototypeStep<M>, Prototypes<M>, boolean> {
  const { classes, restarts, threshold } = settings;
  const better = betterBy(threshold);
  /** The best run of each prototype. */
  const chosen = (routes: readonly Route<M>[]): Route<M>[] =>
    classes.map((_, i) =>
      routes
        .slice(i * restarts, (i + 1) * restarts)
        .reduce((best, route) => (better(bestOf(route), bestOf(best)) ? route : best)),
    );
  const begun = performance.now();
  const targets = classes.flatMap((wanted) => Array.from({ length: restarts }, () => wanted));
  const start = startImages(classifier, settings);
  const ascent = climb(start, landscapeOf(targets), settings);
  try {
    let next = await ascent.next();
    while (!next.done) next = await ascent.next(yield chosen(next.value).map(bestOf));
    const { routes, stopped } = next.value;
    const best = chosen(routes);
    const seconds = (performance.now() - begun) / 1000 / classes.length;
    const size = best[0].bestImage.length;
    const images = new Float32Array(best.length * size);
    best.forEach((route, i) => images.set(route.bestImage, i * size));
    const items = best.map((route, i) => {
      const { history } = route;
      return { class: classes[i], ...bestOf(route), steps: history.length - 1, seconds, history };
    });
    return { images: tf.tensor(images, [best.length, ...classifier.inputShape]), items, stopped };
  } finally {
    await ascent.return(undefined as never);
    start.dispose();
  }
}
