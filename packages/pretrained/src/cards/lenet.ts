// Written by tools/make/pretrain.
import type { ModelCard } from '../card.js';

/** The card of `lenet`. */
export const lenetCard: ModelCard = {
  name: 'lenet',
  description: 'The LeNet of the thesis with sigmoid units, trained on MNIST.',
  activation: 'sigmoid',
  parameters: 336206,
  data: 'MNIST: 55000 of its training digits; the other 5000 for validation',
  seeds: { weights: 1, training: 1 },
  options: {
    epochs: 14,
    batch: 64,
    rate: 0.01,
    loss: 'cross-entropy',
    optimizer: 'Adam (0.9, 0.999)',
    schedule: 'one-cycle',
    'augment shift': 1.5,
    'augment rotate': 10,
    'augment scale': 0.1,
    'augment shear': 0.1,
  },
  command: 'node tools/make/pretrain/lenet.mjs lenet',
  accuracy: 0.9915,
  perClass: [
    0.9959183673469387, 0.9938325991189427, 0.9932170542635659, 0.997029702970297, 0.994908350305499,
    0.9887892376681614, 0.9853862212943633, 0.9863813229571985, 0.9917864476386037, 0.9871159563924677,
  ],
  loss: 0.02611446097762952,
  calibrationError: 0.0033084172813153457,
  validationAccuracy: 0.991,
  files: [
    {
      name: 'model.json',
      bytes: 3487,
      sha256: '762bc370e687287613008be952bcf8eefb8199aa5f4d28e19a179a684ac14d75',
      url: new URL('../../weights/lenet/model.json', import.meta.url).href,
    },
    {
      name: 'weights-f7427df34e632590.bin',
      bytes: 1344824,
      sha256: 'f7427df34e6325900861d7b542c18778d9979e28af0bb13a9f7b1c78944300e1',
      url: new URL('../../weights/lenet/weights-f7427df34e632590.bin', import.meta.url).href,
    },
  ],
};
