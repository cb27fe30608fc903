// How the generators that ship are trained. Everything random follows from the seeds.
import {
  constantRate,
  convolutionalDiscriminator,
  convolutionalGenerator,
  discriminator,
  generator,
  linearRate,
  nonSaturating,
  r1,
} from '@interp/gan';

const common = {
  batch: 64,
  loss: nonSaturating(),
  penalty: r1({ gamma: 1 }),
  schedule: linearRate(),
  beta1: 0.5,
  beta2: 0.999,
  average: 0.9995,
  seed: 1,
};

/** Networks of a conditional training: the largest of the first ten numbers of a latent code is its digit. */
const classes = 10;

/** Names, as in `pretrained(name)`, with how the two networks are built and what `trainGan()` is given, once or in parts that follow one another. */
export const ganRecipes = {
  generator: {
    description: "The thesis' fully connected generator, 64 → 256 → 256 → 784, trained on MNIST.",
    notes:
      'The discriminator, 784 → 512 → 256 → 10, has a logit for each digit: in training, the largest of the first ten numbers of a latent code says which digit is asked for. The generator has the thesis’ layers, sizes and activation functions; its initial weights compare those ten numbers with each other (see `generator` of @interp/gan), so that few of its images lie between two digits.',
    networks: () => [generator({ classes, seed: 1 }), discriminator({ hidden: [512, 256], classes, seed: 2 })],
    seeds: { weights: 1, discriminator: 2 },
    trainings: [
      {
        ...common,
        rate: 0.0004,
        epochs: 60,
        snapshots: { at: [0, 100, 300, 1000, 3000, 9000, 56_220], count: 10 },
      },
    ],
  },
  'generator-conv': {
    description: 'A convolutional generator in the manner of DCGAN, trained on MNIST.',
    notes:
      'Two dense layers with hyperbolic tangents find the largest of the first ten numbers of a latent code, the digit that is asked for (see `convolutionalGenerator` of @interp/gan); then dense to 128 and to 7 × 7 × 32, and two transposed convolutions 4 × 4 of stride 2, 32 → 16 → 1 channels. The discriminator has convolutions of 24 and 48 channels and a logit for each digit.',
    networks: () => [
      convolutionalGenerator({ channels: [32, 16], hidden: [128], classes, seed: 1 }),
      convolutionalDiscriminator({ channels: [24, 48], classes, seed: 2 }),
    ],
    seeds: { weights: 1, discriminator: 2 },
    trainings: [
      { ...common, rate: 0.0005, schedule: constantRate(), epochs: 21 },
      { ...common, rate: 0.0005, penalty: r1({ gamma: 0.1 }), epochs: 24, seed: 2 },
    ],
  },
};
