import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import fc from 'fast-check';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { classifier } from '@interp/core';
import { alphaBeta, epsilon, flat, gamma, lrp, lrp0, wSquare, zBox, zPlus, type LrpRule } from '@interp/lrp';
import { randomBatch, randomise } from '@interp/testing/small-models';
import {
  slowAlphaBeta,
  slowEpsilon,
  slowFlat,
  slowGamma,
  slowWSquare,
  slowZBox,
  type Policies,
  type Sum,
} from './slow-rules.js';

type Layer = LayersModel['layers'][number];

const image = { inputShape: [5, 4, 2] };
const row = { inputShape: [7, 2] };

const weighted: Record<string, () => Layer> = {
  dense: () => layers.dense({ units: 4, inputShape: [6] }),
  'dense along the last axis': () => layers.dense({ units: 3, ...row }),
  convolution: () => layers.conv2d({ filters: 3, kernelSize: 3, ...image }),
  'convolution, same': () => layers.conv2d({ filters: 2, kernelSize: [2, 3], padding: 'same', ...image }),
  'convolution, strides': () => layers.conv2d({ filters: 2, kernelSize: 2, strides: [2, 1], ...image }),
  'convolution, strides, same': () =>
    layers.conv2d({ filters: 2, kernelSize: 3, strides: 2, padding: 'same', ...image }),
  'convolution, dilation': () => layers.conv2d({ filters: 2, kernelSize: 2, dilationRate: [2, 3], ...image }),
  'convolution, many channels': () => layers.conv2d({ filters: 2, kernelSize: 2, inputShape: [3, 3, 9] }),
  'convolution over a row': () => layers.conv1d({ filters: 3, kernelSize: 3, strides: 2, padding: 'same', ...row }),
  depthwise: () => layers.depthwiseConv2d({ kernelSize: 2, depthMultiplier: 2, ...image }),
  'depthwise, strides, same': () => layers.depthwiseConv2d({ kernelSize: 3, strides: 2, padding: 'same', ...image }),
  'average pooling': () => layers.averagePooling2d({ poolSize: 2, ...image }),
  'average pooling, same': () => layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same', ...image }),
  'average pooling over a row': () => layers.averagePooling1d({ poolSize: 2, ...row }),
  'global average pooling': () => layers.globalAveragePooling2d(image),
};

const rules: Record<string, [LrpRule, (sum: Sum, policies: Policies) => Float64Array]> = {
  lrp0: [lrp0(), (sum, policies) => slowEpsilon(sum, policies, 0)],
  epsilon: [epsilon({ epsilon: 0.3 }), (sum, policies) => slowEpsilon(sum, policies, 0.3)],
  'alpha 2, beta 1': [alphaBeta(), (sum, policies) => slowAlphaBeta(sum, policies, 2, 1)],
  'alpha 2, beta 1, stabilised': [
    alphaBeta({ stabiliser: 0.2 }),
    (sum, policies) => slowAlphaBeta(sum, policies, 2, 1, 0.2),
  ],
  'alpha 1.5, beta 0.5': [alphaBeta({ alpha: 1.5 }), (sum, policies) => slowAlphaBeta(sum, policies, 1.5, 0.5)],
  'z plus': [zPlus(), (sum, policies) => slowAlphaBeta(sum, policies, 1, 0)],
  gamma: [gamma({ gamma: 0.5, stabiliser: 0 }), (sum, policies) => slowGamma(sum, policies, 0.5)],
  'z box': [zBox(), (sum, policies) => slowZBox(sum, policies, -1, 1)],
  'z box, own bounds': [zBox({ low: -2, high: 1.5 }), (sum, policies) => slowZBox(sum, policies, -2, 1.5)],
  'w square': [wSquare(), slowWSquare],
  flat: [flat(), slowFlat],
};

