import { startBackend } from '@interp/backend';
import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { fgsmTraining, l1, l2, linf, pgdTraining, tradesTraining, type Norm } from '../src/index.js';
import { examples, labels, net, original, size } from './small-network.js';
import { refusal, refused } from '@interp/testing/refusal';

beforeAll(() => startBackend('wasm'));

const makers = { fgsm: fgsmTraining, pgd: pgdTraining, trades: tradesTraining };
const names = Object.keys(makers) as (keyof typeof makers)[];
const norms: readonly Norm[] = [linf, l2, l1];
const lengths = (made: number[][], norm: Norm): number[] => {
  const from = original();
  return made.map((row, i) => norm.length(row.map((value, k) => value - from[i][k])));
};
/** Mean of -log P(y|x), slowly. */
const crossEntropy = (rows: number[][]): number => {
  const logits = tf.tidy(() => net.logits(tf.tensor2d(rows)).arraySync());
  const losses = logits.map((row, i) => Math.log(row.reduce((sum, l) => sum + Math.exp(l), 0)) - row[labels[i]]);
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
};

describe.each(names)('%s', (name) => {
  const make = makers[name];

  test.each(norms)('$name: within the ball of the moment and the bounds, and nothing stays behind', (norm) => {
    const before = tf.memory().numTensors;
    for (const [epochs, radius] of [
      [0, 0],
      [0.5, 0.1],
      [1, 0.2],
      [2, 0.4],
      [5, 0.4],
      [Infinity, 0.4],
    ]) {
      const made = examples(make({ epsilon: 0.4, norm, ramp: 2 }), epochs);
      for (const length of lengths(made, norm)) expect(length).toBeLessThanOrEqual(radius + 1e-6);
      for (const value of made.flat()) expect(Math.abs(value)).toBeLessThanOrEqual(1);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  test('without a ramp the strength is full at once', () => {
    const made = examples(make({ epsilon: 0.3, ramp: 0 }), 0);
    expect(Math.max(...lengths(made, linf))).toBeGreaterThan(0.29);
  });

  test('what it makes is harder than the images and than chance', () => {
    const made = crossEntropy(examples(make({ epsilon: 0.3 })));
    const noise = random(3).uniforms(5 * size, -0.3, 0.3);
    const moved = original().map((row, i) => row.map((v, k) => Math.max(-1, Math.min(1, v + noise[i * size + k]))));
    expect(made).toBeGreaterThan(crossEntropy(original()) + 0.1);
    expect(made).toBeGreaterThan(crossEntropy(moved));
  });

  test('the same stream gives the same examples, another others', () => {
    const training = make({ epsilon: 0.3 });
    expect(examples(training, 3, 1)).toEqual(examples(training, 3, 1));
    expect(examples(training, 3, 1)).not.toEqual(examples(training, 3, 2));
  });

  test('its settings tell it from others', () => {
    const settings = JSON.stringify(make({ epsilon: 0.3 }).settings);
    const others = [
      make({ epsilon: 0.4 }),
      make({ epsilon: 0.3, norm: l2 }),
      make({ epsilon: 0.3, ramp: 1 }),
      make({ epsilon: 0.3, bounds: [0, 1] }),
      make({ epsilon: 0.3, relativeStep: 0.5 }),
    ];
    for (const other of others) expect(JSON.stringify(other.settings)).not.toBe(settings);
  });

  test.each([
    { epsilon: 0 },
    { epsilon: -1 },
    { epsilon: NaN },
    { epsilon: 0.3, ramp: -1 },
    { epsilon: 0.3, relativeStep: 0 },
    { epsilon: 0.3, bounds: [1, 0] as const },
  ])('refuses %j', async (options) => {
    expect(await refusal(() => make(options))).toBe('bad-option');
  });

  test('images out of the bounds are refused with the offending values', async () => {
    const training = make({ epsilon: 0.3, bounds: [0, 1] });
    expect(await refusal(() => examples(training))).toBe('bad-value');
    expect((await refused(() => examples(training))).message).toMatch(/expected 0 to 1/);
  });
});

test.each([{ steps: 0 }, { steps: 1.5 }])('pgd and trades refuse %j', async (options) => {
  for (const make of [pgdTraining, tradesTraining])
    expect(await refusal(() => make({ epsilon: 0.3, ...options }))).toBe('bad-option');
  expect(await refusal(() => tradesTraining({ epsilon: 0.3, beta: -1 }))).toBe('bad-option');
});

test('fgsm: 1.25 ε along the sign of the gradient at a random point, back into the ball', () => {
  const epsilon = 0.2;
  const made = examples(fgsmTraining({ epsilon, bounds: [-3, 3] }));
  const root = random(random(7).integer(2 ** 32));
  const streams = labels.reduce<ReturnType<typeof random>[]>((all) => [...all, root.split()], []);
  original().forEach((row, i) => {
    const start = Array.from(streams[i].uniforms(size, -epsilon, epsilon), (r, k) => row[k] + r);
    const gradient = tf.tidy(() => {
      const loss = (x: tf.Tensor): tf.Scalar => tf.neg(tf.sum(tf.gather(tf.logSoftmax(net.logits(x)), [labels[i]], 1)));
      return Array.from(
        tf
          .grad(loss)(tf.tensor2d([start]))
          .dataSync(),
      );
    });
    row.forEach((value, k) => {
      const r = start[k] - value + 1.25 * epsilon * Math.sign(gradient[k]);
      expect(made[i][k]).toBeCloseTo(value + Math.max(-epsilon, Math.min(epsilon, r)), 5);
    });
  });
});
