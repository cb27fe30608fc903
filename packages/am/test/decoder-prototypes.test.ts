import { random, type Classifier, type Decoder } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { decoderPrototypes, decoderPrototypeSteps, plain, type DecoderPrototypes } from '../src/index.js';
import { objectiveOf } from '../src/ascent/objective-function.js';
import type { Trajectory } from '../src/ascent/gradient-ascent.js';
import { decoderGradient, decoderObjective, type DecoderStepRecord } from '../src/decoder/decoder-objective.js';
import { pickRun, type PickOptions } from '../src/decoder/pick-run.js';
import { latentSize, modelDecoder, slowDecode, tinyDecoder, tinyGenerator } from './tiny-decoder.js';
import { slowDensity, tinyExpert } from './tiny-expert.js';
import { classes, leaving, shape, size, slowGradient, slowLogits, slowProbability, tidied, tiny } from './tiny.js';
import { expectSameNumbers, unlessSlow } from '@interp/testing/backend-under-test';
import { refusal, refused } from '@interp/testing/refusal';

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

let generator: LayersModel;
beforeAll(() => {
  generator = tinyGenerator();
});
afterAll(() => {
  generator.dispose();
});

const decoders: [string, () => Decoder][] = [
  ['the tape', tinyDecoder],
  ['a trace of the model', () => modelDecoder(generator)],
];
const squared = (z: ArrayLike<number>): number => Array.from(z).reduce((sum, value) => sum + value * value, 0);
const certainty = (z: ArrayLike<number>, c: number): number => slowProbability(slowDecode(z), c);
const objectives = {
  probability: certainty,
  'log-probability': (z: ArrayLike<number>, c: number) => Math.log(certainty(z, c)),
  logit: (z: ArrayLike<number>, c: number) => slowLogits(slowDecode(z))[c],
} as const;
const names = ['probability', 'log-probability', 'logit'] as const;
const free = ({ images, latents }: DecoderPrototypes): void => tf.dispose([images, latents]);

describe.each(decoders)('through %s', (_, decoderOf) => {
  const codes = [random(1).normals(latentSize), random(2).normals(latentSize)];
  const targets = [2, 0];

  test.each(names.flatMap((name) => [0, 0.4].map((gamma) => [name, gamma] as const)))(
    'the gradient of %s with γ = %d is that of the formula',
    async (name, gamma) => {
      const lambda = 0.05;
      await leaving(0, async () => {
        const batch = tf.tidy(() => tf.stack(codes.map((z) => tf.tensor1d(z))));
        const maximised = decoderObjective(tiny(), decoderGradient(decoderOf(), batch), {
          targets,
          objective: objectiveOf(name, tiny()),
          lambda,
          threshold: 0,
          expert: tinyExpert(),
          gamma,
        });
        const { gradient, records } = tidied(() => maximised(batch, [0, 1]));
        const found = await gradient.data();
        const expected = codes.flatMap((z, i) =>
          slowGradient(
            (y) => objectives[name](y, targets[i]) - lambda * squared(y) + gamma * slowDensity(slowDecode(y)),
            z,
          ),
        );
        expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 3));
        records.forEach((record, i) => {
          const [z, p] = [codes[i], certainty(codes[i], targets[i])];
          expect(record.probability).toBeCloseTo(p, 5);
          expect(record.squaredNorm).toBeCloseTo(squared(z), 5);
          expect(record.logDensity).toBeCloseTo(slowDensity(slowDecode(z)), 3);
          const share = gamma > 0 ? Math.log(p) + gamma * record.logDensity! : p;
          expect(record.objective).toBeCloseTo(share - lambda * squared(z), 4);
        });
        tf.dispose([batch, gradient]);
      });
    },
  );

  test.each(names)('a few plain steps on %s are those of the formula, and the best is kept', async (objective) => {
    const [lambda, rate, steps] = [0.02, 0.3, 6];
    const start = tf.tensor2d(codes[0], [1, latentSize]);
    const options = { objective, lambda, steps, start, threshold: 0, optimizer: plain({ rate }) } as const;
    const made = await leaving(2, () => decoderPrototypes(tiny(), decoderOf(), options));
    const { images, latents, items } = made;
    const [pixels, kept] = [images.dataSync(), latents.dataSync()];
    for (let c = 0; c < classes; c++) {
      let z = Float64Array.from(codes[0]);
      const value = (y: ArrayLike<number>): number => certainty(y, c) - lambda * squared(y);
      expect(items[c].history).toHaveLength(steps + 1);
      const path = items[c].history.map((record) => {
        expect(record.probability).toBeCloseTo(certainty(z, c), 4);
        expect(record.objective).toBeCloseTo(value(z), 4);
        const here = z;
        const gradient = slowGradient((y) => objectives[objective](y, c) - lambda * squared(y), z);
        z = z.map((old, i) => old + rate * gradient[i]);
        return here;
      });
      const best = path.reduce((a, b) => (value(b) > value(a) ? b : a));
      best.forEach((expected, i) => expect(kept[c * latentSize + i]).toBeCloseTo(expected, 3));
      slowDecode(best).forEach((expected, i) => expect(pixels[c * size + i]).toBeCloseTo(expected, 3));
      expect(items[c]).toMatchObject({ class: c, steps });
    }
    free(made);
    start.dispose();
  });
});

