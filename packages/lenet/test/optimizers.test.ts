import { startBackend } from '@interp/backend';
import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { adam, sgd, type Optimizer } from '../src/index.js';
import { refusal } from '@interp/testing/refusal';

beforeAll(async () => {
  await startBackend('wasm');
});

/** What a weight becomes when these gradients come one after the other, straight from the papers. */
const slow: readonly { name: string; optimizer: Optimizer; weight: (gradients: number[], rate: number) => number }[] = [
  {
    name: 'gradient descent',
    optimizer: sgd(),
    weight: (gradients, rate) => gradients.reduce((w, g) => w - rate * g, 1),
  },
  {
    name: 'momentum',
    optimizer: sgd({ momentum: 0.9 }),
    weight: (gradients, rate) => {
      let [w, u] = [1, 0];
      for (const g of gradients) {
        u = 0.9 * u + g;
        w -= rate * u;
      }
      return w;
    },
  },
  {
    name: "Nesterov's momentum",
    optimizer: sgd({ momentum: 0.8, nesterov: true }),
    weight: (gradients, rate) => {
      let [w, u] = [1, 0];
      for (const g of gradients) {
        u = 0.8 * u + g;
        w -= rate * (g + 0.8 * u);
      }
      return w;
    },
  },
  {
    name: 'Adam',
    optimizer: adam({ beta1: 0.8, beta2: 0.95 }),
    weight: (gradients, rate) => {
      let [w, m, v] = [1, 0, 0];
      gradients.forEach((g, i) => {
        m = 0.8 * m + 0.2 * g;
        v = 0.95 * v + 0.05 * g * g;
        const [mean, square] = [m / (1 - 0.8 ** (i + 1)), v / (1 - 0.95 ** (i + 1))];
        w -= (rate * mean) / (Math.sqrt(square) + 1e-8);
      });
      return w;
    },
  },
];

test.each(slow)('$name is the formula of its paper', ({ optimizer, weight }) => {
  const stream = random(4);
  const steps = Array.from({ length: 7 }, () => stream.normals(3));
  const before = tf.memory().numTensors;
  const got = tf.tidy(() => {
    let w: tf.Tensor = tf.ones([3]);
    let slots: readonly tf.Tensor[] = optimizer.slots.map(() => tf.zeros([3]));
    steps.forEach((gradient, i) => {
      const next = optimizer.change(tf.tensor1d(gradient), slots, { rate: 0.1, step: i + 1 });
      w = tf.sub(w, next.change);
      slots = next.slots;
    });
    return w.dataSync();
  });
  got.forEach((value, i) =>
    expect(value).toBeCloseTo(
      weight(
        steps.map((gradient) => gradient[i]),
        0.1,
      ),
      5,
    ),
  );
  expect(tf.memory().numTensors).toBe(before);
});

test.each([
  ['momentum', sgd({ momentum: 0.9 })],
  ['Adam', adam()],
])('%s moves weights of any rank in one pass, to the bits of its separate operations', (_, optimizer) => {
  const stream = random(5);
  for (const shape of [[7], [3, 5], [2, 3, 2, 4]]) {
    const size = shape.reduce((product, length) => product * length, 1);
    const make = (): tf.Tensor => tf.tensor(stream.normals(size), shape);
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      let [one, other] = [make()].flatMap((w) => [w, w]);
      let slots = [optimizer.slots, optimizer.slots].map((names): readonly tf.Tensor[] =>
        names.map(() => tf.zeros(shape)),
      );
      for (let step = 1; step <= 5; step++) {
        const [gradient, at] = [make(), { rate: 0.01, step }];
        const whole = optimizer.update!(one, gradient, slots[0], at)!;
        const parts = optimizer.change(gradient, slots[1], at);
        one = whole.weight;
        other = tf.sub(other, parts.change);
        slots = [whole.slots, parts.slots];
        expect(one.shape).toEqual(shape);
      }
      expect(one.dataSync()).toEqual(other.dataSync());
      slots[0].forEach((slot, i) => {
        expect(slot.shape).toEqual(shape);
        expect(slot.dataSync()).toEqual(slots[1][i].dataSync());
      });
    });
    expect(tf.memory().numTensors).toBe(before);
  }
});

test.each([
  ['momentum 1', () => sgd({ momentum: 1 })],
  ['beta1 -0.1', () => adam({ beta1: -0.1 })],
  ['beta2 1', () => adam({ beta2: 1 })],
  ['epsilon 0', () => adam({ epsilon: 0 })],
])('%s is refused', async (_, make) => {
  expect(await refusal(make)).toBe('bad-option');
});
