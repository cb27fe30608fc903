// Written by tools/make/pretrain.
import type { NoveltyDetectorCard } from '../novelty-detector-card.js';

/** The card of the novelty detector that ships. */
export const noveltyDetectorCard: NoveltyDetectorCard = {
  name: 'novelty-detector',
  description: "Tells MNIST's digits from what is none.",
  network: 'lenet-relu',
  parameters: 304803,
  data: "MNIST's training digits (LeCun, Cortes, Burges), the last 5000 of them for thresholds only; 62000 outliers drawn by code and 30000 made of training digits; no letters, and no pictures of anything",
  seed: 1,
  options: { heldOut: 5000, drawn: 62000, spoilt: 20000, marred: 10000, epochs: 8, hidden: 128 },
  command: 'node tools/make/pretrain/novelty-detector.mjs',
  rate: 0.05,
  measured: [
    { images: 'test digits', n: 10000, rejected: 0.0426, area: 0.5 },
    { images: 'test digits as photographs of them are prepared', n: 10000, rejected: 0.0525, area: 0.5042 },
    { images: 'drawn by code: graph', n: 1000, rejected: 0.92, area: 0.979 },
    { images: 'drawn by code: nib', n: 800, rejected: 0.9313, area: 0.9853 },
    { images: 'drawn by code: stems and arcs', n: 1000, rejected: 0.956, area: 0.9908 },
    { images: 'drawn by code: path', n: 800, rejected: 0.9187, area: 0.9823 },
    { images: 'drawn by code: zigzag', n: 400, rejected: 0.9675, area: 0.9942 },
    { images: 'drawn by code: scribble', n: 400, rejected: 0.9675, area: 0.9897 },
    { images: 'drawn by code: crossings', n: 200, rejected: 1, area: 0.9977 },
    { images: 'drawn by code: outline', n: 400, rejected: 0.82, area: 0.954 },
    { images: 'drawn by code: filled', n: 600, rejected: 0.9933, area: 0.9966 },
    { images: 'drawn by code: dots', n: 200, rejected: 0.995, area: 0.9974 },
    { images: 'drawn by code: noise', n: 400, rejected: 1, area: 0.9991 },
    { images: 'uniform noise', n: 1000, rejected: 1, area: 1 },
    { images: 'a tenth of the pixels white', n: 1000, rejected: 1, area: 1 },
    { images: 'inverted digits', n: 1000, rejected: 1, area: 1 },
    { images: 'digits turned by 90°', n: 1000, rejected: 0.971, area: 0.9945 },
    { images: 'seven-segment images that are no digit', n: 118, rejected: 0.9915, area: 0.9965 },
    { images: 'prototypes of lenet by activation maximisation', n: 100, rejected: 1, area: 0.9995 },
    { images: 'the black image', n: 1, rejected: 1, area: 0.9974 },
    { images: 'the grey image', n: 1, rejected: 1, area: 1 },
    { images: 'the white image', n: 1, rejected: 1, area: 1 },
  ],
  files: [
    {
      name: 'novelty.safetensors',
      bytes: 1260020,
      sha256: '6ef7585d82e7cc4bb5274d86386c6466f81e0700435becd8900d16eca5654a48',
      url: new URL('../../weights/novelty-detector/novelty.safetensors', import.meta.url).href,
    },
  ],
};
