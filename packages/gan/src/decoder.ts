import { checkFields, checkNumber, InterpError, list, optionsTable } from '@interp/checks';
import { type Decoder, networkOf } from '@interp/core';
import { applied } from '@interp/tape/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { latentSizeOf, outputRange, shownShape } from './networks/input-and-output.js';

/** Options of {@link decoder}. */
export interface DecoderOptions {
  /**
   * Lowest and highest value of an image. Default the range of the generator's last activation, or [-1, 1] if that is unbounded.
   * If the range is known, images are rescaled to these bounds.
   */
  readonly bounds?: readonly [low: number, high: number];
}

/** Checks and defaults of {@link DecoderOptions}. */
export const decoderOptions = optionsTable<DecoderOptions>()({
  bounds: list<readonly [number, number]>({ length: 2, numbers: true }),
});

/** A decoder from a `tf.LayersModel`. */
export interface GeneratorDecoder extends Decoder {
  /** The generator itself, borrowed; its images lie in its own range. */
  readonly model: LayersModel;
}

/**
 * Makes a `Decoder` from a generator, for activation maximisation with a decoder, {@link sample}
 * and {@link evaluateGan}.
 *
 * @param model - `[n, latentSize]` to images; borrowed
 * @param options - the bounds of the images
 * @returns the decoder; `decode` is differentiable and throws InterpError `bad-shape` for latent codes of another size
 * @throws InterpError `unsupported-model` for a model whose input is no latent code or whose output has an open shape, `bad-option`
 *   for invalid bounds
 *
 * @example
 * ```ts
 * import { decoder, generator, sampleLatent } from '@interp/gan';
 *
 * const digits = decoder(generator({ seed: 1 }));
 * const images = digits.decode(sampleLatent(10, digits.latentSize, 1));
 * console.log(images.shape, digits.bounds); // [ 10, 28, 28, 1 ] [ -1, 1 ]
 * ```
 */
export const decoder = (model: LayersModel, options: DecoderOptions = {}): GeneratorDecoder => {
  checkFields('the generator', model, { inputs: 'list', outputs: 'list' });
  const { bounds } = decoderOptions.withDefaults(options);
  if (model.inputs?.length !== 1 || model.outputs.length !== 1)
    throw new InterpError(
      'unsupported-model',
      `the generator has ${model.inputs?.length ?? 0} inputs and ${model.outputs?.length ?? 0} outputs; expected one of each`,
    );
  const latentSize = latentSizeOf(model);
  const outputShape = model.outputs[0].shape.slice(1);
  if (outputShape.length === 0 || !outputShape.every((size): size is number => typeof size === 'number'))
    throw new InterpError(
      'unsupported-model',
      `the generator's output is ${shownShape(outputShape)}; expected a known shape; give its layers fixed sizes`,
    );
  const own = outputRange(model);
  const [low, high] = bounds ?? own ?? [-1, 1];
  checkNumber('the lower bound', low, {});
  checkNumber('the upper bound', high, { above: low });
  const scale = own ? (high - low) / (own[1] - own[0]) : 1;
  const shift = own ? low - own[0] * scale : 0;
  return {
    model,
    network: networkOf(model),
    latentSize,
    outputShape,
    bounds: [low, high],
    decode: (z) => {
      checkLatent(z, latentSize);
      return tf.tidy(() => {
        const images = applied(model, [z])[0];
        return scale === 1 && shift === 0 ? images : tf.add(tf.mul(images, scale), shift);
      });
    },
  };
};

/** Checks that latent codes have the decoder's latent size. */
const checkLatent = (z: tf.Tensor, latentSize: number): void => {
  if (z.rank === 2 && z.shape[1] === latentSize && z.shape[0] > 0) return;
  throw new InterpError(
    'bad-shape',
    `the latent codes have the shape [${z.shape.join(', ')}]; expected [n, ${latentSize}] with n at least 1; draw them with sampleLatent(n, ${latentSize}, seed)`,
  );
};