test('λ and the expert are off below the threshold', async () => {
  const start = tf.tensor2d(random(3).normals(latentSize), [1, latentSize]);
  const options = { classes: [1], start, steps: 4, optimizer: plain({ rate: 0.1 }), threshold: 1 } as const;
  const [bare, regularised] = [
    await decoderPrototypes(tiny(), tinyDecoder(), { ...options, lambda: 0 }),
    await decoderPrototypes(tiny(), tinyDecoder(), { ...options, lambda: 5, expert: tinyExpert(), gamma: 5 }),
  ];
  expect(regularised.latents.dataSync()).toEqual(bare.latents.dataSync());
  [bare, regularised].forEach(free);
  start.dispose();
});

test('with its defaults every prototype reaches the probability that its images have', async () => {
  const made = await leaving(2, () => decoderPrototypes(tiny(), tinyDecoder(), { threshold: 0.9 }));
  expect(made.stopped).toBe(false);
  expect(made.images.shape).toEqual([classes, ...shape]);
  expect(made.latents.shape).toEqual([classes, latentSize]);
  const [pixels, codes] = [made.images.dataSync(), made.latents.dataSync()];
  made.items.forEach(({ probability, squaredNorm, logDensity, history }, c) => {
    expect(history.slice(0, -1).every((record) => record.probability < 0.9)).toBe(true);
    expect(probability).toBeGreaterThanOrEqual(0.9);
    expect(probability).toBeCloseTo(slowProbability(pixels.subarray(c * size, (c + 1) * size), c), 4);
    expect(squaredNorm).toBeCloseTo(squared(codes.subarray(c * latentSize, (c + 1) * latentSize)), 4);
    expect(logDensity).toBeUndefined();
  });
  free(made);
});

test('the same seed gives the same bytes, another seed others, and a class the same among other classes', async () => {
  const make = async (options: object): Promise<Float32Array> => {
    const made = await decoderPrototypes(tiny(), tinyDecoder(), { steps: 12, ...options });
    const values = made.latents.dataSync<'float32'>().slice();
    free(made);
    return values;
  };
  const all = await make({ seed: 4 });
  expect(await make({ seed: 4 })).toEqual(all);
  expect(await make({ seed: 5 })).not.toEqual(all);
  expectSameNumbers(await make({ seed: 4, classes: [2] }), all.slice(2 * latentSize));
});

test.each([0, 0.5, 1])('the ascents start at the best of the codes drawn, with the threshold %d', async (threshold) => {
  const from = async (options: object): Promise<Float32Array> => {
    const made = await leaving(2, () =>
      decoderPrototypes(tiny(), tinyDecoder(), { seed: 5, lambda: 0.1, threshold, steps: 0, ...options }),
    );
    const values = made.latents.dataSync<'float32'>().slice();
    free(made);
    return values;
  };
  const best = await from({ draws: 9, restarts: 9 });
  expect(await from({ draws: 9, restarts: 1 })).toEqual(best);
  expect(await from({ draws: 9, restarts: 3 })).toEqual(best);
  expect(await from({ draws: 9, restarts: 1, classes: [2, 1] })).toEqual(
    Float32Array.of(...best.slice(2 * latentSize), ...best.slice(latentSize, 2 * latentSize)),
  );
  expect(await from({ draws: 1, restarts: 1 })).not.toEqual(best);
});

test('codes start one prototype each, one all, or several one class', async () => {
  const three = tf.tensor2d(random(1).normals(3 * latentSize), [3, latentSize]);
  const one = tf.slice2d(three, [0, 0], [1, latentSize]);
  const from = async (start: tf.Tensor2D, more: object = {}): Promise<number[]> => {
    const made = await decoderPrototypes(tiny(), tinyDecoder(), { start, steps: 0, ...more });
    const values = Array.from(made.latents.dataSync());
    free(made);
    return values;
  };
  const values = Array.from(three.dataSync());
  const first = values.slice(0, latentSize);
  expect(await from(three)).toEqual(values);
  expect(await from(three, { classes: [1] })).toEqual(values);
  expect(await from(one)).toEqual([...first, ...first, ...first]);
  tf.dispose([three, one]);
});

