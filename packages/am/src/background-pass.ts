import type { Classifier } from '@interp/core';
import type { BackgroundStepRecord } from './background-moment.js';
import { certainties, type Certainty } from './certainties.js';
import type { Patch } from './patches.js';

/** How a pass ended. */
export interface PassEnd {
  /** Whether any change was kept. */
  readonly kept: boolean;
  /** Whether somebody wished to stop. */
  readonly stopped: boolean;
}

/** Images to which background is being added, and what came of it so far. */
export interface Series {
  /** The wanted class of each image. */
  readonly targets: readonly number[];
  /** The images one after another, flat. */
  readonly values: Float32Array;
  /** How sure the classifier is of each. */
  readonly sure: Certainty[];
  /** The start and every change kept, of each. */
  readonly histories: readonly BackgroundStepRecord[][];
}

/**
 * Notes a change of an image that was kept.
 *
 * @param series - the images; changed
 * @param i - which image
 * @param sure - how sure the classifier now is of it
 * @param change - what was done
 */
export const noteChange = (
  { sure: all, histories }: Series,
  i: number,
  sure: Certainty,
  change: Pick<BackgroundStepRecord, 'by' | 'patch'>,
): void => {
  const probability = 1 / (1 + Math.exp(-sure.odds));
  all[i] = sure;
  histories[i].push({ probability, objective: probability, ...change });
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
 * float32 can tell apart. Yields after each patch, and takes `true` as the wish to stop.
 *
 * @param classifier - gives P(c|x)
 * @param series - the images; changed
 * @param patches - which patches, in order
 * @param background - what they are set to
 * @returns whether a change was kept and whether it was stopped
 */
export async function* backgroundPass(
  classifier: Classifier,
  series: Series,
  patches: readonly Patch[],
  background: number,
): AsyncGenerator<void, PassEnd, boolean> {
  const { targets, values, sure } = series;
  const size = values.length / targets.length;
  let kept = false;
  for (const patch of patches) {
    const tried = values.slice();
    fillPatch(tried, classifier.inputShape, patch, background);
    const found = await certainties(classifier, tried, targets);
    found.forEach((now, i) => {
      if (!(now.odds - sure[i].odds > now.noise + sure[i].noise)) return;
      values.set(tried.subarray(i * size, (i + 1) * size), i * size);
      noteChange(series, i, now, { by: 'patch', patch });
      kept = true;
    });
    if (yield) return { kept, stopped: true };
  }
  return { kept, stopped: false };
}
