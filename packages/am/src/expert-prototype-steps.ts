import type { Classifier, Density } from '@interp/core';
import { checkedOptions, checkFunctions, checkNumber } from '@interp/core/internal';
import { adam } from './adam.js';
import { bestRuns } from './best-runs.js';
import { checkExpert } from './check-expert.js';
import { expertLandscape, type ExpertStepRecord } from './expert-landscape.js';
import type { ExpertOptions } from './expert-options.js';
import { linearDecay } from './linear-decay.js';
import type { Landscape } from './landscape.js';
import type { Prototypes, PrototypeStep } from './prototype.js';
import { resolvedStarts } from './resolved-starts.js';
import { startImages } from './start-images.js';

/** Steps of a run with an expert where none are given. */
export const defaultExpertSteps = 300;

/**
 * The steps of {@link expertPrototypes}, for a driver of your own.
 *
 * @param classifier - any classifier
 * @param expert - any density over its inputs
 * @param options - what to make, and how
 * @returns a generator: after the start and after each step it yields the best of each prototype so far; a `true` ends it
 * @throws InterpError as {@link expertPrototypes} does, at the first step
 */
export async function* expertPrototypeSteps(
  classifier: Classifier,
  expert: Density,
  options: ExpertOptions = {},
): AsyncGenerator<PrototypeStep<ExpertStepRecord>, Prototypes<ExpertStepRecord>, boolean> {
  const {
    classes,
    gamma = 1,
    steps = defaultExpertSteps,
    start = 'random',
    restarts = 1,
    bounds,
    seed = 0,
    ...rest
  } = checkedOptions(options);
  checkExpert(classifier, expert);
  checkNumber('gamma', gamma, { min: 0 });
  checkNumber('the number of steps', steps, { min: 0, integer: true });
  const { ascent = linearDecay(adam({ rate: 0.05, beta2: 0.99 }), Math.max(1, steps)) } = rest;
  checkFunctions('ascent', ascent, ['start', 'step']);
  const starts = resolvedStarts(classifier, { classes, start, restarts, bounds, seed });
  const settings = { ...starts, ascent, steps, threshold: 0, stopAtThreshold: false };
  const landscapeOf = (targets: readonly number[]): Landscape<ExpertStepRecord> =>
    expertLandscape(classifier, expert, { targets, gamma });
  return yield* bestRuns(() => startImages(classifier, starts), landscapeOf, settings);
}
