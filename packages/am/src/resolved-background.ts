import { type Classifier, InterpError } from '@interp/core';
import { checkClassifier, checkedOptions, checkNumber, checkObject } from '@interp/core/internal';
import type { BackgroundOptions } from './background-options.js';
import { patchesOf, sequenceOf, type Patch, type PatchSequence } from './background/patches.js';
import { resolvedStarts } from './resolved-starts.js';
import type { Start, StartImagesOptions } from './ascent/starts.js';

/** Everything that background addition needs, with defaults filled in and checked. */
export interface ResolvedBackground {
  /** Which images begin. */
  readonly starts: StartImagesOptions;
  /** All patches, in rows. */
  readonly patches: readonly Patch[];
  /** What gives the patches of a pass. */
  readonly sequence: PatchSequence;
  /** What a patch is set to. */
  readonly background: number;
  /** Passes of a round at most. */
  readonly passes: number;
  /** Rounds after the first. */
  readonly alternate: number;
}

/**
 * Options of background addition with defaults filled in and checked.
 *
 * @param classifier - says classes, shape and bounds
 * @param start - where to begin
 * @param options - what was given
 * @returns the settings
 * @throws InterpError `bad-option`, `bad-class`, `unsupported-model`
 */
export const resolvedBackground = (
  classifier: Classifier,
  start: Start,
  options: BackgroundOptions,
): ResolvedBackground => {
  const {
    classes,
    side = 5,
    bounds = classifier.bounds,
    background: given,
    order = 'rows',
    passes,
    alternate = 0,
    ascent,
    seed = 0,
  } = checkedOptions(options);
  checkClassifier(classifier);
  const { inputShape } = classifier;
  if (inputShape.length !== 2 && inputShape.length !== 3)
    throw new InterpError(
      'unsupported-model',
      `the inputs have the shape [${inputShape.join(', ')}]; expected images of height and width, with or without channels`,
    );
  const starts = resolvedStarts(classifier, { classes, start, restarts: 1, bounds, seed });
  const background = given === undefined ? bounds[0] : given;
  checkNumber('the side of a patch', side, { min: 1, integer: true });
  checkNumber('the background', background, { min: bounds[0], max: bounds[1] });
  if (passes !== undefined) checkNumber('the number of passes', passes, { min: 1, integer: true });
  checkNumber('how often to alternate', alternate, { min: 0, integer: true });
  if (ascent !== undefined) checkObject('ascent', ascent);
  return {
    starts,
    patches: patchesOf(inputShape[0], inputShape[1], side),
    sequence: sequenceOf(order),
    background,
    passes: passes ?? Infinity,
    alternate,
  };
};
