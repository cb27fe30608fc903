// Written by tools/make/pretrain.
import type { RbmCard } from '../rbm-card.js';

/** The card of `rbm-binary`. */
export const rbmBinaryCard: RbmCard = {
  name: 'rbm-binary',
  description: 'A restricted Boltzmann machine with binary visible units and 100 hidden units, trained on MNIST.',
  variant: 'binary',
  hidden: 100,
  parameters: 79284,
  data: 'MNIST: its 60000 training digits, each pixel above mid-grey as 1',
  seeds: { weights: 1, training: 1 },
  options: {
    batch: 64,
    rate: 0.02,
    sigmaFloor: 0.3,
    epochs: 10,
    trainer: 'pcd {"k":1,"chains":64}',
    schedule: 'linear {"from":0.5,"floor":0}',
  },
  command: 'node tools/make/pretrain/rbm.mjs rbm-binary',
  logDensity: { digits: 195.30341796875, black: 257.6036682128906, grey: -1306.558837890625, white: -2470.2353515625 },
  logZ: {
    value: 300.1908729867754,
    low: 299.75441291763076,
    high: 300.6235162129574,
    method: 'annealed importance sampling, 3000 temperatures, 100 chains, both ways',
  },
  logLikelihood: -104.88745501802538,
  baselines: { 'independent pixels': -205.84627734375 },
  files: [
    {
      name: 'rbm.safetensors',
      bytes: 317416,
      sha256: '1ea314af9a0ef76cffd86393dc12b166b181852c5cb719e23b7a5b4e807e2acb',
      url: new URL('../../weights/rbm-binary/rbm.safetensors', import.meta.url).href,
    },
  ],
};