/** A run that ended at a code with a probability, log-density and objective. */
const runAt = (
  code: Float32Array,
  probability: number,
  logDensity: number,
  objective = probability,
): Trajectory<DecoderStepRecord> => {
  const best = { probability, logDensity, objective, squaredNorm: 1 };
  return { history: [best], best, bestPoint: code, point: code };
};

describe('which run is kept', () => {
  const codes = [1, 2, 3, 4, 5].map((seed) => random(seed).normals(latentSize));
  const runs = [
    runAt(codes[0], 0.9996, -10),
    runAt(codes[1], 0.9999, 500, 2),
    runAt(codes[2], 0.9997, -14),
    runAt(codes[3], 0.9998, -90),
    runAt(codes[4], 0.2, -11, 9),
  ];
  /** A judge that gives the class 1 these probabilities, run by run of those that are sure. */
  const judgeOf = (probabilities: readonly number[]): Classifier => ({
    ...tiny(),
    logits: () =>
      tf.tensor2d(
        probabilities.map((p) => [Math.log((1 - p) / (classes - 1)), Math.log(p), Math.log((1 - p) / (classes - 1))]),
      ),
  });
  const kept = (options: Partial<PickOptions>, among = runs): number =>
    among.indexOf(pickRun(tinyDecoder(), { pick: 'best', threshold: 0.999, ...options })(among, 1));
  const expert = tinyExpert();
  const judge = judgeOf([0.9995, 0.9999, 0.9992, 0.3]);

  test.each<[string, number, Partial<PickOptions>]>([
    ['the best by its objective', 1, {}],
    ['the most typical, neither the likeliest nor the least likely', 0, { expert }],
    ['the best by its objective of those that the judge recognises', 1, { judge }],
    [
      'the most typical of those that the judge recognises',
      2,
      { judge: judgeOf([0.5, 0.9999, 0.9992, 0.9995]), expert },
    ],
    [
      'the one that the judge is surest of where it recognises none',
      2,
      { judge: judgeOf([0.5, 0.4, 0.8, 0.7]), expert },
    ],
    ['odd: the one that the judge recognises least', 3, { pick: 'odd', judge, expert }],
    ['odd without a judge: the least typical one, on whichever side', 1, { pick: 'odd', expert }],
    ['the surest where none reaches the threshold', 1, { threshold: 1, judge, expert, pick: 'odd' }],
  ])('%s', (_, wanted, options) => {
    expect(kept(options)).toBe(wanted);
  });

  test('the odd one of real ascents: of the sure runs, the one that the judge gives the lowest probability', async () => {
    const options = { steps: 15, restarts: 6, classes: [1], seed: 3, threshold: 0.8 } as const;
    const other: Classifier = { ...tiny(), logits: (x) => tf.tidy(() => tf.neg(tiny().logits(x))) };
    const make = (more: object): Promise<DecoderPrototypes> =>
      decoderPrototypes(tiny(), tinyDecoder(), { ...options, ...more });
    const [best, odd] = [await make({ judge: other }), await leaving(2, () => make({ judge: other, pick: 'odd' }))];
    const judged = [best, odd].map(({ images }) => {
      const logits = slowLogits(Array.from(images.dataSync())).map((value) => Math.exp(-value));
      return logits[1] / logits.reduce((sum, value) => sum + value, 0);
    });
    expect(judged[1]).toBeLessThan(judged[0]);
    for (const { items } of [best, odd]) expect(items[0].probability).toBeGreaterThanOrEqual(0.8);
    [best, odd].forEach(free);
  });
});

test('an expert with a weight makes the images likelier', async () => {
  const options = { threshold: 0.5, restarts: unlessSlow(3, 1), steps: unlessSlow(150, 30), lambda: 0 };
  const alone = await decoderPrototypes(tiny(), tinyDecoder(), { ...options, expert: tinyExpert(), gamma: 0 });
  const helped = await decoderPrototypes(tiny(), tinyDecoder(), { ...options, expert: tinyExpert() });
  helped.items.forEach((item, c) => {
    expect(item.logDensity).toBeGreaterThan(alone.items[c].logDensity!);
    expect(item.objective).toBeCloseTo(Math.log(item.probability) + item.logDensity!, 5);
  });
  [alone, helped].forEach(free);
});

test('an abort keeps what is done, a run may go on beyond the threshold, steps given up leave nothing behind', async () => {
  const control = new AbortController();
  const made = await leaving(2, () =>
    decoderPrototypes(tiny(), tinyDecoder(), {
      signal: control.signal,
      onStep: ({ step, total }) => {
        expect(total).toBe(151);
        if (step === 4) control.abort();
      },
    }),
  );
  expect([made.stopped, made.items[0].steps]).toEqual([true, 3]);
  free(made);
  const short = await decoderPrototypes(tiny(), tinyDecoder(), { threshold: 0.6, stopAtThreshold: false });
  for (const { history } of short.items) expect(history).toHaveLength(151);
  free(short);
  await leaving(0, async () => {
    const steps = decoderPrototypeSteps(tiny(), tinyDecoder());
    expect((await steps.next()).value).toHaveLength(classes);
    await steps.return(undefined as never);
  });
});

