import { classifier, random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { classifierObjective, prototypeOptions } from '../src/activation-maximisation.js';
import {
  adam,
  contrast,
  momentum,
  plain,
  prototypes,
  prototypeSteps,
  type Objective,
  type Prototypes,
} from '../src/index.js';
import { classes, leaving, shape, size, slowGradient, slowLogits, slowProbability, tiny } from './tiny.js';
import { refusal, refused } from '@interp/testing/refusal';

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

const valuesOf = ({ images }: Prototypes): Float32Array => {
  const values = images.dataSync<'float32'>().slice();
  images.dispose();
  return values;
};

const norm = (x: ArrayLike<number>): number => Array.from(x).reduce((sum, value) => sum + value * value, 0);

const objectives = {
  probability: slowProbability,
  'log-probability': (x: ArrayLike<number>, c: number) => Math.log(slowProbability(x, c)),
  logit: (x: ArrayLike<number>, c: number) => slowLogits(x)[c],
} as const;

describe.each(['probability', 'log-probability', 'logit'] as const)('the objective %s', (objective) => {
  test('its gradient is that of the formula', () => {
    const points = [random(1).uniforms(size, -1, 1), random(2).uniforms(size, -1, 1)];
    const maximised = classifierObjective(tiny(), [2, 0], {
      ...prototypeOptions.defaults,
      objective,
      lambda: 0.05,
      totalVariation: 0,
      threshold: 0,
      jitter: 0,
      seed: 0,
    });
    const { gradient, records } = maximised(tf.stack(points.map((x) => tf.tensor(x, shape))), [0, 1]);
    const expected = points.flatMap((x, i) =>
      slowGradient((y) => objectives[objective](y, [2, 0][i]) - 0.05 * norm(y), x),
    );
    gradient.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i], 4));
    records.forEach(({ probability, objective: reported }, i) => {
      expect(probability).toBeCloseTo(slowProbability(points[i], [2, 0][i]), 5);
      expect(reported).toBeCloseTo(slowProbability(points[i], [2, 0][i]) - 0.05 * norm(points[i]), 5);
    });
  });

  test('a few plain steps are those of the formula, and the reported numbers are the thesis’', async () => {
    const lambda = 0.02;
    const options = {
      objective,
      lambda,
      optimizer: plain({ rate: 0.2 }),
      steps: 6,
      start: 'blank',
      threshold: 0,
    } as const;
    const { images, items } = await leaving(1, () => prototypes(tiny(), options));
    const found = images.dataSync();
    for (let c = 0; c < classes; c++) {
      let x = new Float64Array(size);
      const history: { probability: number; objective: number; x: Float64Array }[] = [];
      for (let step = 0; step <= 6; step++) {
        const probability = slowProbability(x, c);
        history.push({ probability, objective: probability - lambda * norm(x), x });
        const gradient = slowGradient((y) => objectives[objective](y, c) - lambda * norm(y), x);
        x = x.map((value, i) => Math.min(1, Math.max(-1, value + 0.2 * gradient[i])));
      }
      expect(items[c].history).toHaveLength(7);
      items[c].history.forEach((record, step) => {
        expect(record.probability).toBeCloseTo(history[step].probability, 4);
        expect(record.objective).toBeCloseTo(history[step].objective, 4);
      });
      const best = history.reduce((a, b) => (b.objective > a.objective ? b : a));
      best.x.forEach((value, i) => expect(found[c * size + i]).toBeCloseTo(value, 3));
      expect(items[c]).toMatchObject({ class: c, steps: 6 });
      expect(items[c].probability).toBeCloseTo(best.probability, 4);
      expect(items[c].objective).toBeCloseTo(best.objective, 4);
    }
    images.dispose();
  });
});

test('every prototype reaches the threshold, and the reported probability is that of its image', async () => {
  const { images, items, stopped } = await prototypes(tiny(), { threshold: 0.9, totalVariation: 0.001, jitter: 0 });
  expect(stopped).toBe(false);
  expect(images.shape).toEqual([classes, ...shape]);
  const values = images.dataSync();
  items.forEach(({ probability }, c) => {
    expect(probability).toBeGreaterThanOrEqual(0.9);
    expect(probability).toBeCloseTo(slowProbability(values.subarray(c * size, (c + 1) * size), c), 5);
  });
  images.dispose();
});

