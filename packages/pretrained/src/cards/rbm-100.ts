// Written by tools/make/pretrain.
import type { RbmCard } from '../rbm-card.js';

/** The card of `rbm-100`. */
export const rbm100Card: RbmCard = {
  name: 'rbm-100',
  description: 'A restricted Boltzmann machine with Gaussian visible units and 100 hidden units, trained on MNIST.',
  variant: 'cho',
  hidden: 100,
  parameters: 80068,
  data: 'MNIST: its 60000 training digits',
  seeds: { weights: 1, training: 1 },
  options: {
    batch: 64,
    rate: 0.005,
    sigmaFloor: 0.3,
    epochs: 20,
    trainer: 'pcd {"k":1,"chains":64}',
    schedule: 'linear {"from":0.5,"floor":0}',
  },
  command: 'node tools/make/pretrain/rbm.mjs rbm-100',
  logDensity: {
    digits: -16.936811352539063,
    black: 161.79156494140625,
    grey: -2260.634033203125,
    white: -10079.873046875,
  },
  logZ: {
    value: 109.32806784392204,
    low: 106.912337804058,
    high: 111.73954614193441,
    method: 'annealed importance sampling, 3000 temperatures, 100 chains, both ways',
  },
  logLikelihood: -126.26487919646111,
  baselines: { 'independent pixels': -311.9212140625, 'principal components, 100': -37.86541826171875 },
  files: [
    {
      name: 'rbm.safetensors',
      bytes: 320624,
      sha256: '0a1229ac5176420885ae0ee999035623436aa2a796517e46802a1f1d92af0323',
      url: new URL('../../weights/rbm-100/rbm.safetensors', import.meta.url).href,
    },
  ],
};
