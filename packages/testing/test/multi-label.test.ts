import {
  attack,
  bim,
  carliniWagner,
  deepFool,
  fgsmTraining,
  linf,
  measureRobustness,
  misclassified,
  noise,
  pgd,
  pgdTraining,
  targeted,
  tradesTraining,
  universalPerturbation,
} from '@interp/adversarial';
import { startBackend } from '@interp/backend';
import { classifier, random, type LabelledImages } from '@interp/core';
import { evaluate, train } from '@interp/lenet';
import { refusal } from '@interp/testing/refusal';
import { randomBatch, randomise } from '@interp/testing/small-models';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';

beforeAll(async () => {
  await startBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

const tagger = (units: number, seed = 7): LayersModel =>
  randomise(
    sequential({
      layers: [
        layers.flatten({ inputShape: [4, 4, 1] }),
        layers.dense({ units: 6, activation: 'tanh' }),
        layers.dense({ units, activation: 'sigmoid' }),
      ],
    }),
    seed,
  );

const rows = (x: tf.Tensor): number[][] => x.arraySync() as number[][];

const setsOf = (model: LayersModel, x: tf.Tensor): number[][] =>
  rows(model.predict(x) as tf.Tensor).map((row) => row.flatMap((p, k) => (p > 0.5 ? [k] : [])));

/** A linear classifier of two values that decides each class by itself. */
const linear = (weights: number[][], biases: number[]) =>
  classifier(
    sequential({
      layers: [
        layers.dense({
          inputShape: [2],
          units: biases.length,
          activation: 'sigmoid',
          weights: [tf.tensor2d(weights), tf.tensor1d(biases)],
        }),
      ],
    }),
    { bounds: [-10, 10] },
  );

describe('what an untargeted attack changes', () => {
  test.each([
    bim({ epsilon: 0.6 }),
    pgd({ epsilon: 0.6, restarts: 2 }),
    deepFool(),
    carliniWagner({ searches: 3, steps: 60 }),
    noise({ epsilon: 1, draws: 30 }),
  ])('$name: without labels, the set of classes that are predicted, whatever it was', async (method) => {
    const model = tagger(4);
    const x = randomBatch(model, 12, 3);
    const before = setsOf(model, x);
    expect(before.some((set) => set.length === 0)).toBe(true);
    const { adversarial, items, summary } = await attack(classifier(model), x, method);
    const after = setsOf(model, adversarial);
    expect(items.map((item) => item.before.labels)).toEqual(before);
    expect(items.map((item) => item.after.labels)).toEqual(after);
    items.forEach(({ outcome }, i) =>
      expect(outcome).toBe(String(before[i]) === String(after[i]) ? 'failed' : 'succeeded'),
    );
    expect(summary.successRate).toBeGreaterThan(method.name === 'noise' ? 0.2 : 0.9);
  });

  test('with all labels of an image, whether exactly these are predicted', async () => {
    const model = tagger(4);
    const x = randomBatch(model, 6, 3);
    const sets = setsOf(model, x);
    const [first, ...others] = sets;
    const wrong = first.length === 0 ? [1] : first.slice(1);
    const { items } = await attack(classifier(model), x, bim({ epsilon: 0.6 }), {
      criterion: misclassified([wrong, ...others]),
    });
    expect(items.map(({ outcome }) => outcome === 'already-wrong')).toEqual(sets.map((_, i) => i === 0));
  });

  test('DeepFool goes to the nearest decision, at its exact distance', async () => {
    const net = linear([[1, 0, 3], [2, -1, 0]], [0.5, 2, -8]); // prettier-ignore
    const x = tf.tensor2d([[0, 0], [2, 0], [-1, 0.2]]); // prettier-ignore
    const { items } = await attack(net, x, deepFool());
    const distance = ([a, b]: number[]): number =>
      Math.min(Math.abs(a + 2 * b + 0.5) / Math.sqrt(5), Math.abs(2 - b), Math.abs(3 * a - 8) / 3);
    rows(x).forEach((row, i) => expect(items[i].l2).toBeCloseTo(1.02 * (distance(row) + 1e-4), 5));
  });

  test('one step follows the sum of the binary cross-entropies of all classes, also where sigmoids are saturated', async () => {
    const [weights, biases] = [[[1, -2, 0.5], [0.4, 0.3, -1]], [0.2, -0.4, 0.1]]; // prettier-ignore
    for (const scale of [1, 300]) {
      const net = linear(
        weights.map((row) => row.map((value) => value * scale)),
        biases.map((value) => value * scale),
      );
      const point = [0.7, -0.9];
      const z = biases.map((bias, k) => scale * (bias + point[0] * weights[0][k] + point[1] * weights[1][k]));
      const share = z.map((value) => Math.exp(Math.min(...z.map(Math.abs)) - Math.abs(value)) / (scale > 1 ? 1 : 1 + Math.exp(-Math.abs(value)))); // prettier-ignore
      const slope = weights.map((row) => row.reduce((sum, w, k) => sum - Math.sign(z[k]) * share[k] * w, 0));
      const { perturbation } = await attack(net, tf.tensor2d([point]), bim({ epsilon: 0.1, steps: 1 }));
      expect(Array.from(perturbation.dataSync()).map(Math.sign)).toEqual(slope.map(Math.sign));
    }
  });

  test('a target may be the likeliest class, where it is not predicted', async () => {
    const model = tagger(4);
    const x = randomBatch(model, 12, 3);
    const p = rows(model.predict(x) as tf.Tensor);
    const none = p.findIndex((row) => Math.max(...row) < 0.5);
    const target = p[none].indexOf(Math.max(...p[none]));
    const { items } = await attack(classifier(model), tf.slice(x, none, 1), bim({ epsilon: 0.6 }), {
      criterion: targeted(target),
    });
    expect([items[0].outcome, items[0].after.labels!.includes(target)]).toEqual(['succeeded', true]);
  });

  test('a universal perturbation and robustness by sets', async () => {
    const model = tagger(3);
    const c = classifier(model);
    const x = randomBatch(model, 8, 3);
    const found = await universalPerturbation(c, x, { epsilon: 1, norm: linf, foolingRate: 0.9 });
    const [before, after] = [setsOf(model, x), setsOf(model, tf.clipByValue(tf.add(x, found.perturbation), -1, 1))];
    expect(found.foolingRate).toBeCloseTo(before.filter((set, i) => String(set) !== String(after[i])).length / 8, 6);
    const data: LabelledImages = {
      size: 8,
      inputShape: [4, 4, 1],
      labels: new Int32Array(8),
      labelSets: before.map((set, i) => (i < 2 ? [0, 1, 2].filter((k) => !set.includes(k)) : set)),
      images: (indices) => tf.gather(x, tf.tensor1d(Array.from(indices), 'int32')),
    };
    const { clean } = await measureRobustness(c, data, { attacks: { bim: bim({ epsilon: 0.1 }) } });
    expect(clean).toBe(6 / 8);
  });

  test('lists of labels are refused where classes exclude each other', async () => {
    const model = sequential({ layers: [layers.dense({ inputShape: [2], units: 3 })] });
    const criterion = misclassified([[0, 1]]);
    expect(await refusal(() => attack(classifier(model), tf.zeros([1, 2]), deepFool(), { criterion }))).toBe(
      'bad-option',
    );
    expect(await refusal(() => attack(classifier(tagger(2)), tf.zeros([1, 4, 4, 1]), deepFool(), { criterion: misclassified([[0, 2]]) }))).toBe('bad-class'); // prettier-ignore
  });
});

test('TRADES: the sum of the divergences of all classes, and its derivative', () => {
  const { lossOfEachClass } = tradesTraining({ epsilon: 0.1, beta: 3 });
  const [z, wanted] = [
    [
      [0.7, -1.3],
      [2, 0.1],
      [0.2, -0.9],
      [-1, 0.4],
    ],
    [[1, 0], [1, 1]], // prettier-ignore
  ];
  const loss = (at: number[][]): number => {
    let sum = 0;
    for (let i = 0; i < 2; i++)
      for (let k = 0; k < 2; k++) {
        const [p, q] = [at[i][k], at[i + 2][k]].map((value) => 1 / (1 + Math.exp(-value)));
        sum -= Math.log(wanted[i][k] ? p : 1 - p);
        sum += 3 * (p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q)));
      }
    return sum / 2;
  };
  const { value, gradient } = lossOfEachClass!(tf.tensor2d(z), tf.tensor2d(wanted));
  expect(value.dataSync()[0]).toBeCloseTo(loss(z), 5);
  rows(gradient).forEach((row, i) =>
    row.forEach((slope, k) => {
      const moved = (by: number) => z.map((line, a) => line.map((one, b) => (a === i && b === k ? one + by : one)));
      expect(slope).toBeCloseTo((loss(moved(1e-5)) - loss(moved(-1e-5))) / 2e-5, 5);
    }),
  );
});

