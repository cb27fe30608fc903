import { InterpError, type Classifier } from '@interp/core';
import { checkBoolean, checkedOptions, checkFunctions, checkNumber } from '@interp/core/internal';
import { adam } from './optimisers/adam.js';
import type { ClassifierLandscapeOptions } from './classifier-landscape.js';
import type { ClimbOptions } from './ascent/gradient-ascent.js';
import { objectiveOf } from './ascent/objective.js';
import type { PrototypeOptions } from './prototype-options.js';
import { resolvedStarts } from './resolved-starts.js';
import { squaredNorm } from './regularisers/squared-norm.js';
import type { StartImagesOptions } from './ascent/starts.js';
import { totalVariation as evenness } from './regularisers/total-variation.js';

/** Everything that a run needs, with defaults filled in and checked. */
export type ResolvedOptions = ClimbOptions & StartImagesOptions & Omit<ClassifierLandscapeOptions, 'targets'>;

/** Steps of a run where none are given. */
export const defaultSteps = 150;

/**
 * Options with defaults filled in and checked.
 *
 * @param classifier - says classes and bounds
 * @param options - what was given
 * @returns the settings
 * @throws InterpError `bad-option`, `bad-class`
 */
export const resolved = (classifier: Classifier, options: PrototypeOptions): ResolvedOptions => {
  const {
    classes,
    objective = 'log-probability',
    lambda = 0.001,
    totalVariation = 0,
    jitter = 0,
    ascent = adam(),
    steps = defaultSteps,
    start = 'random',
    restarts = start === 'random' ? 2 : 1,
    threshold = 0.995,
    stopAtThreshold = false,
    bounds,
    seed = 0,
  } = checkedOptions(options);
  const starts = resolvedStarts(classifier, { classes, start, restarts, bounds, seed });
  checkFunctions('ascent', ascent, ['start', 'step']);
  checkNumber('lambda', lambda, { min: 0 });
  checkNumber('the weight of the total variation', totalVariation, { min: 0 });
  checkNumber('the jitter', jitter, { min: 0, integer: true });
  checkNumber('the number of steps', steps, { min: 0, integer: true });
  checkNumber('the threshold', threshold, { min: 0, max: 1 });
  checkBoolean('stopAtThreshold', stopAtThreshold);
  if ((totalVariation > 0 || jitter > 0) && classifier.inputShape.length !== 3)
    throw new InterpError(
      'bad-option',
      `total variation and jitter need images of height, width and channels; the inputs have the shape [${classifier.inputShape.join(', ')}]`,
    );
  const priors = [squaredNorm(lambda), ...(totalVariation > 0 ? [evenness(totalVariation)] : [])];
  return {
    ...starts,
    objective: objectiveOf(objective),
    priors,
    lambda,
    jitter,
    ascent,
    steps,
    threshold,
    stopAtThreshold,
  };
};
