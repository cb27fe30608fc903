import { InterpError, number, optionsTable } from '@interp/checks';
import { checkReturned, concatFloats, randomForImage, sizeOfShape } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';

/** Options of {@link matchedNoise}. */
export interface MatchedNoiseOptions {
  /** The lowest value of an image. Default -1. */
  readonly low?: number;
  /** The highest value of an image. Default 1. */
  readonly high?: number;
  /** Seed of the noise; that of an image depends on the seed and the image, not on its place among others. Default 0. */
  readonly seed?: number;
}

const matchedNoiseOptions = optionsTable<MatchedNoiseOptions>()({
  low: number({ default: -1 }),
  high: number({ default: 1 }),
  seed: number({ integer: true, default: 0 }),
});

/**
 * Images with Gaussian noise in the place of an attack's perturbations: each gets noise as long as its perturbation, in the Euclidean norm and in a random
 * direction. Where that changes no answers, it is the direction of the perturbation that counts and not its length (thesis, 4.2).
 *
 * @param x - images, `[n, ...]`; borrowed
 * @param perturbation - what an attack added to each, of the same shape; borrowed
 * @param options - the bounds that the sums are clipped to, and the seed
 * @returns the images with noise, of the shape of `x`; owned by the caller
 * @throws InterpError `bad-shape` for perturbations of another shape than the images, `bad-value` and `not-finite` for what holds no numbers, `bad-option`
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { matchedNoise } from '@interp/adversarial';
 *
 * const noisy = matchedNoise(tf.zeros([1, 4]), tf.tensor2d([[0.3, 0, 0, 0.4]]), { seed: 1 });
 * console.log(tf.norm(noisy).dataSync()[0].toFixed(3)); // 0.500
 * ```
 */
export const matchedNoise = (x: tf.Tensor, perturbation: tf.Tensor, options: MatchedNoiseOptions = {}): tf.Tensor => {
  const { low, high, seed } = matchedNoiseOptions.withDefaults(options);
  checkReturned('the images', x, undefined, true);
  checkReturned('the perturbations', perturbation, undefined, true);
  const [n, ...shape] = x.shape;
  if (x.shape.join() !== perturbation.shape.join() || shape.length === 0)
    throw new InterpError(
      'bad-shape',
      `the perturbations are [${perturbation.shape.join(', ')}] and the images [${x.shape.join(', ')}]; expected the same shape, [n, ...]`,
    );
  if (high <= low)
    throw new InterpError('bad-option', `low is ${low} and high ${high}; expected the lower bound first`);
  return tf.tidy(() => {
    const [images, size] = [x.dataSync<'float32'>(), sizeOfShape(shape)];
    const drawn = Array.from({ length: n }, (_, i) =>
      randomForImage(seed, images.subarray(i * size, (i + 1) * size)).normals(size),
    );
    const noise = tf.tensor(concatFloats(drawn), x.shape);
    const axes = shape.map((_, i) => i + 1);
    const lengths = (r: tf.Tensor): tf.Tensor => tf.sqrt(tf.sum(tf.square(r), axes, true));
    const matched = tf.mul(noise, tf.div(lengths(perturbation), lengths(noise)));
    return tf.clipByValue(tf.add(x, matched), low, high);
  });
};
