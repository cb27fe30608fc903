// Written by tools/make/pretrain.
import type { RbmCard } from '../rbm-card.js';

/** The card of `rbm-8-thesis`. */
export const rbm8ThesisCard: RbmCard = {
  name: 'rbm-8-thesis',
  description: 'A restricted Boltzmann machine with Gaussian visible units and 8 hidden units, trained on MNIST.',
  variant: 'cho',
  hidden: 8,
  parameters: 7065,
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
  command: 'node tools/make/pretrain/rbm.mjs rbm-8-thesis',
  logDensity: { digits: -350.9421265625, black: -164.2266845703125, grey: -1227.554931640625, white: -5842.9716796875 },
  logZ: { value: 149.07457985491644, low: 149.07457985491644, high: 149.07457985491644, method: 'exact, 2^8 states' },
  logLikelihood: -500.01670641741646,
  baselines: { 'independent pixels': -311.9212140625, 'principal components, 8': -389.330896875 },
  files: [
    {
      name: 'rbm.safetensors',
      bytes: 28596,
      sha256: '0294d3ee427484a01f0e0cad439a126f8b9d8c9c17cffe0be049fe0545f761ba',
      url: new URL('../../weights/rbm-8-thesis/rbm.safetensors', import.meta.url).href,
    },
  ],
};
