import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { expertObjective } from '../src/expert-prototypes.js';
import { expertPrototypes, expertPrototypeSteps, linearDecay, plain } from '../src/index.js';
import { slowDensity, tinyExpert } from './tiny-expert.js';
import { classes, leaving, shape, size, slowGradient, slowProbability, tidied, tiny } from './tiny.js';
import { refusal } from '@interp/testing/refusal';

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

/** log P(c|x) + γ log p*(x). */
const slowJoint = (x: ArrayLike<number>, c: number, gamma: number): number =>
  Math.log(slowProbability(x, c)) + gamma * slowDensity(x);

test.each([0, 0.3, 1])('the gradient of the objective is that of the formula, γ = %d', async (gamma) => {
  const points = [random(1).uniforms(size, -1, 1), random(2).uniforms(size, -1, 1)];
  const targets = [2, 0];
  await leaving(0, async () => {
    const batch = tf.tidy(() => tf.stack(points.map((x) => tf.tensor(x, shape))));
    const objective = expertObjective(tiny(), tinyExpert(), targets, gamma);
    const { gradient, records } = tidied(() => objective(batch, [0, 1]));
    const found = await gradient.data();
    const expected = points.flatMap((x, i) => slowGradient((y) => slowJoint(y, targets[i], gamma), x));
    expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 3));
    records.forEach((record, i) => {
      const probability = slowProbability(points[i], targets[i]);
      expect(record.probability).toBeCloseTo(probability, 5);
      expect(record.logProbability).toBeCloseTo(Math.log(probability), 4);
      expect(record.logDensity).toBeCloseTo(slowDensity(points[i]), 3);
      expect(record.objective).toBeCloseTo(record.logProbability + gamma * record.logDensity, 10);
    });
    tf.dispose([batch, gradient]);
  });
});

test('a few plain steps are those of the formula, and the two terms are recorded apart', async () => {
  const [gamma, rate, steps] = [0.7, 0.02, 5];
  const options = { gamma, steps, optimizer: plain({ rate }), start: 'blank' } as const;
  const { images, items } = await leaving(1, () => expertPrototypes(tiny(), tinyExpert(), options));
  const found = images.dataSync();
  for (let c = 0; c < classes; c++) {
    let x = new Float64Array(size);
    const { history } = items[c];
    expect(history).toHaveLength(steps + 1);
    const path = history.map((record) => {
      expect(record.probability).toBeCloseTo(slowProbability(x, c), 4);
      expect(record.logProbability).toBeCloseTo(Math.log(slowProbability(x, c)), 4);
      expect(record.logDensity).toBeCloseTo(slowDensity(x), 3);
      expect(record.objective).toBeCloseTo(slowJoint(x, c, gamma), 3);
      const here = x;
      const gradient = slowGradient((y) => slowJoint(y, c, gamma), x);
      x = x.map((value, i) => Math.min(1, Math.max(-1, value + rate * gradient[i])));
      return { x: here, objective: slowJoint(here, c, gamma) };
    });
    const best = path.reduce((a, b) => (b.objective > a.objective ? b : a));
    best.x.forEach((value, i) => expect(found[c * size + i]).toBeCloseTo(value, 3));
    expect(items[c]).toMatchObject({ class: c, steps });
    expect(items[c].objective).toBe(Math.max(...history.map(({ objective }) => objective)));
  }
  images.dispose();
});

test('with its defaults a run converges on a maximum, as near as a thousand small steps', async () => {
  const start = tf.tensor(random(5).uniforms(classes * size, -1, 1), [classes, ...shape]);
  const { images, items } = await expertPrototypes(tiny(), tinyExpert(), { start });
  const values = images.dataSync<'float32'>();
  items.forEach((item, c) => {
    const x = values.subarray(c * size, (c + 1) * size);
    expect(item.objective).toBeCloseTo(slowJoint(x, c, 1), 3);
    let top = Float64Array.from(x);
    for (let step = 0; step < 1000; step++) {
      const gradient = slowGradient((y) => slowJoint(y, c, 1), top);
      top = top.map((value, i) => Math.min(1, Math.max(-1, value + 0.02 * gradient[i])));
    }
    expect(slowJoint(top, c, 1) - slowJoint(x, c, 1)).toBeLessThan(1e-3);
  });
  tf.dispose([start, images]);
});