test('a model that is not what the decoder gives is left aside', () => {
  const twice: Decoder = { ...modelDecoder(generator), decode: (z) => tinyDecoder().decode(tf.mul(z, 2)) };
  const z = tf.tensor2d(random(4).normals(latentSize), [1, latentSize]);
  const sums = tf.tidy(() => decoderGradient(twice, z)(z, (images) => tf.onesLike(images)).dataSync());
  const expected = slowGradient((y) => slowDecode(Array.from(y, (v) => 2 * v)).reduce((a, b) => a + b), z.dataSync());
  expected.forEach((value, i) => expect(sums[i]).toBeCloseTo(value, 3));
  z.dispose();
});

test('a decoder or codes that do not fit, each with its code', async () => {
  const good = tinyDecoder();
  const scaled = (by: number): Decoder => ({ ...good, decode: (z) => tf.tidy(() => tf.mul(good.decode(z), by)) });
  const wide = tf.zeros<tf.Rank.R2>([1, latentSize + 1]);
  const [one, two] = [1, 2].map((n) => tf.zeros<tf.Rank.R2>([n, latentSize]));
  const bad = tf.fill<tf.Rank.R2>([1, latentSize], NaN);
  const cases: [string, RegExp, Decoder, object][] = [
    ['bad-shape', /makes images of shape \[2, 2\]/, { ...good, outputShape: [2, 2] }, {}],
    ['bad-value', /values are in \[0, 1\] and the classifier takes \[-1, 1\]/, { ...good, bounds: [0, 1] }, {}],
    ['bad-value', /as its bounds say/, scaled(3), {}],
    ['not-finite', /image 0 of the decoder holds NaN/, scaled(NaN), {}],
    [
      'bad-shape',
      /have the shape \[12, 12\]/,
      { ...good, decode: (z) => tf.tidy(() => tf.reshape(good.decode(z), [-1, 12])) },
      {},
    ],
    ['bad-shape', /shape \[1, 6\]; expected \[n, 5\]/, good, { start: wide }],
    ['bad-shape', /2 starts and 3 classes/, good, { start: two }],
    ['bad-value', /latent code 0/, good, { start: bad }],
    ['bad-option', /restarts/, good, { start: two, classes: [1], restarts: 2 }],
    ['bad-option', /restarts/, good, { restarts: 0 }],
    ['bad-option', /draws is 2 and there are 4 restarts/, good, { draws: 2 }],
    ['bad-option', /codes of your own no more/, good, { draws: 2, start: one }],
    ['bad-option', /draws/, good, { draws: 1.5 }],
    ['bad-option', /pick is "first"/, good, { pick: 'first' }],
    ['bad-option', /expected a judge or an expert/, good, { pick: 'odd' }],
    ['bad-shape', /the judge takes/, good, { judge: { ...tiny(), classes: 7 } }],
    ['bad-option', /judge/, good, { judge: 'lenet' as never }],
    ['bad-option', /one run/, good, { pick: 'odd', expert: tinyExpert(), restarts: 1 }],
    ['bad-option', /gamma weighs/, good, { gamma: 1 }],
    ['bad-option', /gamma/, good, { gamma: -1, expert: tinyExpert() }],
    ['bad-option', /lambda/, good, { lambda: -1 }],
    ['bad-option', /steps/, good, { steps: 1.5 }],
    ['bad-option', /threshold/, good, { threshold: 2 }],
    ['bad-option', /objective/, good, { objective: 'loss' }],
    ['bad-class', /class/, good, { classes: [3] }],
    ['bad-shape', /the expert knows/, good, { expert: tinyExpert([4, 3, 1]) }],
  ];
  for (const [code, message, decoder, options] of cases)
    await leaving(0, async () => {
      const refusal = await refused(() => decoderPrototypes(tiny(), decoder, { steps: 1, ...options }));
      expect([refusal.code, refusal.message]).toEqual([code, expect.stringMatching(message)]);
    });
  tf.dispose([wide, one, two, bad]);
});

test('a gradient that is no number stops the work', async () => {
  const broken = { ...tinyExpert(), gradLogDensity: (v: tf.Tensor) => tf.tidy(() => tf.mul(v, NaN)) };
  await leaving(0, async () =>
    expect(
      await refusal(() => decoderPrototypes(tiny(), tinyDecoder(), { expert: broken, threshold: 0, steps: 3 })),
    ).toBe('not-finite'),
  );
});
