import { type Classifier, InterpError } from '@interp/core';
import { checkClass, checkClassifier, checkList, checkNumber } from '@interp/core/internal';
import type { Start, StartImagesOptions } from './ascent/starts.js';

/** What is given of {@link StartImagesOptions}. */
export interface StartsGiven {
  /** The class of each prototype. Default every class once. */
  readonly classes?: readonly number[] | undefined;
  /** Where the runs begin. */
  readonly start: Start;
  /** Runs of each prototype. */
  readonly restarts: number;
  /** What values are clipped to. Default the classifier's bounds. */
  readonly bounds?: readonly [low: number, high: number] | undefined;
  /** Seed of noise. */
  readonly seed: number;
}

/** What callers without types may give for a tensor. */
const tensorOrNone = (start: Exclude<Start, string>): Partial<Exclude<Start, string>> | null => start;

const checkBounds = (bounds: readonly [number, number]): void => {
  checkList('bounds', bounds, { length: 2 });
  const [low, high] = bounds;
  if (![low, high].every((bound: unknown) => typeof bound === 'number') || !(low < high))
    throw new InterpError(
      'bad-option',
      `the bounds are ${low} and ${high}; expected the lower one first, [-1, 1] for example`,
    );
};

/**
 * Which prototypes to make and where each begins, with defaults filled in and checked. Several images for one class make as many
 * prototypes of it.
 *
 * @param classifier - says classes and bounds
 * @param given - what was given
 * @returns the settings
 * @throws InterpError `bad-option`, `bad-class`
 */
export const resolvedStarts = (
  classifier: Classifier,
  {
    classes = Array.from({ length: classifier.classes }, (_, c) => c),
    start,
    restarts,
    bounds = classifier.bounds,
    seed,
  }: StartsGiven,
): StartImagesOptions => {
  checkClassifier(classifier);
  checkList('classes', classes);
  if (classes.length === 0) throw new InterpError('bad-option', 'no class is asked for; expected at least one');
  const wantedClasses = Array.from(classes);
  for (const wanted of wantedClasses) checkClass(classifier, wanted);
  checkNumber('the number of restarts', restarts, { min: 1, integer: true });
  checkBounds(bounds);
  if (start !== 'random' && restarts > 1)
    throw new InterpError(
      'bad-option',
      `${restarts} restarts from the same image would all be the same; expected 1; start at random for more`,
    );
  checkNumber('the seed', seed, { integer: true });
  const several = typeof start === 'object' && classes.length === 1 ? (tensorOrNone(start)?.shape?.[0] ?? 1) : 1;
  return {
    classes: several > 1 ? Array.from({ length: several }, () => wantedClasses[0]) : wantedClasses,
    start,
    restarts,
    bounds,
    seed,
  };
};
