import { useBackend } from '@interp/backend';
import { classifier, random, type AdversarialTraining, type Classifier, type LabelledImages } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import {
  fgsmTraining,
  l1,
  l2,
  linf,
  pgdTraining,
  standardAttacks,
  measureRobustness,
  tradesTraining,
  type Norm,
} from '../src/index.js';
import { divergenceDirection } from '../src/training/divergence-direction.js';
import { tradesLoss } from '../src/training/trades-loss.js';

beforeAll(() => useBackend('wasm'));

const makers = { fgsm: fgsmTraining, pgd: pgdTraining, trades: tradesTraining };
const names = Object.keys(makers) as (keyof typeof makers)[];
const norms: readonly Norm[] = [linf, l2, l1];
const size = 6;
const labels = Int32Array.of(0, 1, 2, 1, 0);

/** A small network with bends, as a function. */
const weights = random(4);
const [first, second] = [weights.normals(size * 8), weights.normals(8 * 3)];
const net: Classifier = classifier(
  (x) =>
    tf.tidy(() =>
      tf.matMul(tf.tanh(tf.matMul(x as tf.Tensor2D, tf.tensor2d(first, [size, 8]))), tf.tensor2d(second, [8, 3])),
    ),
  { inputShape: [size], classes: 3 },
);
const images = (seed = 1): tf.Tensor => tf.tensor(random(seed).uniforms(5 * size, -1, 1), [5, size]);
const examples = (training: AdversarialTraining, epochs = Infinity, seed = 7): number[][] =>
  tf.tidy(() => training.examples(net, images(), labels, { epochs, random: random(seed) }).arraySync() as number[][]);
const original = (): number[][] => tf.tidy(() => images().arraySync() as number[][]);
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

const errorOf = (code: string): Error => expect.objectContaining({ name: 'InterpError', code }) as Error;

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
  ])('refuses %j', (options) => {
    expect(() => make(options)).toThrow(errorOf('bad-option'));
  });

  test('images out of the bounds are refused with the offending values', () => {
    const training = make({ epsilon: 0.3, bounds: [0, 1] });
    expect(() => examples(training)).toThrow(errorOf('bad-value'));
    expect(() => examples(training)).toThrow(/expected 0 to 1/);
  });
});

test.each([{ steps: 0 }, { steps: 1.5 }])('pgd and trades refuse %j', (options) => {
  for (const make of [pgdTraining, tradesTraining])
    expect(() => make({ epsilon: 0.3, ...options })).toThrow(errorOf('bad-option'));
  expect(() => tradesTraining({ epsilon: 0.3, beta: -1 })).toThrow(errorOf('bad-option'));
});

test('fgsm: 1.25 ε along the sign of the slope at a random point, back into the ball', () => {
  const epsilon = 0.2;
  const made = examples(fgsmTraining({ epsilon, bounds: [-3, 3] }));
  const root = random(random(7).integer(2 ** 32));
  const streams = labels.reduce<ReturnType<typeof random>[]>((all) => [...all, root.split()], []);
  original().forEach((row, i) => {
    const start = Array.from(streams[i].uniforms(size, -epsilon, epsilon), (r, k) => row[k] + r);
    const slope = tf.tidy(() => {
      const loss = (x: tf.Tensor): tf.Scalar => tf.neg(tf.sum(tf.gather(tf.logSoftmax(net.logits(x)), [labels[i]], 1)));
      return Array.from(
        tf
          .grad(loss)(tf.tensor2d([start]))
          .dataSync(),
      );
    });
    row.forEach((value, k) => {
      const r = start[k] - value + 1.25 * epsilon * Math.sign(slope[k]);
      expect(made[i][k]).toBeCloseTo(value + Math.max(-epsilon, Math.min(epsilon, r)), 5);
    });
  });
});

