import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { joinInputs, values } from '@interp/targets';
import { epsilon, lrp } from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';
import { type Graph, graphNetwork } from '../src/index.js';
import { graphOf, normals } from './graph-parts.js';

beforeAll(() => startBackend('wasm'));

const free = { bounds: [-Infinity, Infinity] as const };
const worst = (a: tf.Tensor, b: tf.Tensor): number => {
  expect(a.shape).toEqual(b.shape);
  return tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]);
};

/** A picture with its channels first and the numbers of words: a mask of the picture with its channels first, and classes. */
const pictureAndWords = (): Graph => {
  const { node, normal, constant, to } = graphOf([null, 3, 8, 6]);
  const seen = node('Relu', [node('Conv', ['x', normal([4, 3, 3, 3], 0.3), normal([4], 0.1)], { pads: [1, 1, 1, 1] })]);
  const mask = node('Sigmoid', [node('Conv', [seen, normal([2, 4, 1, 1], 0.5)])]);
  const rows = node('Gather', [normal([9, 5]), 'words']);
  const shown = node('Mul', [
    rows,
    node('Unsqueeze', [node('Cast', ['lit'], { to: 1 }), constant(tf.tensor1d([2], 'int32'))]),
  ]);
  const read = node('ReduceMean', [shown], { axes: [1], keepdims: 0 });
  const pooled = node('Flatten', [node('GlobalAveragePool', [seen])]);
  const both = node('Concat', [pooled, read], { axis: 1 });
  const scores = node('Gemm', [both, normal([3, 9], 0.5), normal([3], 0.1)], { transB: 1 });
  const [picture] = to(mask, scores).inputs;
  return {
    ...to(mask, scores),
    inputs: [
      picture,
      { name: 'words', shape: [null, 4], dtype: 'int32' },
      { name: 'lit', shape: [null, 4], dtype: 'int32' },
    ],
    outputs: [{ name: mask }, { name: scores }],
  };
};

const examples = () => ({
  x: tf.transpose(normals([2, 3, 8, 6]), [0, 2, 3, 1]),
  words: tf.tensor2d(
    [
      [1, 8, 0, 3],
      [2, 2, 5, 7],
    ],
    [2, 4],
    'int32',
  ),
  lit: tf.tensor2d([1, 1, 1, 0, 1, 1, 0, 0], [2, 4], 'int32'),
});

test('a picture and the embeddings of words are explained together, and the relevance of both is the score', () => {
  const network = graphNetwork(pictureAndWords());
  const [mask, scores] = network.outputs.map(({ name }) => name);
  tf.tidy(() => {
    const given = examples();
    const { network: joined, x, split } = joinInputs(network, given);
    const expected = network.run({ ...given, x: tf.transpose(given.x, [0, 3, 1, 2]) });
    const own = classifier(joined, { ...free, output: scores });
    expect(worst(own.logits(x), expected[scores])).toBeLessThan(1e-5);
    expect(worst(joined.run(x)[mask], expected[mask])).toBeLessThan(1e-5);
    const options = { rules: epsilon({ epsilon: 0 }), bias: 'drop', strict: true, target: 1 } as const;
    const found = lrp(own, x, options);
    const parts = split(found.relevance);
    expect(Object.entries(parts).map(([name, part]) => [name, part.shape])).toEqual([
      ['x', [2, 8, 6, 3]],
      ['words', [2, 4, 5]],
    ]);
    found.totals.forEach((total, i) => expect(Math.abs(total - found.scores[i])).toBeLessThan(1e-3));
    // What is hidden has no part in it.
    expect(tf.sum(tf.abs(tf.slice(parts['words'], [0, 3, 0], [1, 1, 5]))).dataSync()[0]).toBe(0);
    const alone = joinInputs(network, given, { explain: ['x'] });
    const map = lrp(classifier(alone.network, { ...free, output: scores }), alone.x, options).relevance;
    expect(worst(map, parts['x'])).toBeLessThan(1e-5);
  });
});