/** The weights and biases of a model of one layer, found from outside: by what it returns for zero and for unit vectors. */
const matrixOf = (net: LayersModel): { w: Float64Array[]; b: Float64Array } => {
  const shape = net.inputs[0].shape.slice(1) as number[];
  const size = shape.reduce((a, b) => a * b, 1);
  const at = (x: tf.Tensor): tf.Tensor => net.predict(x) as tf.Tensor;
  const [bias, units] = tf.tidy<tf.Tensor[]>(() => {
    const atZero = at(tf.zeros([1, ...shape]));
    return [atZero, tf.sub(at(tf.reshape(tf.eye(size), [size, ...shape])), atZero)];
  });
  const outputs = units.shape[1]!;
  const values = units.dataSync<'float32'>();
  const b = Float64Array.from(bias.dataSync<'float32'>());
  tf.dispose([bias, units]);
  const w = Array.from({ length: size }, (_, i) => {
    const weights = Float64Array.from(values.subarray(i * outputs, (i + 1) * outputs));
    return weights.map((v) => (Math.abs(v) < 1e-6 ? 0 : v));
  });
  return { w, b };
};

const ofOne = (layer: Layer): LayersModel => {
  const net = sequential({ layers: [layer] });
  if (net.outputs[0].shape.length > 2) net.add(layers.flatten());
  return net;
};

/** Inputs of one sign, of both, with a background of zeros, and nothing but zeros. */
const batch = (net: LayersModel, seed: number): tf.Tensor =>
  tf.tidy(() => {
    const plain = randomBatch(net, 2, seed);
    const positive = randomBatch(net, 2, seed + 1, 0, 1);
    const sparse = tf.mul(
      randomBatch(net, 2, seed + 2),
      tf.cast(tf.less(randomBatch(net, 2, seed + 3), -0.3), 'float32'),
    );
    return tf.concat([plain, positive, sparse, tf.zerosLike(tf.slice(plain, 0, 1))]);
  });

beforeAll(async () => {
  await tf.setBackend('wasm');
});

const cases = Object.keys(weighted).flatMap((layer) => Object.keys(rules).map((rule) => ({ layer, rule })));

test.each(cases)('$rule through $layer equals its formula', ({ layer, rule }) => {
  const [value, slow] = rules[rule];
  fc.assert(
    fc.property(
      fc.nat(1000),
      fc.constantFrom<Policies['bias']>('drop', 'keep'),
      fc.constantFrom<Policies['emptyBranch']>('conserve', 'paper'),
      (seed, bias, emptyBranch) => {
        const net = randomise(ofOne(weighted[layer]()), seed);
        const { w, b } = matrixOf(net);
        const x = batch(net, seed);
        const n = x.shape[0];
        const targets = Array.from({ length: n }, (_, i) => (seed + i) % b.length);
        const { relevance, scores, ledger } = lrp(classifier(net), x, {
          rules: value,
          target: targets,
          bias,
          emptyBranch,
          strict: true,
        });
        const ours = relevance.dataSync<'float32'>();
        const inputs = x.dataSync<'float32'>();
        const size = w.length;
        for (let image = 0; image < n; image++) {
          const sum: Sum = {
            x: Float64Array.from(inputs.subarray(image * size, (image + 1) * size)),
            w,
            b,
            relevance: b.map((_, j) => (j === targets[image] ? scores[image] : 0)),
          };
          const expected = slow(sum, { bias, emptyBranch });
          const largest = expected.reduce((a, v) => Math.max(a, Math.abs(v)), 1e-3);
          expected.forEach((v, i) => expect(Math.abs(ours[image * size + i] - v) / largest).toBeLessThan(2e-4));
          const out = expected.reduce((a, v) => a + v, 0);
          const row = ledger[image].at(-1)!;
          expect(Math.abs(row.out - out) / largest).toBeLessThan(1e-3);
        }
        tf.dispose([relevance, x]);
        net.dispose();
      },
    ),
    { numRuns: 4, seed: 7 },
  );
});
