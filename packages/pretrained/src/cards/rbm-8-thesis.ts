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
    'rate of logPrecision': '0 times that',
    sigma: 'one for all pixels, 1 at first',
  },
  command: 'node tools/make/pretrain/rbm.mjs rbm-8-thesis',
  logDensity: {
    digits: -56.916568359375,
    black: -25.71936798095703,
    grey: -219.65737915039062,
    white: -1068.500244140625,
  },
  logZ: { value: 744.2246242783878, low: 744.2246242783878, high: 744.2246242783878, method: 'exact, 2^8 states' },
  logLikelihood: -801.1411926377627,
  baselines: { 'independent pixels': -311.9212140625, 'principal components, 8': -389.330896875 },
  files: [
    {
      name: 'rbm.safetensors',
      bytes: 28596,
      sha256: 'ff09f3d360b903f888b503eb49123c872af7ce51263f55fef56b112d14c34cd7',
      url: new URL('../../weights/rbm-8-thesis/rbm.safetensors', import.meta.url).href,
    },
  ],
};
