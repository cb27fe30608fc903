import { InterpError, type Decoder } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';

/** How far beyond its bounds the rounding of float32 may take a value. */
const slack = 1e-5;

/**
 * The images of latent codes, checked to be what the decoder says of itself.
 *
 * @param decoder - decodes
 * @param latents - `[n, latentSize]`; borrowed
 * @returns `[n, ...outputShape]`, which belongs to the caller
 * @throws InterpError `bad-shape` for images of another shape, `not-finite` for a NaN or an infinity, `bad-value` for values out of its
 *   bounds
 */
export const decoded = (decoder: Decoder, latents: tf.Tensor2D): tf.Tensor =>
  tf.tidy(() => {
    const { outputShape, bounds } = decoder;
    const [low, high] = bounds;
    const images = decoder.decode(latents);
    const wanted = [latents.shape[0], ...outputShape];
    if (!tf.util.arraysEqual(images.shape, wanted))
      throw new InterpError(
        'bad-shape',
        `the decoder gives [${images.shape.join(', ')}] for ${latents.shape[0]} codes; expected [${wanted.join(', ')}], as its outputShape says`,
      );
    const values = images.dataSync<'float32'>();
    const room = slack * (high - low);
    const bad = values.findIndex((value) => !(value >= low - room && value <= high + room));
    if (bad < 0) return images;
    const image = Math.floor(bad / (values.length / latents.shape[0]));
    if (!Number.isFinite(values[bad]))
      throw new InterpError(
        'not-finite',
        `image ${image} of the decoder holds ${values[bad]}; expected numbers; take other weights`,
      );
    throw new InterpError(
      'bad-value',
      `image ${image} of the decoder holds ${values[bad]}; expected values in [${bounds.join(', ')}], as its bounds say`,
    );
  });