test('the same seed gives the same bytes, another seed others, and a class the same among other classes', async () => {
  const make = async (options: object): Promise<Float32Array> =>
    valuesOf(await prototypes(tiny(), { steps: 12, jitter: 1, ...options }));
  const all = await make({ seed: 4 });
  expect(await make({ seed: 4 })).toEqual(all);
  expect(await make({ seed: 5 })).not.toEqual(all);
  expect(await make({ seed: 4, classes: [2] })).toEqual(all.slice(2 * size));
});

test('restarts begin at different noise, and the best is kept', async () => {
  const [one, many] = [1, 6].map((restarts) => prototypes(tiny(), { steps: 0, restarts, threshold: 0, classes: [1] }));
  const [first, best] = [(await one).items[0], (await many).items[0]];
  expect(best.objective).toBeGreaterThan(first.objective);
  tf.dispose([(await one).images, (await many).images]);
});

test('images start one prototype each, one all, or several one class', async () => {
  const three = tf.tensor(random(1).uniforms(3 * size, -1, 1), [3, ...shape]);
  const one = tf.slice(three, 0, 1);
  const from = async (start: tf.Tensor, wanted?: number[]): Promise<number[]> => {
    const made = await prototypes(tiny(), { start, steps: 0, ...(wanted && { classes: wanted }) });
    return [made.items.length, ...valuesOf(made)];
  };
  const values = Array.from(three.dataSync());
  expect(await from(three)).toEqual([3, ...values]);
  expect(await from(three, [1])).toEqual([3, ...values]);
  expect(await from(one)).toEqual([
    3,
    ...Array.from(values.slice(0, size)),
    ...values.slice(0, size),
    ...values.slice(0, size),
  ]);
  tf.dispose([three, one]);
});

test('values stay within the bounds, the classifier’s or others', async () => {
  const within = async (low: number, high: number, options: object): Promise<void> => {
    const values = valuesOf(await prototypes(tiny([0, 1]), { steps: 20, objective: 'logit', ...options }));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
    expect(Math.max(...values)).toBeLessThanOrEqual(high);
  };
  await within(0, 1, {});
  await within(-0.5, 0.25, { bounds: [-0.5, 0.25] });
  const free = valuesOf(await prototypes(tiny(), { objective: 'logit', bounds: [-Infinity, Infinity], lambda: 0 }));
  expect(Math.max(...free)).toBeGreaterThan(1);
});

test('a value whose sigmoid is 1 from the start goes on rising, and the image of the greatest is kept', async () => {
  const value = (x: tf.Tensor) => tf.add<tf.Tensor2D>(tf.sum(tf.reshape(x, [-1, size]), 1, true), 40);
  const values = classifier(value, { inputShape: shape, classes: 1, bounds: [-1, 1] });
  const high = { ...values, probabilities: 'sigmoid' } as const;
  const found = await prototypes(high, { classes: [0], objective: 'logit', lambda: 0, steps: 30, start: tf.zeros([1, ...shape]) }); // prettier-ignore
  const [{ probability, objective, history }] = found.items;
  const sum = valuesOf(found).reduce((total, value) => total + value, 0);
  expect([probability, history[0].probability]).toEqual([1, 1]);
  expect(sum).toBeGreaterThan(0.5);
  expect(objective).toBeCloseTo(40 + sum, 3);
});

test('a run ends at the threshold where that is asked for, each on its own', async () => {
  const options = { threshold: 0.8, stopAtThreshold: true, optimizer: adam({ rate: 0.02 }), restarts: 2 };
  const { images, items } = await leaving(1, () => prototypes(tiny(), options));
  for (const { steps, history, probability } of items) {
    expect(probability).toBeGreaterThanOrEqual(0.8);
    expect(history).toHaveLength(steps + 1);
    expect(history.slice(0, -1).every((record) => record.probability < 0.8)).toBe(true);
  }
  expect(new Set(items.map(({ steps }) => steps)).size).toBeGreaterThan(1);
  images.dispose();
});

test('an abort keeps what is done and leaves nothing behind', async () => {
  const control = new AbortController();
  const seen: number[] = [];
  const { images, items, stopped } = await leaving(1, () =>
    prototypes(tiny(), {
      signal: control.signal,
      onStep: ({ step, total, value }) => {
        seen.push(value[0].probability);
        expect(total).toBe(151);
        if (step === 5) control.abort();
      },
    }),
  );
  expect([stopped, seen.length, items[0].steps]).toEqual([true, 5, 4]);
  expect(items[0].probability).toBe(seen[4]);
  images.dispose();
});

