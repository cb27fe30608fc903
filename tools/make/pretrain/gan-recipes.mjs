// How the generators that ship are trained. Everything random follows from the seeds.
import {
  convolutionalDiscriminator,
  convolutionalGenerator,
  discriminator,
  generator,
  nonSaturating,
  r1,
} from '@interp/gan';

const common = { batch: 64, loss: nonSaturating(), rate: 0.0002, beta1: 0.5, beta2: 0.999, average: 0.999, seed: 1 };

/** Names, as in `pretrained(name)`, with how the two networks are built and what `trainGan()` is given. */
export const ganRecipes = {
  generator: {
    description: "The thesis' fully connected generator, 64 → 256 → 256 → 784, trained on MNIST.",
    notes: '',
    networks: () => [generator({ seed: 1 }), discriminator({ seed: 2 })],
    seeds: { weights: 1, discriminator: 2 },
    training: {
      ...common,
      epochs: 20,
      penalty: r1({ gamma: 2 }),
      snapshots: { at: [0, 100, 300, 1000, 3000, 9000, 18740], count: 10 },
    },
  },
  'generator-conv': {
    description: 'A convolutional generator in the manner of DCGAN, trained on MNIST.',
    notes:
      'Dense to 7 × 7 × 32, then two transposed convolutions 4 × 4 of stride 2, 32 → 16 → 1 channels; the discriminator is its mirror. Its strokes are sharper than those of `generator`, but of a hundred samples looked at only some six in ten are digits that one reads at once, and 9 is three times as frequent as 1. `lenet` and `lenet-relu` say the same of 744 of 1,000 samples.',
    networks: () => [
      convolutionalGenerator({ channels: [32, 16], seed: 1 }),
      convolutionalDiscriminator({ channels: [16, 32], seed: 2 }),
    ],
    seeds: { weights: 1, discriminator: 2 },
    training: { ...common, rate: 0.0005, epochs: 8, penalty: r1({ gamma: 0.1 }) },
  },
};