describe('TRADES', () => {
  const clean = [
    [2, -1, 0.5],
    [0, 0, 0],
    [-3, 4, 1],
  ];
  const moved = [
    [1, 0, 0.4],
    [0, 0.1, -0.2],
    [-2, 1, 3],
  ];
  const wanted = [
    [1, 0, 0],
    [0, 0, 1],
    [0, 1, 0],
  ];
  const softmax = (row: readonly number[]): number[] => {
    const sum = row.reduce((total, l) => total + Math.exp(l), 0);
    return row.map((l) => Math.exp(l) / sum);
  };
  /** Equation 5 of the paper, term by term. */
  const slowly = (beta: number): number =>
    clean.reduce((sum, row, i) => {
      const [p, q] = [softmax(row), softmax(moved[i])];
      const divergence = p.reduce((kl, value, k) => kl + value * Math.log(value / q[k]), 0);
      return sum - Math.log(p[wanted[i].indexOf(1)]) + beta * divergence;
    }, 0) / clean.length;

  test.each([0, 1, 6])('β = %d: the loss is the formula, its gradient the tape', (beta) => {
    const before = tf.memory().numTensors;
    const logits = tf.tensor2d([...clean, ...moved]);
    const { value, gradient } = tradesLoss(beta)(logits, tf.tensor2d(wanted));
    expect(value.dataSync()[0]).toBeCloseTo(slowly(beta), 5);
    const taped = tf.tidy(() =>
      tf.grad((scores: tf.Tensor) => {
        const [a, b] = tf.split(scores, 2);
        const [logP, logQ] = [tf.logSoftmax(a), tf.logSoftmax(b)];
        const entropies = tf.neg(tf.sum(tf.mul(tf.tensor2d(wanted), logP), 1));
        const divergences = tf.sum(tf.mul(tf.exp(logP), tf.sub(logP, logQ)), 1);
        return tf.mean(tf.add(entropies, tf.mul(divergences, beta)));
      })(logits),
    );
    const found = gradient.dataSync();
    taped.dataSync().forEach((slope, i) => expect(found[i]).toBeCloseTo(slope, 5));
    tf.dispose([logits, value, gradient, taped]);
    expect(tf.memory().numTensors).toBe(before + 1);
  });

  test('the way up the divergence is its derivative by the tape, up to a factor', () => {
    clean.forEach((row, i) => {
      const out = new Float32Array(3);
      divergenceDirection(Float32Array.from(row), Float32Array.from(moved[i]), out);
      const slope = tf.tidy(() => {
        const logP = tf.logSoftmax(tf.tensor1d(row));
        const divergence = (l: tf.Tensor): tf.Scalar =>
          tf.sum(tf.mul(tf.exp(logP), tf.sub(logP, tf.logSoftmax(l as tf.Tensor1D))));
        return Array.from(tf.grad(divergence)(tf.tensor1d(moved[i])).dataSync());
      });
      const factor = Math.max(...slope.map(Math.abs));
      slope.forEach((value, k) => expect(out[k]).toBeCloseTo(value / factor, 4));
    });
  });

  test('it does not vanish where both are sure, nor is it anything where both are the same', () => {
    const out = new Float32Array(3);
    divergenceDirection(Float32Array.of(60, 0, 0), Float32Array.of(59, 0, -1), out);
    expect(out[0]).toBe(-1);
    expect(out[1]).toBeGreaterThan(0.5);
    divergenceDirection(Float32Array.of(1, 2, 3), Float32Array.of(1, 2, 3), out);
    expect(Array.from(out)).toEqual([0, 0, 0]);
  });

  test('its examples raise the divergence, from a start beside the image', () => {
    const [one, many] = [1, 20].map((steps) => examples(tradesTraining({ epsilon: 0.3, steps })));
    const divergence = (rows: number[][]): number =>
      tf.tidy(() => {
        const [logP, logQ] = [original(), rows].map((x) => tf.logSoftmax(net.logits(tf.tensor2d(x))));
        return tf.sum(tf.mul(tf.exp(logP), tf.sub(logP, logQ))).dataSync()[0];
      });
    expect(divergence(one)).toBeGreaterThan(0.05);
    expect(divergence(many)).toBeGreaterThanOrEqual(0.9 * divergence(one));
  });
});

describe('robustness', () => {
  let data: LabelledImages;
  beforeAll(() => {
    data = {
      size: 5,
      inputShape: [size],
      labels: tf.tidy(() => Int32Array.from(tf.argMax(net.logits(images()), 1).dataSync())),
      images: (indices) => tf.tidy(() => tf.gather(images(), tf.tensor1d(Array.from(indices), 'int32'))),
    };
  });

  test('accuracies fall with the strength, and batches change nothing', async () => {
    const before = tf.memory().numTensors;
    const of = (epsilon: number, batch: number) =>
      measureRobustness(net, data, { attacks: standardAttacks(epsilon), batch });
    const [none, some, much] = [await of(0, 5), await of(0.2, 5), await of(1, 5)];
    expect(none).toMatchObject({ n: 5, clean: 1 });
    expect(none.attacks['pgd-40'].accuracy).toBe(1);
    expect(some.attacks['pgd-40'].accuracy).toBeLessThanOrEqual(1);
    expect(much.attacks['pgd-40'].accuracy).toBeLessThan(0.5);
    expect(some.attacks['deepfool'].rhoL2).toBeGreaterThan(0);
    expect((await of(0.2, 2)).attacks['fgsm']).toEqual(some.attacks['fgsm']);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('a wrong label counts as wrong, before and after', async () => {
    const wrong = { ...data, labels: data.labels.map((label, i) => (i === 0 ? (label + 1) % 3 : label)) };
    const { clean, attacks } = await measureRobustness(net, wrong, { attacks: standardAttacks(0), limit: 4 });
    expect(clean).toBe(0.75);
    expect(attacks['fgsm'].accuracy).toBe(0.75);
  });

  test('a slope of zero is masking and no robustness', async () => {
    const flat = classifier(
      (x) => tf.tidy(() => tf.concat2d([tf.add(tf.mul(tf.sum(x, 1, true), 0), 1), tf.zeros([x.shape[0], 2])], 1)),
      { inputShape: [size], classes: 3 },
    );
    const { clean, attacks } = await measureRobustness(
      flat,
      { ...data, labels: new Int32Array(5) },
      { attacks: { fgsm: standardAttacks(0.2)['fgsm'] } },
    );
    expect(clean).toBe(1);
    expect(attacks['fgsm']).toMatchObject({ accuracy: 0, masked: 5 });
  });

  test('stopped: what the finished batches gave, or nothing', async () => {
    const attacks = standardAttacks(0.2);
    const run = (after: number) => {
      const stop = new AbortController();
      return measureRobustness(net, data, {
        attacks,
        batch: 1,
        signal: stop.signal,
        onStep: ({ value }) => {
          if (value.done >= after) stop.abort();
        },
      });
    };
    expect(await run(0)).toMatchObject({ n: 0, clean: null, attacks: { fgsm: { accuracy: null } } });
    expect(await run(2)).toMatchObject({ n: 2, clean: 1 });
  });

  test.each([
    ['bad-option', { attacks: {} }],
    ['bad-option', { attacks: standardAttacks(0.1), limit: 0 }],
    ['bad-option', { attacks: standardAttacks(0.1), batch: 0 }],
  ])('%s for %j', async (code, options) => {
    await expect(measureRobustness(net, data, options)).rejects.toMatchObject({ name: 'InterpError', code });
  });
});
