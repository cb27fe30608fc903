// Written by tools/make/pretrain.
import type { ModelCard } from '../card.js';

/** The card of `lenet-thesis`. */
export const lenetThesisCard: ModelCard = {
  name: 'lenet-thesis',
  description: 'The LeNet of the thesis with sigmoid units, trained on MNIST as the thesis tells it.',
  activation: 'sigmoid',
  parameters: 336206,
  data: 'MNIST: 55000 of its training digits; the other 5000 for validation',
  seeds: { weights: 8, training: 8 },
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
  accuracy: 0.9609,
  perClass: [
    0.9846938775510204, 0.9876651982378855, 0.938953488372093, 0.9683168316831683, 0.9562118126272913,
    0.9674887892376681, 0.9728601252609603, 0.9494163424124513, 0.944558521560575, 0.9375619425173439,
  ],
  loss: 0.13125094155123843,
  calibrationError: 0.0180098008050745,
  validationAccuracy: 0.9572,
  files: [
    {
      name: 'model.json',
      bytes: 3487,
      sha256: '1a0faceecad657d640f46d721db72fe63dbe60c0204b9421748f64bf3cc5dcef',
      url: new URL('../../weights/lenet-thesis/model.json', import.meta.url).href,
    },
    {
      name: 'weights-a73bb6b2752975c2.bin',
      bytes: 1344824,
      sha256: 'a73bb6b2752975c2d8550010ec1beef53b965b803b7e133acf537210f8395577',
      url: new URL('../../weights/lenet-thesis/weights-a73bb6b2752975c2.bin', import.meta.url).href,
    },
  ],
};
