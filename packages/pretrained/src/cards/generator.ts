// Written by tools/pretrain.
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
    epochs: 2,
    loss: 'non-saturating {"smoothing":0}',
    penalty: 'r1 {"gamma":2}',
  },
  command: 'node tools/pretrain/gan.mjs generator',
  seconds: 174,
  samples: 10000,
  coverage: [0.0446, 0.0633, 0.1249, 0.2444, 0.0758, 0.1119, 0.0364, 0.1377, 0.0507, 0.1103],
  entropy: 2.146147321945994,
  confidence: 0.8554859527513384,
  testConfidence: 0.9934974030375481,
  frechet: 3.0658693440180187,
  frechetFloor: 0.039037162247669954,
  frechetUntrained: 19.132026530423957,
  nearest: { n: 1000, least: 4.784976080791836, median: 10.444849092351706, mean: 10.429992735148542 },
  nearestOfTest: { n: 1000, least: 2.199659286471998, median: 8.808116434136004, mean: 8.477280904747373 },
  files: [
    {
      name: 'model.json',
      bytes: 2246,
      sha256: '3b933a9c20a46244f358c4218c462a76e1319a466d12d7ec45c45571b4f36456',
      url: new URL('../../weights/generator/model.json', import.meta.url).href,
    },
    {
      name: 'weights-099bf5f514e68849.bin',
      bytes: 1135680,
      sha256: '099bf5f514e688496ec761c9a508e51339055d7f41e1b9dee640e86024c3dc4f',
      url: new URL('../../weights/generator/weights-099bf5f514e68849.bin', import.meta.url).href,
    },
  ],
  history: {
    name: 'history.safetensors',
    bytes: 31488,
    sha256: '79cf6bb6bb4af1c00e93f48e36e30bd8057f1ff79d863ebf0c0d80d2f6685fbe',
    url: new URL('../../weights/generator/history.safetensors', import.meta.url).href,
  },
};
