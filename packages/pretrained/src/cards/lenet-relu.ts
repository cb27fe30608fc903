// Written by tools/make/pretrain.
import type { ModelCard } from '../card.js';

/** The card of `lenet-relu`. */
export const lenetReluCard: ModelCard = {
  name: 'lenet-relu',
  description: 'The LeNet of the thesis with relu units, trained on MNIST.',
  activation: 'relu',
  parameters: 336206,
  data: 'MNIST: 55000 of its training digits; the other 5000 for validation',
  seeds: { weights: 2, training: 2 },
  options: {
    epochs: 6,
    batch: 64,
    rate: 0.003,
    loss: 'cross-entropy',
    optimizer: 'Adam (0.9, 0.999)',
    schedule: 'one-cycle',
    'augment shift': 1.5,
    'augment rotate': 10,
    'augment scale': 0.1,
    'augment shear': 0.1,
  },
  command: 'node tools/make/pretrain/lenet.mjs lenet-relu',
  accuracy: 0.9935,
  perClass: [
    0.9989795918367347, 0.9929515418502203, 0.9932170542635659, 0.997029702970297, 0.9969450101832994,
    0.9899103139013453, 0.9906054279749478, 0.9922178988326849, 0.9948665297741273, 0.9881070366699702,
  ],
  loss: 0.020506404055009968,
  calibrationError: 0.0021717200767501716,
  validationAccuracy: 0.9916,
  files: [
    {
      name: 'model.json',
      bytes: 3475,
      sha256: 'd219812cfd1b42fb4485579c74ec98525cb9e1b64817aa32d736eaa273c36639',
      url: new URL('../../weights/lenet-relu/model.json', import.meta.url).href,
    },
    {
      name: 'weights-ad7bdb7aea5de1c4.bin',
      bytes: 1344824,
      sha256: 'ad7bdb7aea5de1c4e1e3abb80dd0e1f040922844f8a69bb76cea5fcb30d89017',
      url: new URL('../../weights/lenet-relu/weights-ad7bdb7aea5de1c4.bin', import.meta.url).href,
    },
  ],
};
