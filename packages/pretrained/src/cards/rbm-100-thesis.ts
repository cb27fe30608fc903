// Written by tools/make/pretrain.
import type { RbmCard } from '../rbm-card.js';

/** The card of `rbm-100-thesis`. */
export const rbm100ThesisCard: RbmCard = {
  name: 'rbm-100-thesis',
  description: 'A restricted Boltzmann machine with Gaussian visible units and 100 hidden units, trained on MNIST.',
  variant: 'cho',
  hidden: 100,
  parameters: 79285,
  data: 'MNIST: its 60000 training digits',
  seeds: { weights: 1, training: 1 },
  options: {
    epochs: 20,
    batch: 100,
    rate: 0.01,
    centre: 'visible',
    sigmaFloor: 0.1,
    trainer: 'cd {"k":1}',
    schedule: 'constant {}',
    'rate of logPrecision': '78.4 times that',
    sigma: 'one for all pixels, 1 at first',
  },
  command: 'node tools/make/pretrain/rbm.mjs rbm-100-thesis',
  logDensity: { digits: 116.6343671875, black: 348.57977294921875, grey: -1584.45849609375, white: -7460.248046875 },
  logZ: {
    value: 594.3335150374421,
    low: 592.6236085911761,
    high: 595.7593372156057,
    method:
      'annealed importance sampling, 3000 temperatures, 100 chains, both ways; the runs forward and back differ by 1.09 nats, more than 1; use more temperatures, or better samples',
  },
  logLikelihood: -477.6991478499421,
  baselines: { 'independent pixels': -311.9212140625, 'principal components, 100': -37.8654369140625 },
  files: [
    {
      name: 'rbm.safetensors',
      bytes: 317484,
      sha256: 'c58ad1d69bb434f5a413e7002fef8e1878f369507784e16337fd2337c4a8666e',
      url: new URL('../../weights/rbm-100-thesis/rbm.safetensors', import.meta.url).href,
    },
  ],
};
