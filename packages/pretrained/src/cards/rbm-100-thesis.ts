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
    'rate of logPrecision': '0 times that',
    sigma: 'one for all pixels, 1 at first',
  },
  command: 'node tools/make/pretrain/rbm.mjs rbm-100-thesis',
  logDensity: { digits: 49.0048046875, black: 84.53907012939453, grey: -148.04727172851562, white: -842.5936279296875 },
  logZ: {
    value: 827.000501028147,
    low: 826.7786552615682,
    high: 827.2202491755254,
    method: 'annealed importance sampling, 3000 temperatures, 100 chains, both ways',
  },
  logLikelihood: -777.995696340647,
  baselines: { 'independent pixels': -311.9212140625, 'principal components, 100': -37.8654369140625 },
  files: [
    {
      name: 'rbm.safetensors',
      bytes: 317484,
      sha256: '1353e5e3064405e71f9a99a5f7b229b56595cccaafc5edd624cc67491c7a50ee',
      url: new URL('../../weights/rbm-100-thesis/rbm.safetensors', import.meta.url).href,
    },
  ],
};
