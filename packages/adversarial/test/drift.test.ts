import { startBackend } from '@interp/backend';
import { classifier, random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import {
  attack,
  explanationDrift,
  fgsm,
  measureDrift,
  misclassified,
  rankCorrelation,
  topOverlap,
  type Explain,
} from '../src/index.js';
import { refusal } from '@interp/testing/refusal';

beforeAll(() => startBackend('wasm'));

const net = classifier((x) => tf.matMul(tf.reshape(x, [-1, 4]), tf.tensor2d([1, 0, 0, 1, 1, 0, 0, 1], [4, 2])), {
  inputShape: [2, 2, 1],
  classes: 2,
});
const itself: Explain = (_, x) => tf.clone(x);

describe('rank correlation', () => {
  test.each([
    [[1, 2, 3, 4], [10, 20, 30, 400], 1],
    [[1, 2, 3, 4], [4, 3, 2, 1], -1],
    [[1, 2, 2, 4], [1, 2, 2, 4], 1],
    // Ranks 1 2.5 2.5 4 and 1 2 3 4: 4.5 over the root of 4.5 times 5.
    [[1, 2, 2, 4], [1, 2, 3, 4], 4.5 / Math.sqrt(4.5 * 5)],
    [[1, 1, 1], [1, 2, 3], null],
  ])('%j and %j: %d', (a, b, wanted) => {
    const found = rankCorrelation(a, b);
    if (wanted === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(wanted, 12);
  });

  test('without equal values it is 1 - 6 Σd² / (n³ - n)', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 30 }), fc.integer(), (a, seed) => {
        const b = Array.from(random(seed).permutation(a.length));
        const rank = (values: number[], at: number): number => values.filter((value) => value < values[at]).length;
        const squares = a.reduce((sum, _, i) => sum + (rank(a, i) - rank(b, i)) ** 2, 0);
        expect(rankCorrelation(a, b)).toBeCloseTo(1 - (6 * squares) / (a.length ** 3 - a.length), 9);
      }),
    );
  });
});

test('the share of the largest that both have', () => {
  expect(topOverlap([5, 4, 3, 2], [5, 4, 0, 1], 2)).toBe(1);
  expect(topOverlap([5, 4, 3, 2], [5, 0, 4, 1], 2)).toBe(0.5);
  expect(topOverlap([5, 4, 3, 2], [0, 1, 8, 9], 2)).toBe(0);
  expect(topOverlap([1, 1, 1, 1], [1, 1, 1, 1], 3)).toBe(1);
});

test('an explanation that stays does not drift, one that turns does', async () => {
  const before = tf.memory().numTensors;
  const x = tf.tensor4d([0.1, 0.2, 0.3, 0.4, -0.1, -0.2, 0.9, 0.3], [2, 2, 2, 1]);
  const y = tf.neg(x);
  expect(await explanationDrift(net, x, x, itself)).toMatchObject({ rankCorrelation: 1, topOverlap: 1, cosine: 1 });
  const turned = await explanationDrift(net, x, y, itself, { top: 0.25 });
  expect(turned.rankCorrelation).toBeCloseTo(-1, 12);
  expect(turned.cosine).toBeCloseTo(-1, 6);
  expect(turned.topOverlap).toBe(0);
  expect([turned.before, turned.after]).toEqual([x, y].map((tensor) => tensor.dataSync()));
  tf.dispose([x, y]);
  expect(tf.memory().numTensors).toBe(before);
});

test('both are asked about the class that the image was taken for, or the one that is given', async () => {
  const asked: number[][] = [];
  const explain: Explain = (_, x, classes) => {
    asked.push([...classes]);
    return tf.clone(x);
  };
  const x = tf.tensor4d([0.5, 0, 0, 0, 0, 0.5, 0, 0], [2, 2, 2, 1]);
  const y = tf.neg(x);
  const { items } = await explanationDrift(net, x, y, explain);
  await explanationDrift(net, x, y, explain, { classes: [1, 1] });
  expect(asked).toEqual([
    [0, 1],
    [0, 1],
    [1, 1],
    [1, 1],
  ]);
  expect(items.map((item) => item.class)).toEqual([0, 1]);
});