test('a smaller γ gives the classifier more weight, γ = 0 all of it', async () => {
  const made = [2, 0.3, 0].map((gamma) =>
    expertPrototypes(tiny(), tinyExpert(), { gamma, classes: [1], start: 'blank' }),
  );
  const items = await Promise.all(made.map(async (one) => (await one).items[0]));
  const [low, middle, high] = items.map(({ probability }) => probability);
  expect(low).toBeLessThan(middle);
  expect(middle).toBeLessThan(high);
  expect(items[2].objective).toBe(items[2].logProbability);
  for (const one of made) (await one).images.dispose();
});

test('starts: noise with restarts, the best kept; several images of one class; values stay within bounds', async () => {
  const make = (options: object) => expertPrototypes(tiny(), tinyExpert(), { steps: 10, ...options });
  const [one, many] = [await make({ steps: 0 }), await make({ steps: 0, restarts: 6 })];
  one.items.forEach(({ objective }, c) => expect(many.items[c].objective).toBeGreaterThanOrEqual(objective));
  const several = tf.tensor(random(1).uniforms(2 * size, -1, 1), [2, ...shape]);
  const twice = await make({ start: several, classes: [2], bounds: [-0.2, 0.1] });
  expect(twice.items.map((item) => item.class)).toEqual([2, 2]);
  const values = twice.images.dataSync();
  expect(Math.min(...values)).toBeCloseTo(-0.2, 6);
  expect(Math.max(...values)).toBeCloseTo(0.1, 6);
  tf.dispose([one.images, many.images, twice.images, several]);
});

test('an optimiser with linear decay takes its own step first, then ever less of it, and none at the end', () => {
  const gradient = tf.tensor2d([[1, -2]]);
  const optimizer = linearDecay(plain({ rate: 1 }), 4);
  const changes = [0, 1, 3, 4, 9].map((count) =>
    tf.tidy(() => Array.from(optimizer.step(gradient, optimizer.start(gradient), count).change.dataSync())),
  );
  const expected = [1, 0.75, 0.25, 0, 0].map((share) => [share, -2 * share]);
  changes.flat().forEach((value, i) => expect(value).toBeCloseTo(expected.flat()[i], 6));
  gradient.dispose();
});

test('an abort keeps what is done, steps given up leave nothing behind', async () => {
  const control = new AbortController();
  const made = await leaving(1, () =>
    expertPrototypes(tiny(), tinyExpert(), {
      signal: control.signal,
      onStep: ({ step, total, value }) => {
        expect(total).toBe(301);
        expect(value[0].objective).toBeCloseTo(value[0].logProbability + value[0].logDensity, 10);
        if (step === 4) control.abort();
      },
    }),
  );
  expect([made.stopped, made.items[0].steps]).toEqual([true, 3]);
  made.images.dispose();
  await leaving(0, async () => {
    const steps = expertPrototypeSteps(tiny(), tinyExpert());
    expect((await steps.next()).value).toHaveLength(classes);
    await steps.return(undefined as never);
  });
});

test.each(['logDensity', 'gradLogDensity'] as const)('an expert whose %s is no number stops the work', async (name) => {
  const broken = { ...tinyExpert(), [name]: (v: tf.Tensor) => tf.tidy(() => tf.mul(tinyExpert()[name](v), NaN)) };
  await leaving(0, async () =>
    expect(await refusal(() => expertPrototypes(tiny(), broken, { steps: 3 }))).toBe('not-finite'),
  );
});

test('bad options, each with its code', async () => {
  const cases: [string, object, number[]?][] = [
    ['bad-option', { gamma: -0.1 }],
    ['bad-option', { gamma: NaN }],
    ['bad-option', { steps: 0.5 }],
    ['bad-option', { classes: [] }],
    ['bad-option', { restarts: 2, start: 'blank' }],
    ['bad-option', { bounds: [1, 0] }],
    ['bad-option', { start: 'grey' }],
    ['bad-class', { classes: [3] }],
    ['bad-shape', {}, [4, 3, 1]],
    ['bad-shape', {}, [size]],
  ];
  for (const [code, options, inputShape] of cases)
    await leaving(0, async () =>
      expect(await refusal(() => expertPrototypes(tiny(), tinyExpert(inputShape), options))).toBe(code),
    );
  expect(await refusal(() => linearDecay(plain(), 0))).toBe('bad-option');
});
