import { classifier, random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  backgroundAddition,
  backgroundAdditionSteps,
  prototypes,
  type BackgroundOptions,
  type Patch,
  type Prototypes,
} from '../src/index.js';
import { logOdds } from '../src/background/log-odds.js';
import { classes, leaving, shape, size, slowLogits, slowProbability, tiny } from './tiny.js';
import { refusal } from '@interp/testing/refusal';

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

const images = (n: number, seed = 3): tf.Tensor => tf.tensor(random(seed).uniforms(n * size, -1, 1), [n, ...shape]);

const valuesOf = (made: Pick<Prototypes, 'images'>): number[] => {
  const values = Array.from(made.images.dataSync());
  made.images.dispose();
  return values;
};

/** Top, left, height and width of 2×2 patches of an image of 3×4, by hand. */
const rows = [
  [0, 0, 2, 2],
  [0, 2, 2, 2],
  [2, 0, 1, 2],
  [2, 2, 1, 2],
];
const columns = [rows[0], rows[2], rows[1], rows[3]];

/** Background addition, pixel by pixel; `orders` has the patches of each pass. */
const slowly = (x: number[], c: number, orders: number[][][], background: number) => {
  const history = [{ probability: slowProbability(x, c), patch: undefined as number[] | undefined }];
  let image = [...x];
  for (const order of orders) {
    const before = history.length;
    for (const patch of order) {
      const [top, left, height, width] = patch;
      const tried = [...image];
      for (let row = top; row < top + height; row++)
        for (let column = left; column < left + width; column++) tried[row * 4 + column] = background;
      const probability = slowProbability(tried, c);
      if (probability <= slowProbability(image, c) + 1e-9) continue;
      image = tried;
      history.push({ probability, patch });
    }
    if (history.length === before) break;
  }
  return { image, history };
};

const permuted = (seed: number): number[][][] => {
  const stream = random(seed);
  return Array.from({ length: 9 }, () => Array.from(stream.permutation(4), (index) => rows[index]));
};
const again = (order: number[][]): number[][][] => Array.from({ length: 9 }, () => order);

test.each<[string, BackgroundOptions, number[][][], number]>([
  ['rows', {}, again(rows), -1],
  ['one pass', { passes: 1 }, [rows], -1],
  ['columns', { order: 'columns' }, again(columns), -1],
  ['random', { order: 'random', seed: 8 }, permuted(8), -1],
  ['the last row only, backwards', { order: (all) => [all[3], all[2]] }, again([rows[3], rows[2]]), -1],
  ['grey', { background: 0.1 }, again(rows), 0.1],
])('%s: what is kept is what the formula keeps', async (_, options, orders, background) => {
  const start = images(classes);
  const flat = Array.from(start.dataSync());
  const made = await leaving(1, () => backgroundAddition(tiny(), start, { side: 2, ...options }));
  made.items.forEach((item, c) => {
    const slow = slowly(flat.slice(c * size, (c + 1) * size), c, orders, background);
    expect(item.history.map(({ patch }) => patch && [patch.top, patch.left, patch.height, patch.width])).toEqual(
      slow.history.map(({ patch }) => patch),
    );
    item.history.forEach(({ probability, objective, by }, i) => {
      expect(probability).toBeCloseTo(slow.history[i].probability, 5);
      expect([objective, by]).toEqual([probability, i === 0 ? 'start' : 'patch']);
      if (i > 0) expect(probability).toBeGreaterThan(item.history[i - 1].probability);
    });
    expect(item).toMatchObject({ class: c, steps: item.history.length - 1 });
    expect(item.probability).toBe(item.history.at(-1)?.probability);
    const found = Array.from(made.images.dataSync()).slice(c * size, (c + 1) * size);
    slow.image.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 6));
  });
  expect(made.items.some(({ steps }) => steps > 0)).toBe(true);
  tf.dispose([start, made.images]);
});

