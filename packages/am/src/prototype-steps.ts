import type { Classifier } from '@interp/core';
import { bestRuns } from './ascent/multistart-ascent.js';
import { classifierLandscape } from './classifier-landscape.js';
import type { Landscape } from './landscape.js';
import type { PrototypeOptions } from './prototype-options.js';
import type { Prototypes, PrototypeStep } from './prototype.js';
import { resolved } from './resolved-options.js';
import { startImages } from './ascent/starts.js';

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
  const landscapeOf = (targets: readonly number[]): Landscape =>
    classifierLandscape(classifier, { ...settings, targets });
  return yield* bestRuns(() => startImages(classifier, settings), landscapeOf, settings);
}
