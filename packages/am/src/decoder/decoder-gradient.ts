import { backward, isInterpError, trace, type Decoder, type Rule } from '@interp/core';
import { withFirstMaximum } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';

/**
 * The gradient of a function of decoded images with respect to the latent codes. Called inside `tf.tidy`.
 *
 * @param latents - `[n, latentSize]`; borrowed
 * @param slope - given the images (borrowed), the derivative of the function with respect to them
 * @returns a tensor of the shape of the codes, which belongs to the caller
 */
export type ThroughDecoder = (latents: tf.Tensor, slope: (images: tf.Tensor) => tf.Tensor) => tf.Tensor;

const pullBack: Rule = (layer, _input, arriving) => layer.pullBack(arriving);

const byTape =
  (decoder: Decoder): ThroughDecoder =>
  (latents, slope) => {
    const decode = (z: tf.Tensor): tf.Tensor => decoder.decode(z as tf.Tensor2D);
    const start = slope(decode(latents));
    return withFirstMaximum(() => tf.grad(decode)(latents, start));
  };

const byWalk =
  (model: NonNullable<Decoder['model']>, outputShape: readonly number[]): ThroughDecoder =>
  (latents, slope) => {
    const run = trace(model, latents);
    const start = slope(tf.reshape(run.output, [-1, ...outputShape]));
    return backward(run, tf.reshape(start, run.output.shape), () => pullBack);
  };

/** Whether a walk through the model gives what the decoder gives: it leaves out a final softmax, and not every layer can be walked. */
const walks = ({ model, decode }: Decoder, latents: tf.Tensor): boolean => {
  if (!model) return false;
  try {
    return tf.tidy(() => {
      const walked = tf.reshape(trace(model, latents).output, [-1]);
      const images = tf.reshape(decode(latents as tf.Tensor2D), [-1]);
      return walked.size === images.size && tf.max(tf.abs(tf.sub(walked, images))).dataSync()[0] < 1e-4;
    });
  } catch (error) {
    if (isInterpError(error) && error.code === 'unsupported-layer') return false;
    throw error;
  }
};

/**
 * How gradients get through a decoder: by a walk through the model behind it where that can be, else by the tape.
 *
 * @param decoder - the decoder; borrowed
 * @param latents - codes to try it with, `[n, latentSize]`; borrowed
 * @returns the gradient
 */
export const throughDecoder = (decoder: Decoder, latents: tf.Tensor): ThroughDecoder =>
  decoder.model && walks(decoder, latents) ? byWalk(decoder.model, decoder.outputShape) : byTape(decoder);