test('places in an output are those of its own order, channels first', () => {
  const network = graphNetwork(pictureAndWords());
  const [mask, scores] = network.outputs.map(({ name }) => name);
  tf.tidy(() => {
    const given = examples();
    const { network: joined, x } = joinInputs(network, given);
    const whole = joined.run(x)[mask];
    expect(whole.shape).toEqual([2, 2, 8, 6]);
    const own = values(joined, { ...free, output: mask, at: [[1, 7, 2], 3] });
    const wanted = tf.concat([tf.reshape(tf.slice(whole, [0, 1, 7, 2], [2, 1, 1, 1]), [2, 1]), tf.reshape(tf.slice(whole, [0, 0, 0, 3], [2, 1, 1, 1]), [2, 1])], 1); // prettier-ignore
    expect(worst(own.logits(x), wanted)).toBeLessThan(1e-6);
    const area = values(joined, { ...free, output: mask, at: [[0, null, null]], sum: true });
    expect(worst(area.logits(x), tf.reshape(tf.sum(tf.slice(whole, [0, 0, 0, 0], [2, 1, 8, 6]), [1, 2, 3]), [2, 1]))).toBeLessThan(1e-4); // prettier-ignore
    const of = (y: tf.Tensor): tf.Tensor => tf.reshape(tf.slice(y, [0, 1, 7, 2], [-1, 1, 1, 1]), [-1, 1]);
    expect(worst(values(joined, { ...free, output: mask, of }).logits(x), tf.slice(wanted, [0, 0], [2, 1]))).toBeLessThan(1e-6); // prettier-ignore
    // The mask needs nothing of the words.
    const names = own.network!.steps.map(({ layer }) => layer.name);
    expect(names.some((name) => name.startsWith('Gemm'))).toBe(false);
    expect(classifier(joined, { ...free, output: scores }).classes).toBe(3);
  });
});

test('an output of one number for each image is one value', () => {
  const { node, normal, to } = graphOf([null, 3, 4]);
  const network = graphNetwork(to(node('ReduceMean', [node('Tanh', [node('MatMul', ['x', normal([4, 2])])])], { axes: [1, 2], keepdims: 0 }))); // prettier-ignore
  expect(network.outputs[0].shape).toEqual([null]);
  tf.tidy(() => {
    const x = normals([2, 3, 4]);
    const expected = network.run(x)[network.outputs[0].name].dataSync();
    for (const options of [{}, { at: [0] }, { sum: true }]) {
      const own = values(network, { ...free, ...options });
      expect(own.logits(x).shape).toEqual([2, 1]);
      expect(worst(own.logits(x), tf.tensor2d(expected, [2, 1]))).toBeLessThan(1e-6);
    }
  });
});

test('switches that are scattered into zeros for each image, as gates of experts are', () => {
  const { node, normal, constant, whole, to } = graphOf([null, 4]);
  const best = node('TopK', [node('Softmax', [node('MatMul', ['x', normal([4, 4])])]), whole([2])], { axis: 1 }, 2);
  const rows = node('Concat', [node('Slice', [node('Shape', ['x'])], { starts: [0], ends: [1] }), whole([4])], { axis: 0 }); // prettier-ignore
  const gates = node('ScatterElements', [node('Expand', [constant(tf.scalar(0)), rows]), `${best}:1`, best], {
    axis: 1,
  });
  const network = graphNetwork(to(node('Mul', ['x', gates])));
  tf.tidy(() => {
    const x = normals([3, 4]);
    const alone = [0, 1, 2].map((i) => Object.values(network.run(tf.slice(x, i, 1)))[0]);
    const together = Object.values(network.run(x))[0];
    expect(worst(together, tf.concat(alone))).toBeLessThan(1e-6);
    expect([...together.dataSync()].filter((value) => value === 0)).toHaveLength(6);
    expect(lrp(classifier(network, free), x).conservationError.every((error) => error < 1e-5)).toBe(true);
  });
});
