import { classifier, random } from '@interp/core';
import { float32Entry } from '@interp/files';
import { alphaBeta, any, epsilon, epsilonPlus, gradient, lrp, ofType } from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';
import { mobileNetV2 } from '../mobile-net-v2.mjs';

const size = 224;

const relevance = (found) => found.relevance;

/** As Zennit has it, average pooling shares in proportion. */
const alpha2Beta1 = [
  [ofType('GlobalAveragePooling2D'), epsilon()],
  [any, alphaBeta()],
];
const methods = {
  forward: { called: 'forward pass', run: (network, x) => network.logits(x) },
  gradient: { called: 'gradient', run: (network, x) => relevance(gradient(network, x)), atMost: 1, times: 2.5 },
  plus: {
    called: 'LRP ε-plus',
    peer: 'Zennit',
    run: (network, x, paper) => relevance(lrp(network, x, { rules: epsilonPlus(), ...paper })),
    atMost: 0.7,
    times: 5,
  },
  lrp: {
    called: 'LRP α2β1',
    peer: 'Zennit',
    run: (network, x, paper) => relevance(lrp(network, x, { rules: alpha2Beta1, ...paper })),
    atMost: 0.7,
    times: 5,
  },
};

/** The kernel of a layer as PyTorch has it. */
const torchKernel = (kernel) => {
  if (kernel.rank === 2) return tf.transpose(kernel);
  const isDepthwise = kernel.shape[3] === 1 && kernel.shape[0] > 1;
  return tf.transpose(kernel, isDepthwise ? [2, 3, 0, 1] : [3, 2, 0, 1]);
};

/** The weights of a model, layer by layer, by the names that the peer expects. */
const weightsOf = (model) =>
  model.layers
    .filter(({ weights }) => weights.length > 0)
    .flatMap(({ weights }, i) => {
      const [kernel, bias] = weights.map((weight) => weight.read());
      const turned = torchKernel(kernel);
      const entries = [
        [`${i}.weight`, float32Entry(turned.shape, turned.dataSync())],
        [`${i}.bias`, float32Entry(bias.shape, bias.dataSync())],
      ];
      turned.dispose();
      return entries;
    });

const benchmark = (method, n) => {
  const { called, peer = 'PyTorch', run, atMost, times } = methods[method];
  const forward = `mobile-forward-${n}`;
  return {
    name: `mobile-${method}-${n}`,
    title: `MobileNetV2, 224 × 224 pixels, ${called}, ${n === 1 ? '1 image' : `${n} images`}`,
    module: `mobile_${method}`,
    peer,
    repeats: 1,
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
      const image = tf.transpose(x, [0, 3, 1, 2]);
      const images = float32Entry(image.shape, await image.data());
      image.dispose();
      const values = async (paper) => {
        const found = run(network, x, paper);
        const data = await found.data();
        found.dispose();
        return data;
      };
      const check = async () => {
        const found = run(network, x, { emptyBranch: 'paper' });
        const turned = found.rank === 4 ? tf.transpose(found, [0, 3, 1, 2]) : tf.clone(found);
        const data = await turned.data();
        tf.dispose([found, turned]);
        return data;
      };
      return {
        inputs: [...weightsOf(model), ['images', images]],
        check,
        run: () => values({}),
        dispose: () => {
          x.dispose();
          model.dispose();
        },
      };
    },
  };
};

export default [1, 8].flatMap((n) => Object.keys(methods).map((method) => benchmark(method, n)));
