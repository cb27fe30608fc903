import { classifier, random } from '@interp/core';
import { float32Entry } from '@interp/files';
import { alphaBeta, any, convolutions, epsilon, epsilonPlus, gradient, lrp, ofType } from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';
import { mobileNetV2 } from '../mobile-net-v2.mjs';
import { torchEntries } from '../torch-entries.mjs';

const size = 224;

/** As Zennit has it, average pooling shares in proportion. */
const alpha2Beta1 = (options) => [
  [ofType('GlobalAveragePooling2D'), epsilon()],
  [any, alphaBeta(options)],
];

/** What each computes, and `checked`, with what options it is compared: in a network as deep as this Zennit's stabiliser is seen. */
const methods = {
  forward: { called: 'forward pass', find: (network, x) => network.logits(x), atMost: 0.9 },
  gradient: { called: 'gradient', find: (network, x) => gradient(network, x).relevance, atMost: 0.8, times: 2.5 },
  plus: {
    called: 'LRP ε-plus',
    peer: 'Zennit',
    find: (network, x, options) => lrp(network, x, { rules: epsilonPlus(), ...options }).relevance,
    checked: {
      emptyBranch: 'paper',
      rules: [[convolutions, alphaBeta({ alpha: 1, stabiliser: 1e-6 })], ...epsilonPlus()],
    },
    atMost: 0.5,
    times: 5,
  },
  lrp: {
    called: 'LRP α2β1',
    peer: 'Zennit',
    find: (network, x, options) => lrp(network, x, { rules: alpha2Beta1(), ...options }).relevance,
    checked: { emptyBranch: 'paper', rules: alpha2Beta1({ stabiliser: 1e-6 }) },
    atMost: 0.5,
    times: 5,
  },
};

/** A batch of images with channels first, as PyTorch has it. */
const channelsFirst = (x) => tf.transpose(x, [0, 3, 1, 2]);

const benchmark = (method, n) => {
  const { called, peer = 'PyTorch', find, checked = {}, atMost, times } = methods[method];
  const forward = `mobile-forward-${n}`;
  return {
    name: `mobile-${method}-${n}`,
    title: `MobileNetV2, 224 × 224 pixels, ${called}, ${n === 1 ? '1 image' : `${n} images`}`,
    module: `mobile_${method}`,
    peer,
    // Passes are recorded from the fourth on.
    repeats: n === 1 ? 4 : 1,
    // A value that is rounded to the other side of a kink of ReLU6 changes the gradient of all pixels below it.
    tolerance: method === 'gradient' ? 0.1 : 1e-3,
    limits: [
      ...(atMost ? [{ than: peer, atMost }] : []),
      ...(times ? [{ than: 'our forward pass', row: forward, atMost: times }] : []),
    ],
    async prepare() {
      const model = mobileNetV2(size);
      const network = classifier(model);
      const x = tf.tensor(random(2).uniforms(n * size * size * 3, -1, 1), [n, size, size, 3]);
      const image = channelsFirst(x);
      const images = float32Entry(image.shape, await image.data());
      image.dispose();
      const valuesOf = async (found) => {
        const values = await found.data();
        found.dispose();
        return values;
      };
      const check = () => {
        const found = tf.tidy(() => {
          const result = find(network, x, checked);
          return result.rank === 4 ? channelsFirst(result) : result;
        });
        return valuesOf(found);
      };
      return {
        inputs: [...torchEntries(model, String), ['images', images]],
        check,
        run: () => valuesOf(find(network, x, {})),
        dispose: () => {
          x.dispose();
          model.dispose();
        },
      };
    },
  };
};

export default [1, 8].flatMap((n) => Object.keys(methods).map((method) => benchmark(method, n)));
