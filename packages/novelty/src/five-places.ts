import { InterpError } from '@interp/checks';
import type { Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';

/** How many places there are. */
export const places = 5;

/**
 * Checks that images can be moved by so many pixels.
 *
 * @throws InterpError of that code for images that are no `[height, width, channels]`, or as small as the shift
 */
export const checkShift = (
  { inputShape }: Classifier,
  shift: number,
  code: 'bad-option' | 'bad-file' = 'bad-option',
): void => {
  if (shift === 0) return;
  const [height, width] = inputShape;
  if (inputShape.length !== 3 || Math.min(height, width) <= shift)
    throw new InterpError(
      code,
      `shift is ${shift} and the classifier takes [${inputShape.join(', ')}]; expected images of [height, width, channels] that are larger, or a shift of 0`,
    );
};

/**
 * Images where they are, and moved up, down, to the left and to the right; what comes in at an edge repeats what is there.
 *
 * @param x - `[n, height, width, channels]`; borrowed
 * @param shift - by how many pixels
 * @returns `[5 n, height, width, channels]`, the n images in one place after another; it belongs to the caller
 */
export const inFivePlaces = (x: tf.Tensor4D, shift: number): tf.Tensor4D =>
  tf.tidy(() => {
    const beside: [number, number] = [shift, shift];
    const wide = tf.mirrorPad(x, [[0, 0], beside, beside, [0, 0]], 'symmetric');
    const corners = [
      [shift, shift],
      [0, shift],
      [2 * shift, shift],
      [shift, 0],
      [shift, 2 * shift],
    ];
    return tf.concat(corners.map(([top, left]) => tf.slice4d(wide, [0, top, left, 0], x.shape)));
  });
