import { checkList, InterpError } from '@interp/checks';
import type { DriveOptions } from '@interp/core';
import { areFinite } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { logDensity } from '../energy.js';
import type { Rbm } from '../rbm.js';
import { pixelsOfMeans, visibleOfPixels } from '../visible-pixels.js';
import { gibbs, type GibbsOptions, type GibbsSamples } from './gibbs.js';

/** What one chain of Gibbs steps came to. */
export interface ImageChain {
  /** log p* where it starts, in nats. */
  readonly before: number;
  /** log p* after the last step, of the visible units with their noise. */
  readonly after: number;
  /** The fraction of the hidden units that are on after the last step. */
  readonly active: number;
}

/** Samples of an RBM as images, in plain numbers: n images one after the other, pixels from -1 to 1. */
export interface ImageSamples {
  /** Steps done. */
  readonly steps: number;
  /** Where the chains start, as the RBM sees the images. */
  readonly starts: Float32Array;
  /** The means of the visible units after the last step. */
  readonly images: Float32Array;
  /** The visible units after the last step, Gaussian ones with their noise. */
  readonly visible: Float32Array;
  /** The hidden units, 0 or 1. */
  readonly hidden: Float32Array;
  /** What each chain came to. */
  readonly chains: readonly ImageChain[];
}

/**
 * Samples an RBM of images by Gibbs steps, a chain from each image: {@link gibbs} with pixels in and out, for a binary RBM as for a Gaussian
 * one. Figure 2.2 of the thesis has a hundred steps.
 *
 * @param model - the RBM; borrowed
 * @param pixels - images from -1 to 1, one after the other
 * @param options - steps and seed, and `onStep` and `signal` of `drive`
 * @returns starts and samples, with log p* of each
 * @throws InterpError `bad-shape` for no image or a part of one, `bad-option` for pixels that are not finite or fewer than one step,
 *   `not-finite` for samples that are not finite
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { random } from '@interp/core';
 * import { sampleDigits } from '@interp/mnist';
 * import { initialRbm, sampleImages } from '@interp/rbm';
 *
 * await startBackend('wasm');
 * const model = await initialRbm(sampleDigits(), { hidden: 8 });
 * const { images, chains } = await sampleImages(model, random(1).uniforms(2 * 784, -1, 1), { steps: 100 });
 * console.log(images.length, chains[1].before < chains[1].after); // 1568 true
 * model.dispose();
 * ```
 */
export const sampleImages = async (
  model: Rbm,
  pixels: Float32Array,
  options: GibbsOptions & DriveOptions<number> = {},
): Promise<ImageSamples> => {
  checkList('the pixels', pixels, { numbers: true });
  const { visible: size, hidden: units, inputShape } = model;
  const n = pixels.length / size;
  if (n < 1 || !Number.isInteger(n))
    throw new InterpError('bad-shape', `there are ${pixels.length} pixels; expected ${size}, or a multiple of that`);
  const values = visibleOfPixels(model, pixels);
  const start = tf.tensor(values, [n, ...inputShape]);
  let made: GibbsSamples | undefined;
  try {
    made = await gibbs(model, start, options);
    const read = (tensor: tf.Tensor): Float32Array => Float32Array.from(tensor.dataSync<'float32'>());
    const [visible, means, hidden] = [made.visible, made.means, made.hidden].map(read);
    const [before, after] = [start, made.visible].map((v) => tf.tidy(() => read(logDensity(model, v))));
    if (!areFinite(visible) || !areFinite(means))
      throw new InterpError('not-finite', 'a sample is not finite; expected finite numbers; the RBM is of no use');
    return {
      steps: made.steps,
      starts: pixelsOfMeans(model, values),
      images: pixelsOfMeans(model, means),
      visible,
      hidden,
      chains: Array.from(before, (density, i) => ({
        before: density,
        after: after[i],
        active: hidden.subarray(i * units, (i + 1) * units).reduce((sum, state) => sum + state, 0) / units,
      })),
    };
  } finally {
    tf.dispose([start, ...(made ? [made.visible, made.means, made.hidden] : [])]);
  }
};