/** Images whose pixels say which of three labels they have. */
const tagged = (sets: readonly (readonly number[])[], withSets: boolean): LabelledImages => ({
  size: sets.length,
  inputShape: [4, 4, 1],
  labels: Int32Array.from(sets, ([first = 0]) => first),
  ...(withSets && { labelSets: sets }),
  images: (indices) =>
    tf.tensor(
      Array.from(indices, (index) =>
        Array.from({ length: 16 }, (_, k) => (sets[index].includes(k % 4) ? 1 : Math.sin(index + k) / 3)),
      ).flat(),
      [indices.length, 4, 4, 1],
    ),
});

describe('evaluation', () => {
  const sets = Array.from({ length: 40 }, (_, i) => [0, 1, 2].filter((k) => (i >> k) % 2 === 1));

  test.each([true, false])('with all labels: %p', async (withSets) => {
    const model = tagger(3);
    const data = tagged(sets, withSets);
    const found = await evaluate(classifier(model), data, { batch: 7 });
    const p = rows(model.predict(data.images(sets.map((_, i) => i))) as tf.Tensor);
    const own = withSets ? sets : sets.map(([first = 0]) => [first]);
    const share = (hits: readonly boolean[]): number | null =>
      hits.length === 0 ? null : hits.filter(Boolean).length / hits.length;
    const decisions = p.map((row, i) => row.map((value, k) => value > 0.5 === own[i].includes(k)));
    const exact = share(decisions.map((row) => row.every(Boolean)));
    expect(found.multiLabel).toEqual({
      labels: withSets ? 'all' : 'one',
      exactMatch: exact,
      binaryAccuracy: share(decisions.flat()),
      perLabel: [0, 1, 2].map((k) => share(decisions.map((row) => row[k]))),
      precision: [0, 1, 2].map((k) => share(p.flatMap((row, i) => (row[k] > 0.5 ? [own[i].includes(k)] : [])))),
    });
    expect(found.accuracy).toBe(withSets ? exact : share(p.map((row, i) => row[own[i][0]] > 0.5)));
    expect(found.perClass).toEqual(
      [0, 1, 2].map((k) => share(p.flatMap((row, i) => (own[i].includes(k) ? [row[k] > 0.5] : [])))),
    );
    const loss = p.flatMap((row, i) => row.map((value, k) => -Math.log(own[i].includes(k) ? value : 1 - value)));
    expect(found.loss).toBeCloseTo(loss.reduce((a, b) => a + b) / 40, 4);
    expect(found.calibration.bins.reduce((sum, { n }) => sum + n, 0)).toBe(120);
  });

  test('training by all labels of each image', async () => {
    const model = tagger(3);
    const data = tagged(sets, true);
    const { history } = await train(model, data, { epochs: 30, batch: 8, rate: 0.02, seed: 1 });
    const { accuracy, multiLabel } = await evaluate(classifier(model), data);
    expect(accuracy).toBeGreaterThan(0.95);
    expect(multiLabel!.exactMatch).toBe(accuracy);
    expect(history.at(-1)!.accuracy).toBeCloseTo(accuracy, 1);
    const single = sequential({ layers: [layers.flatten({ inputShape: [4, 4, 1] }), layers.dense({ units: 3 })] });
    expect(await refusal(() => train(single, data, { epochs: 1 }))).toBe('bad-option');
    expect(await refusal(() => evaluate(classifier(single), data))).toBe('bad-option');
  });

  test.each([
    ['TRADES', false, tradesTraining({ epsilon: 0.1, steps: 2, beta: 1 })],
    ['TRADES', true, tradesTraining({ epsilon: 0.1, steps: 2, beta: 1 })],
    ['FGSM', true, fgsmTraining({ epsilon: 0.1, ramp: 1 })],
    ['PGD', true, pgdTraining({ epsilon: 0.1, steps: 2, ramp: 1 })],
  ])('%s trains a model whose classes are decided by themselves, with all labels: %p', async (_, all, adversarial) => {
    const model = tagger(3);
    const data = tagged(sets, all);
    const options = { epochs: 8, batch: 8, rate: 0.02, validation: 0.2, adversarial };
    const { history } = await train(model, data, options);
    expect(history.at(-1)!.loss).toBeLessThan(0.7 * history[0].loss);
    expect(history.at(-1)!.validation!.adversarial!.loss).toBeGreaterThan(0);
    model.dispose();
  });

  test('examples to train on raise the loss of exactly the labels that an image has', () => {
    const model = tagger(3);
    const x = tf.zeros([2, 4, 4, 1]);
    const net = classifier(model);
    const context = () => ({ epochs: Infinity, random: random(1) });
    const one = fgsmTraining({ epsilon: 0.1 });
    const given = one.examples(net, x, [[0, 2], []], context());
    const loss = (row: readonly number[], set: readonly number[]): number =>
      row.reduce((sum, z, k) => sum + Math.log1p(Math.exp(set.includes(k) ? -z : z)), 0);
    const [before, after] = [x, given].map((y) => rows(net.logits(y)));
    [[0, 2], []].forEach((set, i) => expect(loss(after[i], set)).toBeGreaterThan(loss(before[i], set)));
    // A label an image is the set of that one.
    expect(rows(one.examples(net, x, Int32Array.of(1, 2), context()))).toEqual(
      rows(one.examples(net, x, [[1], [2]], context())),
    );
    model.dispose();
  });
});
