import { startBackend } from '@interp/backend';
import { classifier, type Classifier } from '@interp/core';
import { joinInputs, values } from '@interp/targets';
import {
  alphaBeta,
  attnLrp,
  epsilon,
  epsilonPlus,
  gradientTimesInput,
  lrp,
  occlusion,
  type LrpOptions,
} from '@interp/lrp';
import { randomBatch, randomise } from '@interp/testing/small-models';
import { twoByTwo } from '@interp/testing/two-by-two';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';

beforeAll(() => startBackend('wasm'));

const free = { bounds: [-Infinity, Infinity] as const };
const sum = (x: tf.Tensor): number => tf.tidy(() => tf.sum(x).dataSync()[0]);
const worst = (a: tf.Tensor, b: tf.Tensor): number => {
  expect(a.shape).toEqual(b.shape);
  return tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]);
};
const biggest = (x: tf.Tensor): number => tf.tidy(() => tf.max(tf.abs(x)).dataSync()[0]);

const rules: readonly (readonly [string, LrpOptions])[] = [
  ['α2β1', { rules: alphaBeta() }],
  ['ε+', { rules: epsilonPlus({ epsilon: 0 }), bias: 'drop' }],
  ['ε, biases kept', { rules: epsilon({ epsilon: 0.01 }), bias: 'keep' }],
];

/** A class, a value, a sum and a product of values, of two outputs. */
const targets: readonly (readonly [string, (network: Parameters<typeof values>[0]) => Classifier])[] = [
  ['a class', (network) => classifier(network, { ...free, output: 'scores' })],
  ['a value', (network) => values(network, { ...free, output: 'boxes', at: [[1, 2]] })],
  ['a sum', (network) => values(network, { ...free, output: 'boxes', at: [[0, null]], sum: true })],
  [
    'a product',
    (network) =>
      values(network, {
        ...free,
        output: ['scores', 'boxes'],
        of: (scores, boxes) => tf.mul(tf.slice(scores, [0, 0], [-1, 1]), tf.sum(boxes, 2)),
      }),
  ],
];

describe.each([1, 2, 3, 4, 5, 6, 7, 8])('a network of two inputs and two outputs, %i', (seed) => {
  test.each(targets)(
    'relevance of %s is conserved over both inputs together, and the same where one is bound',
    (_, of) => {
      const { model, inputs } = twoByTwo(seed, ['relu', 'tanh', 'sigmoid']);
      tf.tidy(() => {
        const both = joinInputs(model, inputs);
        const net = of(both.network);
        for (const [rule, options] of rules) {
          const found = lrp(net, both.x, { ...options, strict: true, target: 0 });
          const parts = both.split(found.relevance);
          const whole = found.totals.reduce((a, b) => a + b);
          expect(Math.abs(sum(parts['picture']) + sum(parts['facts']) - whole)).toBeLessThan(
            1e-4 * biggest(found.relevance) * 60,
          );
          const isKept = options.bias === 'keep';
          if (!isKept)
            found.scores.forEach((score, i) =>
              expect([rule, Math.abs(found.totals[i] - score) / Math.max(1, biggest(found.relevance)) < 2e-4]).toEqual([
                rule,
                true,
              ]),
            );
          for (const name of ['picture', 'facts'] as const) {
            const one = joinInputs(model, inputs, { explain: [name] });
            const alone = lrp(of(one.network), one.x, { ...options, strict: true, target: 0 });
            const scale = Math.max(1e-3, biggest(parts[name]));
            expect([rule, name, worst(alone.relevance, parts[name]) / scale < 1e-4]).toEqual([rule, name, true]);
          }
        }
      });
      model.dispose();
    },
  );
});