test('where no change is kept any more, another run keeps none', async () => {
  const first = await backgroundAddition(tiny(), 'blank', { side: 1 });
  expect(first.items.every(({ steps }) => steps > 0)).toBe(true);
  const second = await backgroundAddition(tiny(), first.images, { side: 1 });
  expect(second.items.map(({ steps }) => steps)).toEqual([0, 0, 0]);
  expect(valuesOf(second)).toEqual(valuesOf(first));
});

test('an image is treated the same alone and among others', async () => {
  const start = images(4);
  const all = await backgroundAddition(tiny(), start, { side: 2, classes: [1] });
  const last = tf.slice(start, 3, 1);
  const alone = await backgroundAddition(tiny(), last, { side: 2, classes: [1] });
  expect(valuesOf(all).slice(3 * size)).toEqual(valuesOf(alone));
  tf.dispose([start, last]);
});

test.each([[[4, 3]], [[4, 3, 2]]])('a patch of images of shape %j is set in all channels', async (inputShape) => {
  const values = inputShape.reduce((a, b) => a * b);
  const signs = Array.from({ length: values }, () => [1, -1]);
  const sums = classifier((x) => tf.matMul(tf.reshape(x, [-1, values]), tf.tensor2d(signs)), {
    inputShape,
    classes: 2,
  });
  const made = await backgroundAddition(sums, 'blank', { classes: [1], side: 3 });
  const patches = made.items[0].history.map(({ patch }) => patch).slice(1) as Patch[];
  expect(patches).toEqual([
    { top: 0, left: 0, height: 3, width: 3 },
    { top: 3, left: 0, height: 1, width: 3 },
  ]);
  expect(valuesOf(made)).toEqual(Array.from({ length: values }, () => -1));
});

test('taking turns is activation maximisation from there, and background again', async () => {
  const start = images(classes);
  const ascent = { steps: 4, lambda: 0.01 };
  const made = await leaving(1, () => backgroundAddition(tiny(), start, { side: 2, alternate: 2, ascent }));
  let now = await backgroundAddition(tiny(), start, { side: 2 });
  const counts = [now.items.map(({ steps }) => steps)];
  for (let round = 0; round < 2; round++) {
    const ascended = await prototypes(tiny(), { ...ascent, start: now.images });
    now.images.dispose();
    now = await backgroundAddition(tiny(), ascended.images, { side: 2 });
    counts.push(now.items.map(({ steps }) => steps));
    ascended.images.dispose();
  }
  expect(valuesOf(made)).toEqual(valuesOf(now));
  made.items.forEach(({ history }, c) => {
    const patches = (round: number): string[] => Array.from({ length: counts[round][c] }, () => 'patch');
    const expected = ['start', ...patches(0), 'ascent', ...patches(1), 'ascent', ...patches(2)];
    expect(history.map(({ by }) => by)).toEqual(expected);
  });
  start.dispose();
});

test('rounding is no rise, and where P ends at 1 its odds still tell', async () => {
  const stream = random(1);
  const rustling = classifier(
    (x) => tf.add<tf.Tensor2D>(tf.mul(tf.zeros([x.shape[0], 2]), x.shape[0]), stream.uniforms(2, 9, 9.000004)),
    { inputShape: [6, 6, 1], classes: 2 },
  );
  const still = await backgroundAddition(rustling, 'blank', { side: 1, classes: [0, 1, 0] });
  expect(still.items.map(({ steps }) => steps)).toEqual([0, 0, 0]);
  const sure = classifier(
    (x) => tf.concat2d([tf.mul(tf.sum(tf.reshape(x, [-1, 4]), 1, true), -60), tf.zeros([x.shape[0], 1])], 1),
    {
      inputShape: [2, 2, 1],
      classes: 2,
    },
  );
  const black = await backgroundAddition(sure, 'blank', { side: 1, classes: [0] });
  expect(black.items[0]).toMatchObject({ probability: 1, steps: 4 });
  tf.dispose([still.images, black.images]);
});

