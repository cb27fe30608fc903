import { startBackend } from '@interp/backend';
import { canWalk, classifier } from '@interp/core';
import { alphaBeta, lrp, ofKind, onWeightedSums, epsilon, signalTakesAll, type LrpRule } from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';
import { type Graph, graphNetwork } from '../src/index.js';
import { plainRun } from '../src/plain-run.js';
import { sortedNodes } from '../src/sorted-nodes.js';
import { graphOf, normals } from './graph-parts.js';

beforeAll(async () => {
  await startBackend('wasm');
});

/** Convolutions with a batch normalisation, a residual sum, channels shuffled, squeeze and excitation, and a head of a computed shape. */
const convolutional = (): Graph => {
  const { node, normal, constant, whole, to } = graphOf([null, 3, 12, 12]);
  const positive = (): string => constant(tf.fill([8], 0.7));
  let y = node('Conv', ['x', normal([8, 3, 3, 3], 0.3), normal([8])], { pads: [1, 1, 1, 1], strides: [2, 2] });
  y = node('BatchNormalization', [y, positive(), normal([8]), normal([8]), positive()]);
  const before = node('Relu', [y]);
  y = node('Conv', [before, normal([8, 1, 3, 3], 0.3)], { pads: [1, 1, 1, 1], group: 8 });
  y = node('Mul', [y, normal([8, 1, 1])]);
  y = node('Add', [y, normal([1, 8, 1, 1])]);
  y = node('Clip', [y, constant(tf.scalar(0)), constant(tf.scalar(6))]);
  y = node('Add', [y, before]);
  y = node('MaxPool', [y], { kernel_shape: [2, 2], strides: [2, 2] });
  y = node('Reshape', [y, whole([-1, 2, 4, 3, 3])]);
  y = node('Transpose', [y], { perm: [0, 2, 1, 3, 4] });
  y = node('Reshape', [y, whole([0, 8, 3, 3])]);
  let squeezed = node('GlobalAveragePool', [y]);
  squeezed = node('Conv', [squeezed, normal([8, 8, 1, 1], 0.5)]);
  y = node('Mul', [y, node('Sigmoid', [squeezed])]);
  const batch = node('Unsqueeze', [node('Gather', [node('Shape', [y]), constant(tf.scalar(0, 'int32'))]), whole([0])]);
  y = node('Reshape', [y, node('Concat', [batch, whole([-1])], { axis: 0 })]);
  y = node('Gemm', [y, normal([5, 72], 0.3), normal([5])], { transB: 1 });
  return to(node('Softmax', [y]));
};

const free = { bounds: [-Infinity, Infinity] as const };
const asPictures = (x: tf.Tensor): tf.Tensor => tf.transpose(x, [0, 2, 3, 1]);

describe('a convolutional graph over NCHW images', () => {
  test('gives what its operations give one by one', () => {
    const graph = convolutional();
    const network = graphNetwork(graph);
    const x = normals([3, 3, 12, 12]);
    const [expected] = plainRun(graph, sortedNodes(graph))([x]);
    const found = Object.values(network.run(x))[0];
    expect(canWalk(network)).toBe(true);
    expect(network.inputs[0]).toMatchObject({ shape: [null, 3, 12, 12], picture: [null, 12, 12, 3] });
    expect(network.outputs[0]).toMatchObject({ shape: [null, 5], scores: 'softmax', probabilities: 'softmax' });
    expect(tf.max(tf.abs(tf.sub(found, expected))).dataSync()[0]).toBeLessThan(1e-6);
  });

  test('folds normalisations and factors into convolutions, and transposes nothing but for the shuffle and the head', () => {
    const { steps } = graphNetwork(convolutional());
    expect(steps.map(({ layer }) => layer.name)).toEqual([
      'Conv 0+BatchNormalization 1',
      'Relu 2',
      'Conv 3+Mul 4+Add 5',
      'Clip 6',
      'Add 7',
      'MaxPool 8',
      'Reshape 9',
      'Reshape 11',
      'Reshape 11',
      'GlobalAveragePool 12',
      'Conv 13',
      'Sigmoid 14',
      'Mul 15',
      'Reshape 20',
      'Reshape 20',
      'Gemm 21',
    ]);
  });

  test('has the gradient of finite differences, also on the tape', () => {
    const c = classifier(graphNetwork(convolutional()), free);
    const x = asPictures(normals([1, 3, 12, 12]));
    const start = tf.tensor2d([[0, 1, 0, -1, 0]]);
    const gradient = c.gradient(x, () => tf.clone(start)).gradient;
    const byTape = tf.grad((given) => tf.sum(tf.mul(c.logits(given), start)))(x);
    expect(tf.max(tf.abs(tf.sub(gradient, byTape))).dataSync()[0]).toBeLessThan(1e-5);
    const score = (given: tf.Tensor): number => tf.sum(tf.mul(c.logits(given), start)).dataSync()[0];
    const direction = normals(x.shape, 5);
    const h = 2e-3;
    const slope = (score(tf.add(x, tf.mul(direction, h))) - score(tf.sub(x, tf.mul(direction, h)))) / (2 * h);
    expect(tf.sum(tf.mul(gradient, direction)).dataSync()[0]).toBeCloseTo(slope, 1);
  });

  test.each<[string, LrpRule]>([
    ['alpha-beta', alphaBeta()],
    ['all to what is gated', (layer, x, r) => (ofKind('product')(layer) ? signalTakesAll() : alphaBeta())(layer, x, r)],
    ['epsilon without biases', onWeightedSums(epsilon({ epsilon: 0 }))],
  ])('conserves relevance: %s', (_, rule) => {
    const c = classifier(graphNetwork(convolutional()), free);
    const { conservationError, scores, totals } = lrp(c, asPictures(normals([2, 3, 12, 12])), {
      rules: rule,
      bias: 'drop',
    });
    for (const error of conservationError) expect(error).toBeLessThan(1e-5);
    scores.forEach((score, i) => expect(Math.abs(score - totals[i])).toBeLessThan(1e-3 * Math.abs(score)));
  });

  test('leaves no tensor behind', () => {
    const network = graphNetwork(convolutional());
    const c = classifier(network, free);
    const x = asPictures(normals([1, 3, 12, 12]));
    tf.dispose(lrp(c, x).relevance);
    const before = tf.memory().numTensors;
    tf.dispose([
      lrp(c, x).relevance,
      c.logits(x),
      c.gradient(x, (logits) => tf.onesLike(logits)),
    ] as tf.TensorContainer);
    expect(tf.memory().numTensors).toBe(before);
  });
});
