import type { Classifier } from '@interp/core';
import { logistic } from '@interp/core/internal';
import type { StepRecord } from '../ascent/objective-function.js';
import { classLogOdds, type ClassLogOdds } from './log-odds.js';
import type { Patch } from './patches.js';

/** The record of one image after a kept change; the `objective` is P(c|x). */
export interface BackgroundStepRecord extends StepRecord {
  /** What changed: nothing yet, a patch, or the whole image by activation maximisation. */
  readonly by: 'start' | 'patch' | 'ascent';
  /** The patch that was set to background, if any. */
  readonly patch?: Patch;
}

/** The state of background addition. */
export interface BackgroundState {
  /** The target class of each image. */
  readonly targets: readonly number[];
  /** The images one after another, flat. */
  readonly values: Float32Array;
  /** Log-odds of the target class of each. */
  readonly odds: ClassLogOdds[];
  /** For each image, the records of the start and of every kept change. */
  readonly histories: readonly BackgroundStepRecord[][];
}

/** How a pass ended. */
export interface PassEnd {
  /** Whether any change was kept. */
  readonly kept: boolean;
  /** Whether a stop was requested. */
  readonly stopped: boolean;
}

/**
 * Records a kept change of an image.
 *
 * @param state - the images; changed
 * @param i - which image
 * @param odds - its log-odds now
 * @param change - the kind of change
 */
export const recordChange = (
  state: BackgroundState,
  i: number,
  odds: ClassLogOdds,
  change: Pick<BackgroundStepRecord, 'by' | 'patch'>,
): void => {
  const probability = logistic(odds.logOdds);
  state.odds[i] = odds;
  state.histories[i].push({ probability, objective: probability, ...change });
};

/** Sets a patch of images to one value. */
const fillPatch = (
  images: Float32Array,
  [height, width, channels = 1]: readonly number[],
  { top, left, height: rows, width: columns }: Patch,
  value: number,
): void => {
  for (let image = 0; image < images.length; image += height * width * channels)
    for (let row = top; row < top + rows; row++) {
      const from = image + (row * width + left) * channels;
      images.fill(value, from, from + columns * channels);
    }
};

/**
 * One pass over patches: each is set to background in all images, and an image keeps the change where its P(c|x) rises by more than
 * the rounding of float32. Yields after each patch, and stops on `next(true)`.
 *
 * @param classifier - gives P(c|x)
 * @param state - the images; changed
 * @param patches - which patches, in order
 * @param background - the value of background
 * @returns whether a change was kept and whether it was stopped
 */
export async function* patchPass(
  classifier: Classifier,
  state: BackgroundState,
  patches: readonly Patch[],
  background: number,
): AsyncGenerator<void, PassEnd, boolean> {
  const { targets, values, odds } = state;
  const size = values.length / targets.length;
  let kept = false;
  for (const patch of patches) {
    const tried = values.slice();
    fillPatch(tried, classifier.inputShape, patch, background);
    const found = await classLogOdds(classifier, tried, targets);
    found.forEach((now, i) => {
      if (!(now.logOdds - odds[i].logOdds > now.rounding + odds[i].rounding)) return;
      values.set(tried.subarray(i * size, (i + 1) * size), i * size);
      recordChange(state, i, now, { by: 'patch', patch });
      kept = true;
    });
    if (yield) return { kept, stopped: true };
  }
  return { kept, stopped: false };
}
