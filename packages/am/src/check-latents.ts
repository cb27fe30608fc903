import { InterpError, type Decoder } from '@interp/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * Checks that a tensor holds latent codes that a decoder can take.
 *
 * @param decoder - says their length
 * @param latents - the codes; borrowed
 * @throws InterpError `bad-shape` for anything but `[n, latentSize]` with n at least 1, `bad-value` for a NaN or an infinity
 */
export const checkLatents = ({ latentSize }: Pick<Decoder, 'latentSize'>, latents: Tensor): void => {
  const shape: readonly number[] = typeof latents === 'object' && Array.isArray(latents?.shape) ? latents.shape : [];
  if (shape.length !== 2 || shape[0] === 0 || shape[1] !== latentSize)
    throw new InterpError(
      'bad-shape',
      `the latent codes have the shape [${shape.join(', ')}]; expected [n, ${latentSize}]; the decoder takes codes of ${latentSize} numbers`,
    );
  const bad = latents.dataSync<'float32'>().findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new InterpError(
      'bad-value',
      `latent code ${Math.floor(bad / latentSize)} holds a number that is not finite; expected finite ones`,
    );
};