test('log-odds are those of the softmax, without overflow', () => {
  const x = random(2).uniforms(size, -1, 1);
  for (let c = 0; c < classes; c++) {
    const p = slowProbability(x, c);
    expect(logOdds(slowLogits(x), c)).toBeCloseTo(Math.log(p / (1 - p)), 8);
  }
  expect(logOdds([1e5, -1e5, 0], 0)).toBe(1e5);
  expect(logOdds([1e5, -1e5, 0], 1)).toBe(-2e5);
  expect(logOdds([3], 0)).toBe(Infinity);
});

test('values are clipped to the bounds first', async () => {
  const start = tf.fill([1, ...shape], 3);
  const within = tf.fill([1, ...shape], 0.9);
  const inside = valuesOf(await backgroundAddition(tiny(), within, { classes: [0], bounds: [-0.5, 0.5] }));
  expect(inside.every((value) => Math.abs(value) === 0.5)).toBe(true);
  const free = await backgroundAddition(tiny(), start, { classes: [0], bounds: [-Infinity, Infinity], background: 4 });
  expect(valuesOf(free).every((value) => value >= 3)).toBe(true);
  tf.dispose([start, within]);
});

test.each([
  [3, 0],
  [8, 1],
])('an abort after %d steps keeps what is done', async (last, ascents) => {
  const control = new AbortController();
  const made = await leaving(1, () =>
    backgroundAddition(tiny(), 'blank', {
      side: 2,
      passes: 1,
      alternate: 3,
      signal: control.signal,
      onStep: ({ step, value }) => {
        expect(value).toHaveLength(classes);
        for (const { latest, point } of value)
          expect([latest.objective, point.length]).toEqual([latest.probability, size]);
        if (step === last) control.abort();
      },
    }),
  );
  expect(made.stopped).toBe(true);
  for (const { history } of made.items) expect(history.filter(({ by }) => by === 'ascent')).toHaveLength(ascents);
  made.images.dispose();
});

test.each([1, 3, 9])('steps given up after %d leave nothing behind', async (count) => {
  await leaving(0, async () => {
    const steps = backgroundAdditionSteps(tiny(), 'random', { side: 2, passes: 1, alternate: 1 });
    for (let step = 0; step < count; step++) await steps.next(false);
    await steps.return(undefined as never);
  });
});

test('scores that are no numbers stop the work', async () => {
  const broken = classifier((x) => tf.fill([x.shape[0], 2], NaN), { inputShape: shape, classes: 2 });
  await leaving(0, async () => expect(await refusal(() => backgroundAddition(broken))).toBe('not-finite'));
});

test('bad options, each with its code', async () => {
  const cases: [string, object, unknown?][] = [
    ['bad-option', { side: 0 }],
    ['bad-option', { side: 2.5 }],
    ['bad-option', { background: NaN }],
    ['bad-option', { background: -2 }],
    ['bad-option', { bounds: [-Infinity, 1] }],
    ['bad-option', { bounds: [1, 1] }],
    ['bad-option', { order: 'spiral' }],
    ['bad-option', { order: () => [{ top: 0, left: 0, height: 9, width: 1 }] }],
    ['bad-option', { passes: 0 }],
    ['bad-option', { alternate: -1 }],
    ['bad-option', { alternate: 1, ascent: { lambda: -1 } }],
    ['bad-option', { seed: 0.5 }],
    ['bad-option', { classes: [] }],
    ['bad-option', {}, 'grey'],
    ['bad-class', { classes: [-1] }],
  ];
  for (const [code, options, start] of cases)
    await leaving(0, async () =>
      expect(await refusal(() => backgroundAddition(tiny(), start as 'blank', options))).toBe(code),
    );
  const two = images(2);
  const flat = classifier((x) => tf.slice2d(x as tf.Tensor2D, [0, 0], [-1, 2]), { inputShape: [5], classes: 2 });
  await leaving(0, async () => {
    expect(await refusal(() => backgroundAddition(tiny(), two))).toBe('bad-shape');
    expect(await refusal(() => backgroundAddition(flat))).toBe('unsupported-model');
  });
  two.dispose();
});
