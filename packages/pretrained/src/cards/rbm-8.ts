// Written by tools/make/pretrain.
import type { RbmCard } from '../rbm-card.js';

/** The card of `rbm-8`. */
export const rbm8Card: RbmCard = {
  name: 'rbm-8',
  description: 'A restricted Boltzmann machine with Gaussian visible units and 8 hidden units, trained on MNIST.',
  variant: 'cho',
  hidden: 8,
  parameters: 7848,
  data: 'MNIST: its 60000 training digits',
  seeds: { weights: 1, training: 1 },
  options: {
    batch: 64,
    rate: 0.005,
    sigmaFloor: 0.3,
    epochs: 10,
    trainer: 'pcd {"k":1,"chains":64}',
    schedule: 'linear {"from":0.5,"floor":0}',
  },
  command: 'node tools/make/pretrain/rbm.mjs rbm-8',
  logDensity: { digits: -224.82677265625, black: -80.32696533203125, grey: -2358.7265625, white: -10079.03125 },
  logZ: { value: 34.50662065593727, low: 34.50662065593727, high: 34.50662065593727, method: 'exact, 2^8 states' },
  logLikelihood: -259.33339331218724,
  baselines: { 'independent pixels': -311.9212140625, 'principal components, 8': -389.3612203125 },
  files: [
    {
      name: 'rbm.safetensors',
      bytes: 31728,
      sha256: '93e155ac831311f717228bb899a3a8b2d0432142d47923f5549397a7e0439253',
      url: new URL('../../weights/rbm-8/rbm.safetensors', import.meta.url).href,
    },
  ],
};
