import { checkFields } from '@interp/checks';
import { float32Entry, writeSafetensors } from '@interp/files';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Both networks of a GAN. */
export interface GanNetworks {
  /** Makes images of latent codes. */
  readonly generator: LayersModel;
  /** Tells them from real ones. */
  readonly discriminator: LayersModel;
}

/**
 * Writes the weights of both networks as safetensors, for other programs: `generator.hidden.kernel` is the kernel of the generator's layer
 * `hidden`. `saveModel` of `@interp/files/node` saves a network with its layers.
 *
 * @param networks - generator and discriminator; borrowed
 * @returns the bytes of the file
 *
 * @example
 * ```ts
 * import { readSafetensors } from '@interp/files';
 * import { discriminator, ganToSafetensors, generator } from '@interp/gan';
 *
 * const bytes = ganToSafetensors({ generator: generator({ seed: 1 }), discriminator: discriminator({ seed: 2 }) });
 * console.log([...readSafetensors(bytes).tensors.keys()][0]); // generator.…
 * ```
 */
export const ganToSafetensors = (networks: GanNetworks): Uint8Array => {
  checkFields('the networks', networks, { generator: 'object', discriminator: 'object' });
  const { generator, discriminator } = networks;
  return writeSafetensors(
    Object.entries({ generator, discriminator }).flatMap(([name, model]) =>
      model.layers.flatMap((layer) =>
        layer.weights.map((weight) => {
          const values = weight.read().dataSync<'float32'>();
          const shape = weight.shape as number[];
          return [`${name}.${weight.originalName.replaceAll('/', '.')}`, float32Entry(shape, values)] as const;
        }),
      ),
    ),
  );
};
