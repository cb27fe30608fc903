// Written by tools/make/pretrain.
import type { ModelCard } from '../card.js';

/** The card of `lenet-thesis`. */
export const lenetThesisCard: ModelCard = {
  name: 'lenet-thesis',
  description: 'The LeNet of the thesis with sigmoid units, trained on MNIST as the thesis tells it.',
  activation: 'sigmoid',
  parameters: 336206,
  data: 'MNIST: 55000 of its training digits; the other 5000 for validation',
  seeds: { weights: 0, training: 0 },
  options: {
    epochs: 20,
    batch: 4,
    rate: 0.001,
    targetAccuracy: 0.955,
    loss: 'cross-entropy',
    optimizer: 'SGD, momentum 0.9',
    'first weights': 'torch',
    schedule: 'constant',
  },
  command: 'node tools/make/pretrain/lenet.mjs lenet-thesis',
  accuracy: 0.9629,
  perClass: [
    0.9887755102040816, 0.9885462555066079, 0.9544573643410853, 0.9712871287128713, 0.9511201629327902,
    0.976457399103139, 0.9582463465553236, 0.9571984435797666, 0.9425051334702259, 0.9385530227948464,
  ],
  loss: 0.13160742192134017,
  calibrationError: 0.018071389962449107,
  validationAccuracy: 0.955,
  files: [
    {
      name: 'model.json',
      bytes: 3487,
      sha256: '7dd4a1c060ab29594a73e04a1a04573e91d928fac8807efeba141fa659ee9ce9',
      url: new URL('../../weights/lenet-thesis/model.json', import.meta.url).href,
    },
    {
      name: 'weights-1942e9683f881e5d.bin',
      bytes: 1344824,
      sha256: '1942e9683f881e5d6ad4d725087ba5dc2c578b4d36a290835ec230b11ed2cad5',
      url: new URL('../../weights/lenet-thesis/weights-1942e9683f881e5d.bin', import.meta.url).href,
    },
  ],
};
