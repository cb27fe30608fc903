import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { adam, momentum, plain, type AscentOptimizer } from '../src/index.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

const gradients = [
  [0.5, -2, 1e-30, 0],
  [0.1, 1, -3e-30, 0],
  [-0.7, 1, 1e-30, 0],
];

/** The changes that an optimiser makes when it meets the gradients one after another. */
const changes = (optimizer: AscentOptimizer): number[][] =>
  tf.tidy(() => {
    let state = optimizer.start(tf.zeros([1, 4]));
    return gradients.map((gradient, count) => {
      const next = optimizer.step(tf.tensor2d([gradient]), state, count);
      state = next.state;
      return Array.from(next.change.dataSync());
    });
  });

const unit = (g: number[]): number[] => g.map((value) => value / Math.hypot(...g));

const slowAdam = (rate: number, beta1: number, beta2: number): number[][] => {
  const [mean, square] = [new Float64Array(4), new Float64Array(4)];
  return gradients.map((g, t) =>
    g.map((value, i) => {
      mean[i] = beta1 * mean[i] + (1 - beta1) * value;
      square[i] = beta2 * square[i] + (1 - beta2) * value ** 2;
      return (rate * (mean[i] / (1 - beta1 ** (t + 1)))) / (Math.sqrt(square[i] / (1 - beta2 ** (t + 1))) + 1e-8);
    }),
  );
};

const slowMomentum = (rate: number, kept: number, scaled: (g: number[]) => number[]): number[][] => {
  const velocity = [0, 0, 0, 0];
  return gradients.map((g) =>
    scaled(g).map((value, i) => {
      velocity[i] = kept * velocity[i] + value;
      return rate * velocity[i];
    }),
  );
};

test.each<[string, AscentOptimizer, number[][]]>([
  ['plain', plain({ rate: 2 }), gradients.map((g) => g.map((value) => 2 * value))],
  ['plain, normalised', plain({ rate: 2, normalise: true }), gradients.map((g) => unit(g).map((value) => 2 * value))],
  ['momentum', momentum({ rate: 2, momentum: 0.5 }), slowMomentum(2, 0.5, (g) => g)],
  ['momentum, normalised', momentum({ rate: 2, momentum: 0.5, normalise: true }), slowMomentum(2, 0.5, unit)],
  ['adam', adam({ rate: 0.3, beta1: 0.8, beta2: 0.95 }), slowAdam(0.3, 0.8, 0.95)],
])('%s is as its formula says', (_, optimizer, expected) => {
  changes(optimizer).forEach((change, t) => change.forEach((value, i) => expect(value).toBeCloseTo(expected[t][i], 5)));
});

test('a normalised gradient keeps its direction where its squares underflow, and 0 stays 0', () => {
  const [first] = changes(plain({ normalise: true, rate: 1 }));
  expect(first.every(Number.isFinite)).toBe(true);
  const length = (g: number[]): number =>
    tf.tidy(() => tf.norm(plain({ normalise: true, rate: 1 }).step(tf.tensor2d([g]), [], 0).change).dataSync()[0]);
  expect(length([1e-30, -1e-30, 1e-35, 0])).toBeCloseTo(1, 5);
  expect(length([0, 0, 0, 0])).toBe(0);
});
