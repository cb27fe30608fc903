import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import {
  input,
  layers,
  model as functional,
  sequential,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { classifier } from '@interp/core';
import { alphaBeta, epsilon, epsilonPlus, flat, gamma, lrp, lrp0, wSquare, zPlus, type LrpOptions } from '@interp/lrp';
import { unlessSlow } from '@interp/testing/backend-under-test';
import { randomBatch, randomise, smallModels } from '@interp/testing/small-models';
import { fixtures, goldenLenet, goldenSets, tensorOf } from '@interp/testing/goldens';

beforeAll(async () => {
  await tf.setBackend('wasm');
});

describe.each(smallModels)('$name', ({ build }) => {
  test('the default balances at every layer', () => {
    const net = randomise(build(), 4);
    const x = randomBatch(net, 5, 1);
    const before = tf.memory().numTensors;
    const { relevance, ledger, conservationError, scores, totals } = lrp(classifier(net), x, { strict: true });
    relevance.dispose();
    expect(tf.memory().numTensors).toBe(before);
    for (const error of conservationError) expect(error).toBeLessThan(1e-5);
    ledger.forEach((rows, image) => {
      const size = Math.max(...rows.map((row) => Math.abs(row.in)), Math.abs(scores[image]));
      expect(Math.abs(totals[image] - scores[image])).toBeLessThan(1e-3 * Math.max(size, 1));
      for (const row of rows) expect([row.bias, row.stabiliser, row.empty]).toEqual([0, 0, 0]);
    });
  });

  const others: [string, LrpOptions][] = [
    ['alpha-beta, biases kept, as printed', { rules: alphaBeta(), bias: 'keep', emptyBranch: 'paper' }],
    ['z plus, as printed', { rules: zPlus(), emptyBranch: 'paper' }],
    ['epsilon, biases kept', { rules: epsilon({ epsilon: 0.1 }), bias: 'keep' }],
    ['gamma, biases kept', { rules: gamma(), bias: 'keep', emptyBranch: 'paper' }],
    ['w square, biases kept', { rules: wSquare(), bias: 'keep' }],
    ['flat', { rules: flat() }],
    ['epsilon plus', { rules: epsilonPlus({ epsilon: 0.1 }) }],
  ];
  test.each(others)('the ledger of %s accounts for all relevance', (_, options) => {
    const net = randomise(build(), 4);
    const x = randomBatch(net, 3, 1);
    const { relevance } = lrp(classifier(net), x, { ...options, strict: true });
    expect(relevance.shape).toEqual(x.shape);
    relevance.dispose();
  });
});

describe('padding that no convolution takes up', () => {
  const padded = (): LayersModel =>
    randomise(
      sequential({
        layers: [
          layers.conv2d({ filters: 2, kernelSize: 2, inputShape: [4, 4, 1] }),
          layers.zeroPadding2d({
            padding: [
              [1, 0],
              [0, 2],
            ],
          }),
          layers.upSampling2d({}),
          layers.flatten(),
          layers.dense({ units: 3 }),
        ],
      }),
      2,
    );

  test.each([
    ['flat', flat()],
    ['w square', wSquare()],
    ['alpha-beta', alphaBeta()],
  ])('keeps all relevance where empty branches conserve: %s', (_, rules) => {
    const { relevance, scores, totals, ledger } = lrp(classifier(padded()), tf.zeros([2, 4, 4, 1]), { rules });
    relevance.dispose();
    totals.forEach((total, i) => expect(Math.abs(total / scores[i] - 1)).toBeLessThan(1e-5));
    for (const row of ledger.flat()) expect(row.empty).toBe(0);
  });

  test('books what falls on it where the formula is applied as printed', () => {
    const { relevance, ledger } = lrp(classifier(padded()), tf.ones([1, 4, 4, 1]), {
      rules: flat(),
      emptyBranch: 'paper',
      strict: true,
    });
    relevance.dispose();
    const row = ledger[0].find(({ layer }) => layer.startsWith('zero_padding2d'))!;
    expect(row.empty).not.toBe(0);
    expect(row.in).toBeCloseTo(row.out + row.empty, 5);
  });
});

test('an image has the same map whatever batch it comes in', () => {
  const c = classifier(goldenLenet(fixtures.read('model-relu')));
  const x = tensorOf(fixtures.read('classify').tensors.get('images')!);
  const together = lrp(c, x);
  const values = together.relevance.dataSync<'float32'>();
  for (let image = 0; image < x.shape[0]; image++) {
    const alone = lrp(c, tf.slice(x, image, 1));
    const own = values.subarray(image * 784, (image + 1) * 784);
    const size = own.reduce((a, v) => a + Math.abs(v), 0);
    expect(Math.abs(alone.totals[0] - together.totals[image])).toBeLessThan(1e-5 * size);
    alone.relevance.dataSync<'float32'>().forEach((v, i) => expect(Math.abs(v - own[i])).toBeLessThan(1e-5 * size));
  }
  const inParts = lrp(c, x, { batchSize: 3 });
  expect(inParts.ledger.length).toBe(x.shape[0]);
  inParts.totals.forEach((total, i) => expect(total).toBeCloseTo(together.totals[i], 4));
});

test('a sum of branches shares relevance in proportion to what each gave', () => {
  const x = input({ shape: [3] });
  const inner = layers.dense({ units: 3, useBias: false, name: 'inner' });
  const sum = layers.add({ name: 'sum' }).apply([x, inner.apply(x) as SymbolicTensor]) as SymbolicTensor;
  const net = functional({ inputs: x, outputs: sum });
  const w = [
    [1, -2, 0.5],
    [0.3, 1, -1],
    [2, 0.1, 1],
  ];
  inner.setWeights([tf.tensor2d(w)]);
  const v = [0.7, -0.4, 1.2];
  const target = 1;
  const score = v[target] + v.reduce((a, value, i) => a + value * w[i][target], 0);
  const branch = score - v[target];
  const expected = v.map((value, i) => {
    const throughInner = ((value * w[i][target]) / branch) * (branch / score) * score;
    return throughInner + (i === target ? (v[target] / score) * score : 0);
  });
  const { relevance } = lrp(classifier(net, { bounds: [-2, 2] }), tf.tensor2d([v]), { rules: lrp0(), target });
  relevance.dataSync<'float32'>().forEach((r, i) => expect(r).toBeCloseTo(expected[i], 5));
});

test('rows are named after layers, nested and used again', () => {
  const net = randomise(smallModels.find(({ name }) => name === 'nested models')!.build(), 1);
  const { ledger } = lrp(classifier(net), randomBatch(net, 1, 1));
  const [top, below] = [net.layers.at(-1)!.name, net.layers[1].name];
  const names = ledger[0].map(({ layer }) => layer);
  expect(names.at(0)).toMatch(new RegExp(`^${top}/`));
  expect(names.filter((name) => name.startsWith(`${below}/`)).length).toBe(4);
  expect(names.some((name) => name.endsWith('#2'))).toBe(true);
});

test('a thousand explanations leave no tensor behind', () => {
  const net = randomise(
    sequential({
      layers: [layers.dense({ units: 4, activation: 'relu', inputShape: [6] }), layers.dense({ units: 3 })],
    }),
    2,
  );
  const c = classifier(net);
  const x = randomBatch(net, 1, 1);
  lrp(c, x).relevance.dispose();
  const { numTensors, numBytes } = tf.memory();
  for (let i = 0; i < unlessSlow(1000, 40); i++) lrp(c, x).relevance.dispose();
  expect(tf.memory()).toMatchObject({ numTensors, numBytes });
});

test('the model is left as it was', () => {
  const net: LayersModel = randomise(smallModels.find(({ name }) => name === 'residual block')!.build(), 3);
  const x = randomBatch(net, 2, 5);
  const state = (): unknown => [
    net.toJSON(),
    net.getWeights().map((w) => Array.from(w.dataSync())),
    (net.predict(x) as tf.Tensor).arraySync(),
  ];
  const before = state();
  lrp(classifier(net), x);
  expect(state()).toEqual(before);
});

const sets = goldenSets.flatMap((set) => ['sigmoid', 'relu'].map((activation) => ({ set, activation })));
test.each(sets)('the default of the LeNet sums to its score: $set.name $activation', ({ set, activation }) => {
  const { totals, scores, conservationError } = lrp(
    classifier(goldenLenet(set.read(`model-${activation}`))),
    tensorOf(set.read('classify').tensors.get('images')!),
    { strict: true },
  );
  totals.forEach((total, i) => expect(Math.abs(total - scores[i])).toBeLessThan(1e-5 * Math.abs(scores[i])));
  for (const error of conservationError) expect(error).toBeLessThan(1e-5);
});