test('relevance of a sum is that of its parts together, and that of one value starts there', () => {
  const net = randomise(
    sequential({
      layers: [
        layers.conv2d({ inputShape: [6, 5, 1], filters: 3, kernelSize: 3, padding: 'same', activation: 'relu' }),
        layers.conv2d({ filters: 2, kernelSize: 1 }),
      ],
    }),
    4,
  );
  tf.tidy(() => {
    const x = randomBatch(net, 2, 5);
    const channel = lrp(values(net, { at: [[null, null, 1]], sum: true }), x, { strict: true });
    const places = Array.from({ length: 30 }, (_, i) => [Math.floor(i / 5), i % 5, 1]);
    const each = values(net, { at: places });
    const parts = places.map((_, target) => lrp(each, x, { target }).relevance);
    expect(worst(channel.relevance, tf.addN(parts)) / biggest(channel.relevance)).toBeLessThan(1e-4);
  });
  net.dispose();
});

test('relevance of a similarity adds up to the cosine where there are no biases', () => {
  const net = randomise(
    sequential({
      layers: [
        layers.dense({ inputShape: [7], units: 9, activation: 'relu', useBias: false }),
        layers.dense({ units: 5, useBias: false }),
      ],
    }),
    4,
  );
  tf.tidy(() => {
    const x = randomBatch(net, 3, 5);
    const embedding = net.predict(randomBatch(net, 1, 9)) as tf.Tensor;
    const own = values(net, { similarTo: embedding });
    for (const [, options] of rules) {
      const { scores, totals } = lrp(own, x, { ...options, strict: true, target: 0 });
      scores.forEach((score, i) =>
        expect(Math.abs(totals[i] - score)).toBeLessThan(options.bias === 'keep' ? 0.05 : 1e-4),
      );
    }
    // A network without biases is linear between its kinks: gradients times inputs of the numerator are the same.
    const of = (y: tf.Tensor): tf.Tensor => tf.matMul(y, embedding, false, true);
    const product = values(net, { of });
    const linear = lrp(product, x, { rules: epsilon({ epsilon: 0 }), target: 0 });
    expect(
      worst(linear.relevance, gradientTimesInput(product, x, { target: 0 }).relevance) / biggest(linear.relevance),
    ).toBeLessThan(1e-4);
  });
  net.dispose();
});

test('of whole numbers, relevance ends at what a table has for them, and sums to that of each number', () => {
  const net = randomise(
    sequential({
      layers: [
        layers.embedding({ inputDim: 7, outputDim: 3, inputLength: 5, name: 'table' }),
        layers.flatten(),
        layers.dense({ units: 6, activation: 'relu' }),
        layers.dense({ units: 2, activation: 'softmax' }),
      ],
    }),
    3,
  );
  tf.tidy(() => {
    const ids = tf.tensor2d([
      [1, 2, 6, 0, 0],
      [3, 3, 1, 5, 2],
    ]);
    const own = classifier(net, { bounds: [0, 6] });
    const tokens = lrp(own, ids, { strict: true });
    expect(tokens.relevance.shape).toEqual([2, 5]);
    tokens.scores.forEach((score, i) => expect(Math.abs(tokens.totals[i] - score)).toBeLessThan(1e-4));
    const { network, x, split } = joinInputs(net, { [net.inputNames[0]]: ids });
    const features = split(lrp(classifier(network, free), x, { strict: true }).relevance)[net.inputNames[0]];
    expect(worst(tf.sum(features, 2), tokens.relevance)).toBeLessThan(1e-5);
    expect(occlusion(own, tf.reshape(ids, [2, 5])).relevance.shape).toEqual([2, 5]);
  });
  net.dispose();
});

test('composites for transformers take values as well', () => {
  const { model, inputs } = twoByTwo(5, ['relu']);
  tf.tidy(() => {
    const { network, x } = joinInputs(model, inputs);
    const options = { ...free, output: 'scores', at: [2] };
    const { ledger } = lrp(values(network, options), x, { rules: attnLrp(), strict: true });
    expect(ledger[0].length).toBeGreaterThan(5);
  });
  model.dispose();
});
