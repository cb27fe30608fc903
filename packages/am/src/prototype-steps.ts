import type { Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { classifierLandscape } from './classifier-landscape.js';
import { climb } from './climb.js';
import type { PrototypeOptions } from './prototype-options.js';
import type { Prototypes, PrototypeStep } from './prototype.js';
import { resolved } from './resolved-options.js';
import { betterBy, type Moment, type Route } from './route.js';
import { startImages } from './start-images.js';

const bestOf = (route: Route): Moment => route.history[route.bestStep];

/**
 * The steps of {@link prototypes}, for a driver of your own.
 *
 * @param classifier - any classifier
 * @param options - what to make, and how
 * @returns a generator: after the start and after each step it yields the best of each prototype so far; a `true` ends it
 * @throws InterpError as {@link prototypes} does, at the first step
 */
export async function* prototypeSteps(
  classifier: Classifier,
  options: PrototypeOptions = {},
): AsyncGenerator<PrototypeStep, Prototypes, boolean> {
  const settings = resolved(classifier, options);
  const { classes, restarts, threshold } = settings;
  const better = betterBy(threshold);
  /** The best run of each prototype. */
  const chosen = (routes: readonly Route[]): Route[] =>
    classes.map((_, i) =>
      routes
        .slice(i * restarts, (i + 1) * restarts)
        .reduce((best, route) => (better(bestOf(route), bestOf(best)) ? route : best)),
    );
  const begun = performance.now();
  const targets = classes.flatMap((wanted) => Array.from({ length: restarts }, () => wanted));
  const start = startImages(classifier, settings);
  const ascent = climb(start, classifierLandscape(classifier, { ...settings, targets }), settings);
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