test('each step tells where every prototype is, and what is recorded there', async () => {
  const wanted = [1, 0];
  const seen: { latest: number; point: Float32Array }[][] = [];
  const { images, items } = await prototypes(tiny(), {
    ...{ classes: wanted, restarts: 1, steps: 6 },
    onStep: ({ value }) =>
      void seen.push(value.map(({ latest, point }) => ({ latest: latest.probability, point: point.slice() }))),
  });
  const kept = [...images.dataSync<'float32'>()];
  for (const [i, { history, objective }] of items.entries()) {
    expect(seen.map((step) => step[i].latest)).toEqual(history.map(({ probability }) => probability));
    for (const step of seen) expect(slowProbability(step[i].point, wanted[i])).toBeCloseTo(step[i].latest, 5);
    const best = history.findIndex((record) => record.objective === objective);
    expect([...seen[best][i].point]).toEqual(kept.slice(i * size, (i + 1) * size));
  }
  images.dispose();
});

test('steps driven by hand and given up leave nothing behind', async () => {
  await leaving(0, async () => {
    const steps = prototypeSteps(tiny(), { steps: 9 });
    await steps.next();
    expect((await steps.next(false)).value).toHaveLength(classes);
    await steps.return(undefined as never);
  });
});

test('an objective and an optimiser of one’s own', async () => {
  const away: Objective = (targets) => () => tf.sub<tf.Tensor2D>(0, tf.oneHot([...targets], classes));
  const bySign = {
    start: () => [],
    step: (gradient: tf.Tensor) => ({ change: tf.mul(tf.sign(gradient), 0.1), state: [] }),
  };
  const { images, items } = await prototypes(tiny(), {
    classes: [0],
    objective: away,
    optimizer: bySign,
    steps: 10,
    lambda: 0,
    start: 'blank',
  });
  const probabilities = items[0].history.map(({ probability }) => probability);
  expect(probabilities).toEqual(probabilities.toSorted((a, b) => b - a));
  expect(items[0].probability).toBe(probabilities[0]);
  images.dispose();
});

test('a gradient that is no number stops the work and leaves nothing behind', async () => {
  const broken = {
    ...tiny(),
    gradient: (x: tf.Tensor) => ({ logits: tf.zeros([x.shape[0], classes]), gradient: tf.mul(x, NaN) }),
  };
  const { code, message } = await leaving(0, () => refused(() => prototypes(broken as never, { steps: 3 })));
  expect([code, message]).toEqual(['not-finite', expect.stringContaining('run 0')]);
});

test('bad options, each with its code', async () => {
  const two = tf.zeros([2, ...shape]);
  const cases: [string, object][] = [
    ['bad-class', { classes: [3] }],
    ['bad-class', { classes: [0.5] }],
    ['bad-option', { classes: [] }],
    ['bad-option', { objective: 'loss' }],
    ['bad-option', { lambda: -1 }],
    ['bad-option', { lambda: NaN }],
    ['bad-option', { totalVariation: -1 }],
    ['bad-option', { jitter: 0.5 }],
    ['bad-option', { steps: -1 }],
    ['bad-option', { steps: 1.5 }],
    ['bad-option', { restarts: 0 }],
    ['bad-option', { restarts: 2, start: 'blank' }],
    ['bad-option', { threshold: 2 }],
    ['bad-option', { bounds: [1, -1] }],
    ['bad-option', { bounds: [NaN, 1] }],
    ['bad-option', { seed: 0.5 }],
    ['bad-option', { start: 'noise' }],
    ['bad-shape', { start: two }],
    ['bad-shape', { start: tf.zeros([1, 3, 3, 1]) }],
    ['bad-value', { start: tf.fill([1, ...shape], NaN) }],
  ];
  for (const [code, options] of cases)
    await leaving(0, async () => expect(await refusal(() => prototypes(tiny(), { steps: 1, ...options }))).toBe(code));
  for (const make of [
    () => plain({ rate: 0 }),
    () => momentum({ momentum: 1 }),
    () => adam({ rate: Infinity }),
    () => adam({ beta1: 1 }),
    () => adam({ beta2: -0.1 }),
    () => adam({ epsilon: 0 }),
  ])
    expect(await refusal(make)).toBe('bad-option');
  tf.dispose([two]);
});

test('contrast is (2/π) atan, value by value', async () => {
  const x = tf.tensor2d([
    [-1, 0],
    [1, 1e9],
  ]);
  const y = contrast(x);
  const expected = [-0.5, 0, 0.5, 1];
  y.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i], 6));
  expect(y.shape).toEqual([2, 2]);
  expect(await refusal(() => contrast(tf.tensor1d([1], 'int32')))).toBe('bad-value');
  tf.dispose([x, y]);
});