test('a map that is the same everywhere has no order and no direction, and does not spoil the means', async () => {
  const x = tf.tensor4d([0, 0, 0, 0, 0.1, 0.2, 0.3, 0.4], [2, 2, 2, 1]);
  const { items, rankCorrelation: order, cosine } = await explanationDrift(net, x, x, itself);
  expect(items[0]).toMatchObject({ rankCorrelation: null, cosine: null });
  expect(order).toBe(1);
  expect(cosine).toBeCloseTo(1, 6);
});

test.each<[string, string, () => Promise<unknown>]>([
  [
    'another number of images',
    'bad-shape',
    () => explanationDrift(net, tf.zeros([2, 2, 2, 1]), tf.zeros([1, 2, 2, 1]), itself),
  ],
  [
    'another number of classes',
    'bad-shape',
    () => explanationDrift(net, tf.zeros([2, 2, 2, 1]), tf.zeros([2, 2, 2, 1]), itself, { classes: [0] }),
  ],
  ['an empty batch', 'bad-shape', () => explanationDrift(net, tf.zeros([0, 2, 2, 1]), tf.zeros([0, 2, 2, 1]), itself)],
  [
    'maps of another shape',
    'bad-shape',
    () => explanationDrift(net, tf.zeros([1, 2, 2, 1]), tf.zeros([1, 2, 2, 1]), () => tf.zeros([1, 2])),
  ],
  [
    'a map with a NaN',
    'not-finite',
    () => explanationDrift(net, tf.zeros([1, 2, 2, 1]), tf.zeros([1, 2, 2, 1]), () => tf.fill([1, 2, 2, 1], NaN)),
  ],
  [
    'no top',
    'bad-option',
    () => explanationDrift(net, tf.zeros([1, 2, 2, 1]), tf.zeros([1, 2, 2, 1]), itself, { top: 0 }),
  ],
])('refuses %s: %s', async (_, code, work) => {
  expect(await refusal(() => work())).toBe(code);
});

describe('the drift of many images', () => {
  const values = Array.from({ length: 20 }, (_, i) => Math.sin(3 * i));
  const methods: Readonly<Record<string, Explain>> = { itself, turned: (_, x) => tf.sub(1, x) };
  const labels = [0, 1, undefined, 0, undefined];
  const method = fgsm({ epsilon: 0.3 });
  let x: tf.Tensor;
  beforeEach(() => (x = tf.tensor4d(values, [5, 2, 2, 1])));
  afterEach(() => x.dispose());

  test('is that of the attack and of each method, however they are divided', async () => {
    const attacked = await attack(net, x, method, { criterion: misclassified(labels) });
    const before = tf.memory().numTensors;
    const found = await measureDrift(net, x, method, methods, { labels, top: 0.25, batch: 2 });
    expect(tf.memory().numTensors).toBe(before);
    expect(found.n).toBe(5);
    expect(found.items).toEqual(attacked.items);
    expect(found.adversarial).toEqual(attacked.adversarial.dataSync());
    expect(Object.keys(found.explanations)).toEqual(['itself', 'turned']);
    for (const [name, explain] of Object.entries(methods))
      expect(found.explanations[name]).toEqual(
        await explanationDrift(net, x, attacked.adversarial, explain, { top: 0.25 }),
      );
    tf.dispose([attacked.adversarial, attacked.perturbation]);
  });

  test('keeps the batches that are done where it is stopped', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const { n, items, adversarial, explanations } = await measureDrift(net, x, method, methods, {
      batch: 2,
      signal: controller.signal,
      onStep: ({ step, value }) => {
        seen.push(value.done);
        if (step === 2) controller.abort();
      },
    });
    expect(seen).toEqual([2, 4]);
    expect([n, items.length, adversarial.length, explanations['itself'].items.length]).toEqual([4, 4, 16, 4]);
  });

  test.each([
    ['another number of labels', 'bad-shape', { labels: [1] }, methods],
    ['labels that are no list', 'bad-option', { labels: 3 }, methods],
    ['methods that are none', 'bad-option', {}, { lrp: 'lrp' }],
    ['no methods', 'bad-option', {}, undefined],
  ])('%s: %s', async (_, code, options, explain) => {
    expect(await refusal(() => measureDrift(net, x, method, explain as never, options as never))).toBe(code);
  });
});
