import { float32Entry } from '@interp/files';
import { discriminator, generator, trainGanSteps } from '@interp/gan';
import * as tf from '@tensorflow/tfjs-core';
import { firstOf } from '../bench-images.mjs';
import { torchEntries } from '../torch-entries.mjs';

const batch = 64;
const options = { batch, average: 0, readEvery: 1, seed: 1 };

const pair = () => [generator({ seed: 1 }), discriminator({ seed: 2 })];

/** A set whose order does not matter: the same image throughout. */
const ofOneImage = (set) => {
  const one = firstOf(set, 1);
  const images = (indices) => tf.tidy(() => tf.tile(one.images([0]), [indices.length, 1, 1, 1]));
  return { size: batch, inputShape: one.inputShape, labels: new Uint8Array(batch), images };
};

/** Makes a generator of constant images, whose latent codes do not matter: what is compared then follows from weights alone. */
const withoutLatent = (model) => {
  const [kernel] = model.layers[0].weights;
  tf.tidy(() => kernel.write(tf.zerosLike(kernel.read())));
  return model;
};

/** Loss and penalty of the discriminator in the first step, on one image, by a generator that sees nothing of its latent codes. */
async function firstLosses(set) {
  const [generatorModel, discriminatorModel] = pair();
  const steps = trainGanSteps(withoutLatent(generatorModel), discriminatorModel, ofOneImage(set), {
    ...options,
    epochs: 2,
  });
  const first = await steps.next(false);
  if (first.done === true) throw new Error('the training ended before its first step');
  const { discriminatorLoss, penalty } = first.value;
  await steps.return(undefined);
  for (const model of [generatorModel, discriminatorModel]) model.dispose();
  return [discriminatorLoss, penalty];
}

export default {
  name: 'gan-step',
  title: 'GAN, one step of discriminator (with R1) and generator, batch 64, Adam',
  module: 'gan_step',
  repeats: 60,
  tolerance: 1e-4,
  atMost: 0.9,
  async prepare({ train: set }) {
    const [generatorModel, discriminatorModel] = pair();
    const weights = Object.entries({ generator: generatorModel, discriminator: discriminatorModel }).flatMap(
      ([name, model]) => torchEntries(model, (i) => `${name}.${2 * i}`),
    );
    const all = set.images(Array.from({ length: set.size }, (_, i) => i));
    const images = float32Entry([set.size, 784], await all.data());
    all.dispose();
    const steps = trainGanSteps(generatorModel, discriminatorModel, set, { ...options, readEvery: 20, epochs: 1000 });
    return {
      inputs: [...weights, ['images', images]],
      check: () => firstLosses(set),
      run: () => steps.next(false),
      dispose: async () => {
        await steps.return(undefined);
        for (const model of [generatorModel, discriminatorModel]) model.dispose();
      },
    };
  },
};
