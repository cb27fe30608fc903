// Written by tools/make/pretrain.
import type { GeneratorCard } from '../generator-card.js';

/** The card of `generator-conv`. */
export const generatorConvCard: GeneratorCard = {
  name: 'generator-conv',
  description: 'A convolutional generator in the manner of DCGAN, trained on MNIST.',
  latentSize: 64,
  parameters: 110385,
  data: 'MNIST: its 60000 training digits',
  seeds: { weights: 1, discriminator: 2, training: 1 },
  options: {
    batch: 64,
    rate: 0.0005,
    beta1: 0.5,
    beta2: 0.999,
    average: 0.999,
    epochs: 8,
    loss: 'non-saturating {"smoothing":0}',
    penalty: 'r1 {"gamma":0.1}',
  },
  command: 'node tools/make/pretrain/gan.mjs generator-conv',
  seconds: 830,
  samples: 10000,
  coverage: [0.0847, 0.0558, 0.1012, 0.1131, 0.0598, 0.0947, 0.0781, 0.1343, 0.1118, 0.1665],
  entropy: 2.252320134891102,
  confidence: 0.8776295342326165,
  testConfidence: 0.9934974030375481,
  judges: [],
  frechet: 1.8604487644918848,
  frechetFloor: 0.039037162247669954,
  frechetUntrained: 22.79604303132208,
  nearest: { n: 1000, least: 4.992340324343133, median: 11.611731289533079, mean: 11.508669909318773 },
  nearestOfTest: { n: 1000, least: 2.199659286471998, median: 8.808116434136004, mean: 8.477280904747373 },
  files: [
    {
      name: 'model.json',
      bytes: 2429,
      sha256: '1a7f72f8537ce2c48fe33e48aeea793378d13a25dcf79470f11dc333f00300dd',
      url: new URL('../../weights/generator-conv/model.json', import.meta.url).href,
    },
    {
      name: 'weights-61618069e87b73e9.bin',
      bytes: 441540,
      sha256: '61618069e87b73e91a40eb298bed5c069e8ee0683adbae0784a12588c61a5238',
      url: new URL('../../weights/generator-conv/weights-61618069e87b73e9.bin', import.meta.url).href,
    },
  ],
};
