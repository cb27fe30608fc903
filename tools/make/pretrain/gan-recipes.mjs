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

/** Networks of a conditional training: the largest of the first ten numbers of a latent code is its digit. */
const classes = 10;

/** Names, as in `pretrained(name)`, with how the two networks are built and what `trainGan()` is given. */
export const ganRecipes = {
  generator: {
    description: "The thesis' fully connected generator, 64 → 256 → 256 → 784, trained on MNIST.",
    notes:
      'The discriminator has a logit for each digit: in training, the largest of the first ten numbers of a latent code says which digit is asked for. The generator is the thesis’ own and takes latent codes from N(0, I) as before.',
    networks: () => [generator({ classes, seed: 1 }), discriminator({ classes, seed: 2 })],
    seeds: { weights: 1, discriminator: 2 },
    training: {
      ...common,
      rate: 0.0003,
      epochs: 40,
      penalty: r1({ gamma: 2 }),
      snapshots: { at: [0, 100, 300, 1000, 3000, 9000, 37480], count: 10 },
    },
  },
  'generator-conv': {
    description: 'A convolutional generator in the manner of DCGAN, trained on MNIST.',
    notes:
      'Dense to 128 and to 7 × 7 × 32, then two transposed convolutions 4 × 4 of stride 2, 32 → 16 → 1 channels; the discriminator has convolutions of 16 and 32 channels and a logit for each digit: in training, the largest of the first ten numbers of a latent code says which digit is asked for.',
    networks: () => [
      convolutionalGenerator({ channels: [32, 16], hidden: [128], classes, seed: 1 }),
      convolutionalDiscriminator({ channels: [16, 32], classes, seed: 2 }),
    ],
    seeds: { weights: 1, discriminator: 2 },
    training: { ...common, rate: 0.0005, epochs: 13, penalty: r1({ gamma: 1 }) },
  },
};
