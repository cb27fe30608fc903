import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { engineFor } from '../gradients/engine-for.js';
import type { DiscriminatorGradients, Generated } from '../gradients/engine.js';
import { movingAverage, type MovingAverage } from './moving-average.js';
import type { TrainGanSettings } from './train-options.js';
import { trainedNetwork, type TrainedNetwork } from './trained-network.js';

/** What a step is made of; all tensors are borrowed. */
export interface GanBatch {
  /** Real images for each step of the discriminator, `[n, ...shape]`. */
  readonly real: readonly tf.Tensor[];
  /** As many latent codes for each, `[n, latentSize]`. */
  readonly latent: readonly tf.Tensor2D[];
  /** Numbers from 0 to 1 for each, `[n]`, where the penalty looks at images in between. */
  readonly mixes: readonly tf.Tensor1D[];
}

/** A pair of networks with all that training it takes. */
export interface GanMachine {
  /** The generator with its optimiser. */
  readonly generator: TrainedNetwork;
  /** The discriminator with its optimiser. */
  readonly discriminator: TrainedNetwork;
  /** The generator's moving average. */
  readonly average: MovingAverage;
  /**
   * Some steps of the discriminator and one of the generator.
   *
   * @param batch - images and latent codes
   * @param step - which step it is, from 1
   * @param looks - whether it is also measured how much the images differ
   * @returns `[6]`: the measures in the order of `measureNames`; where it looks `[7]`: how much the generated images differ, as a part of
   *   what the real ones do; the caller's
   */
  step(batch: GanBatch, step: number, looks: boolean): tf.Tensor1D;
  /** Lets slots and average go; the models stay. */
  dispose(): void;
}

/** Standard deviation over the images, averaged over the pixels. */
const spreadOf = (images: tf.Tensor): tf.Tensor => {
  const centred = tf.sub(images, tf.mean(images, 0, true));
  return tf.mean(tf.sqrt(tf.mean(tf.square(centred), 0)));
};

/** Images at random between two, one factor for each pair. */
const mixed = (real: tf.Tensor, fake: tf.Tensor, mixes: tf.Tensor1D): tf.Tensor => {
  const parts = tf.reshape(mixes, [mixes.size, ...real.shape.slice(1).map(() => 1)]);
  return tf.add(fake, tf.mul(parts, tf.sub(real, fake)));
};

/**
 * Prepares a pair for training.
 *
 * @param generator - changed in place
 * @param discriminator - changed in place
 * @param settings - how
 * @returns the machine
 */
export const ganMachine = (
  generator: LayersModel,
  discriminator: LayersModel,
  settings: TrainGanSettings,
): GanMachine => {
  const { rate, discriminatorRate, discriminatorSteps, average: decay } = settings;
  const engine = engineFor(generator, discriminator, settings.loss, settings.penalty);
  const makes = trainedNetwork('generator', generator, settings);
  const judges = trainedNetwork('discriminator', discriminator, settings);
  const average = movingAverage(generator, decay);

  return {
    generator: makes,
    discriminator: judges,
    average,
    step: ({ real, latent, mixes }, step, looks) =>
      tf.tidy(() => {
        let generated!: Generated;
        let looked!: DiscriminatorGradients;
        real.forEach((images, i) => {
          generated = engine.generate(latent[i]);
          const between = mixes[i] && mixed(images, generated.images, mixes[i]);
          looked = engine.discriminate(images, generated.images, between);
          judges.move(looked.gradients, discriminatorRate, (step - 1) * discriminatorSteps + i + 1);
        });
        const asked = engine.persuade(generated);
        makes.move(asked.gradients, rate, step);
        average.follow(step);
        const { loss, penalty, real: good, fake: bad } = looked;
        return tf.stack([
          loss,
          asked.loss,
          penalty,
          tf.mean(good),
          tf.mean(bad),
          tf.mean(tf.cast(tf.greater(good, bad), 'float32')),
          ...(looks ? [tf.div(spreadOf(generated.images), tf.maximum(spreadOf(real.at(-1)!), 1e-6))] : []),
        ]) as tf.Tensor1D;
      }),
    dispose: () => {
      makes.dispose();
      judges.dispose();
      average.dispose();
    },
  };
};
