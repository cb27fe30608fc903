// Written by tools/make/pretrain.
import type { ModelCard } from '../card.js';

/** The card of `lenet-robust`. */
export const lenetRobustCard: ModelCard = {
  name: 'lenet-robust',
  description: 'The LeNet of the thesis with sigmoid units, trained on MNIST against attacks.',
  activation: 'sigmoid',
  parameters: 336206,
  data: 'MNIST: 55000 of its training digits; the other 5000 for validation',
  seeds: { weights: 1, training: 1 },
  options: {
    epochs: 9,
    batch: 64,
    rate: 0.003,
    loss: 'cross-entropy',
    optimizer: 'Adam (0.9, 0.999)',
    schedule: 'one-cycle',
    adversarial: 'fgsm',
    'adversarial epsilon': 0.6,
    'adversarial norm': 'linf',
    'adversarial low': -1,
    'adversarial high': 1,
    'adversarial ramp': 2,
    'adversarial relativeStep': 1.25,
  },
  command: 'node tools/make/pretrain/lenet.mjs lenet-robust',
  accuracy: 0.9886,
  perClass: [
    0.9959183673469387, 0.9982378854625551, 0.9941860465116279, 0.9861386138613861, 0.9816700610997964,
    0.984304932735426, 0.9916492693110647, 0.9892996108949417, 0.9845995893223819, 0.9781962338949455,
  ],
  loss: 0.03871603640034362,
  calibrationError: 0.005292685459994692,
  validationAccuracy: 0.9884,
  robustness: { epsilon: 0.6, n: 10000, fgsm: 0.9318, pgd: 0.8963, rhoL2: 0.4747472941164061 },
  files: [
    {
      name: 'model.json',
      bytes: 3487,
      sha256: '0746bda412e93508f3d92a99c3e2f3fb2ee04788dec46b2c37da3f6d3724d971',
      url: new URL('../../weights/lenet-robust/model.json', import.meta.url).href,
    },
    {
      name: 'weights-d3e6b49e7b79e109.bin',
      bytes: 1344824,
      sha256: 'd3e6b49e7b79e1090c2220806119098a1912a7a62791914bc844cda53fc6264a',
      url: new URL('../../weights/lenet-robust/weights-d3e6b49e7b79e109.bin', import.meta.url).href,
    },
  ],
};
