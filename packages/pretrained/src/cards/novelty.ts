// Written by tools/make/pretrain.
import type { NoveltyCard } from '../novelty-card.js';

/** The thresholds of what is no digit, and how well they do. */
export const noveltyCard: NoveltyCard = {
  expert: 'rbm-100',
  data: 'MNIST: thresholds set on the 5000 test digits of even position, measured with the 5000 of odd position',
  command: 'node tools/make/pretrain/novelty.mjs',
  typicality: { usual: -46.67767333984375, threshold: 199.66033935546875, kept: 0.975 },
  energy: {
    lenet: { threshold: -6.720733642578125, kept: 0.975 },
    'lenet-relu': { threshold: -8.381429672241211, kept: 0.975 },
    'lenet-robust': { threshold: -5.141934394836426, kept: 0.975 },
  },
  measured: [
    {
      images: 'test digits',
      n: 5000,
      rejected: { lenet: 0.0488, 'lenet-relu': 0.0526, 'lenet-robust': 0.0502 },
      area: { density: 0.5, typicality: 0.5, lenet: 0.5, 'lenet-relu': 0.5, 'lenet-robust': 0.5 },
    },
    {
      images: 'uniform noise',
      n: 1000,
      rejected: { lenet: 1, 'lenet-relu': 1, 'lenet-robust': 1 },
      area: { density: 1, typicality: 1, lenet: 0.9876, 'lenet-relu': 0.9998, 'lenet-robust': 0.9761 },
    },
    {
      images: 'a tenth of the pixels white',
      n: 1000,
      rejected: { lenet: 1, 'lenet-relu': 1, 'lenet-robust': 1 },
      area: { density: 1, typicality: 1, lenet: 0.9604, 'lenet-relu': 0.9996, 'lenet-robust': 0.9915 },
    },
    {
      images: 'inverted digits',
      n: 1000,
      rejected: { lenet: 1, 'lenet-relu': 1, 'lenet-robust': 1 },
      area: { density: 1, typicality: 1, lenet: 0.9718, 'lenet-relu': 0.9836, 'lenet-robust': 0.9886 },
    },
    {
      images: 'digits turned by 90°',
      n: 1000,
      rejected: { lenet: 0.858, 'lenet-relu': 0.765, 'lenet-robust': 0.87 },
      area: { density: 0.9212, typicality: 0.7753, lenet: 0.9714, 'lenet-relu': 0.9435, 'lenet-robust': 0.9784 },
    },
    {
      images: 'seven-segment images that are no digit',
      n: 118,
      rejected: { lenet: 0.6864, 'lenet-relu': 0.3814, 'lenet-robust': 0.7542 },
      area: { density: 0.6526, typicality: 0.2629, lenet: 0.9536, 'lenet-relu': 0.8959, 'lenet-robust': 0.9688 },
    },
    {
      images: 'prototypes of lenet by activation maximisation',
      n: 100,
      rejected: { lenet: 1, 'lenet-relu': 1, 'lenet-robust': 1 },
      area: { density: 1, typicality: 1, lenet: 0.8302, 'lenet-relu': 1, 'lenet-robust': 0.9869 },
    },
    {
      images: 'the black image',
      n: 1,
      rejected: { lenet: 1, 'lenet-relu': 1, 'lenet-robust': 1 },
      area: { density: 0.0002, typicality: 0.982, lenet: 0.8068, 'lenet-relu': 0.998, 'lenet-robust': 0.9244 },
    },
    {
      images: 'the grey image',
      n: 1,
      rejected: { lenet: 1, 'lenet-relu': 1, 'lenet-robust': 1 },
      area: { density: 1, typicality: 1, lenet: 0.999, 'lenet-relu': 1, 'lenet-robust': 0.9888 },
    },
    {
      images: 'the white image',
      n: 1,
      rejected: { lenet: 1, 'lenet-relu': 1, 'lenet-robust': 1 },
      area: { density: 1, typicality: 1, lenet: 0.9962, 'lenet-relu': 1, 'lenet-robust': 0.998 },
    },
  ],
};
