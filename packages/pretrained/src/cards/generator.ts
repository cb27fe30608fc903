// Written by tools/make/pretrain.
import type { GeneratorCard } from '../generator-card.js';

/** The card of `generator`. */
export const generatorCard: GeneratorCard = {
  name: 'generator',
  description: "The thesis' fully connected generator, 64 → 256 → 256 → 784, trained on MNIST.",
  latentSize: 64,
  parameters: 283920,
  data: 'MNIST: its 60000 training digits',
  seeds: { weights: 1, discriminator: 2, training: 1 },
  options: {
    batch: 64,
    rate: 0.0002,
    beta1: 0.5,
    beta2: 0.999,
    average: 0.999,
    epochs: 20,
    loss: 'non-saturating {"smoothing":0}',
    penalty: 'r1 {"gamma":2}',
  },
  command: 'node tools/make/pretrain/gan.mjs generator',
  seconds: 1578,
  samples: 10000,
  coverage: [0.0858, 0.1045, 0.0915, 0.1494, 0.0751, 0.0885, 0.0853, 0.1224, 0.0882, 0.1093],
  entropy: 2.281770136943951,
  confidence: 0.920494292268157,
  testConfidence: 0.9934974030375481,
  judges: [],
  frechet: 0.6795641530936578,
  frechetFloor: 0.039037162247669954,
  frechetUntrained: 19.132026530423957,
  nearest: { n: 1000, least: 3.10811846470256, median: 10.077915131165911, mean: 9.76894489471461 },
  nearestOfTest: { n: 1000, least: 2.199659286471998, median: 8.808116434136004, mean: 8.477280904747373 },
  files: [
    {
      name: 'model.json',
      bytes: 2246,
      sha256: 'f7ceaedaf8e7c7c22b7f973b13bb467b163126f96180003197a8479f646bc2c3',
      url: new URL('../../weights/generator/model.json', import.meta.url).href,
    },
    {
      name: 'weights-8e9ced89b9d81cd9.bin',
      bytes: 1135680,
      sha256: '8e9ced89b9d81cd945eb48a4d32c77b10d581ed3b982790e3c25b7bc7398ad61',
      url: new URL('../../weights/generator/weights-8e9ced89b9d81cd9.bin', import.meta.url).href,
    },
  ],
  history: {
    name: 'history.safetensors',
    bytes: 55024,
    sha256: '8e75636b0a8778f1ccef1e7de983d9b60ae6c9915ebc01bff78d8097a39b1855',
    url: new URL('../../weights/generator/history.safetensors', import.meta.url).href,
  },
};
