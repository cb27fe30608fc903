import type { ScoreOptions } from '@interp/core';
import { targetClasses } from '@interp/core/internal';
import type { Tensor2D } from '@tensorflow/tfjs-core';

const repeated = (classes: Int32Array, times: number): Int32Array =>
  Int32Array.from({ length: classes.length * times }, (_, i) => classes[Math.floor(i / times)]);

/**
 * The explained classes of a batch, fixed: variants of an image are judged by the class that the image itself has.
 *
 * @param logits - scores of the images, `[n, classes]`; borrowed
 * @param options - what is explained
 * @param times - variants of each image, which follow one another. Default 1
 * @returns the options with one class for each variant
 * @throws InterpError `bad-class`, `bad-option`
 */
export const fixedClasses = (logits: Tensor2D, { target, versus, score }: ScoreOptions, times = 1): ScoreOptions => ({
  target: repeated(targetClasses(logits, target), times),
  ...(versus !== undefined && { versus: repeated(targetClasses(logits, versus), times) }),
  ...(score !== undefined && { score }),
});
