import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import {
  attack,
  bim,
  carliniWagner,
  deepFool,
  misclassified,
  noise,
  pgd,
  robustAccuracy,
  targeted,
} from '@interp/adversarial';
import { backgroundAddition, decoderPrototypes, prototypes } from '@interp/am';
import { startBackend } from '@interp/backend';
import { classifier, networkOf } from '@interp/core';
import type { Classifier, Decoder, Network } from '@interp/core';
import { crossEntropyStart, scoreStart, scoreValues } from '@interp/targets';
import type { Score } from '@interp/targets';
import { evaluate, train } from '@interp/lenet';
import { gradient, integratedGradients, lrp, occlusion, sensitivity } from '@interp/lrp';
import { codeOf, refusal } from '@interp/testing/refusal';
import { randomBatch, randomise } from '@interp/testing/small-models';

beforeAll(async () => {
  await startBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

type Activation = 'sigmoid' | 'linear' | 'softmax';

/** A small network of images with an ending. */
const smallNetwork = (units: number, activation: Activation, seed = 4): LayersModel =>
  randomise(
    sequential({
      layers: [
        layers.flatten({ inputShape: [4, 4, 1] }),
        layers.dense({ units: 6, activation: 'tanh' }),
        layers.dense({ units, activation: activation }),
      ],
    }),
    seed,
  );

const rows = (x: tf.Tensor): number[][] => x.arraySync() as number[][];

describe('scores of classes with probabilities of their own', () => {
  const slow: Record<Score, (z: number) => number> = {
    logit: (z) => z,
    one: () => 1,
    probability: sigmoid,
    'log-probability': (z) => Math.log(sigmoid(z)),
  };

  test.each(['logit', 'probability', 'log-probability'] as const)('%s and its derivative', (score) => {
    const z = [0.7, -1.3, 2.1];
    const options = { target: 1, versus: 2, score, probabilities: 'sigmoid' } as const;
    tf.tidy(() => {
      const logits = tf.tensor2d([z]);
      expect(scoreValues(logits, options)[0]).toBeCloseTo(slow[score](z[1]) - slow[score](z[2]), 6);
      const slope = (k: number): number => (slow[score](z[k] + 1e-4) - slow[score](z[k] - 1e-4)) / 2e-4;
      const derivative = scoreStart(options)(logits).dataSync();
      [0, slope(1), -slope(2)].forEach((expected, k) => expect(derivative[k]).toBeCloseTo(expected, 5));
    });
  });

  test('nothing cancels near P = 1, and the cross-entropy is that of the class', () => {
    tf.tidy(() => {
      const logits = tf.tensor2d([[40, 3]]);
      const of = { target: 0, probabilities: 'sigmoid' } as const;
      expect(scoreStart({ ...of, score: 'probability' })(logits).dataSync()[0] / Math.exp(-40)).toBeCloseTo(1, 5);
      expect(scoreValues(logits, { ...of, score: 'log-probability' })[0] / -Math.exp(-40)).toBeCloseTo(1, 5);
      const start = crossEntropyStart(1, 'sigmoid')(logits).dataSync();
      expect([start[0], start[1]]).toEqual([0, expect.closeTo(sigmoid(3) - 1, 6)]);
    });
  });

  test('values have no probabilities', () => {
    tf.tidy(() => {
      const logits = tf.tensor2d([[40, 3]]);
      const none = { probabilities: 'none' } as const;
      expect(scoreValues(logits, none)[0]).toBe(40);
      expect(codeOf(() => scoreValues(logits, { ...none, score: 'probability' }))).toBe('bad-option');
      expect(codeOf(() => scoreStart({ ...none, score: 'log-probability' }))).toBe('bad-option');
      expect(codeOf(() => crossEntropyStart(0, 'none'))).toBe('bad-option');
    });
  });
});

describe('explanations', () => {
  test('one unit with a sigmoid: the probability and its gradient are those of the model', () => {
    const model = smallNetwork(1, 'sigmoid');
    const c = classifier(model);
    const x = randomBatch(model, 3, 1);
    const p = rows(model.predict(x) as tf.Tensor).map(([value]) => value);
    expect(c.classes).toBe(2);
    const found = gradient(c, x, { target: 1, score: 'probability' });
    found.scores.forEach((score, i) => expect(score).toBeCloseTo(p[i], 6));
    const expected = tf.grad((v: tf.Tensor) => tf.sum(model.apply(v) as tf.Tensor))(x);
    expect(tf.max(tf.abs(tf.sub(found.relevance, expected))).dataSync()[0]).toBeLessThan(1e-6);
    const map = lrp(c, x, { target: 1 });
    map.scores.forEach((score, i) => expect(score).toBeCloseTo(Math.log(p[i] / (1 - p[i])), 4));
    expect(
      Math.max(...integratedGradients(c, x, { score: 'probability' }).completenessError.map(Math.abs)),
    ).toBeLessThan(1e-4);
  });

  test('several units with a sigmoid: each class has its own probability', () => {
    const model = smallNetwork(4, 'sigmoid');
    const c = classifier(model);
    const x = randomBatch(model, 3, 1);
    const p = rows(model.predict(x) as tf.Tensor);
    for (const explain of [gradient, sensitivity, occlusion, lrp])
      explain(c, x, { target: 2, score: 'probability' }).scores.forEach((score, i) =>
        expect(score).toBeCloseTo(p[i][2], 6),
      );
    const expected = tf.grad((v: tf.Tensor) => tf.sum(tf.slice(model.apply(v) as tf.Tensor2D, [0, 2], [-1, 1])))(x);
    const found = gradient(c, x, { target: 2, score: 'probability' }).relevance;
    expect(tf.max(tf.abs(tf.sub(found, expected))).dataSync()[0]).toBeLessThan(1e-6);
  });

  test.each(['a single unit', 'declared values'])('values: %s', async (kind) => {
    const model = kind === 'a single unit' ? smallNetwork(1, 'linear') : smallNetwork(3, 'softmax');
    const c = classifier(model, kind === 'a single unit' ? {} : { returns: 'values' });
    const x = randomBatch(model, 2, 1);
    const y = rows(model.predict(x) as tf.Tensor);
    expect(c.probabilities).toBe('none');
    for (const explain of [gradient, occlusion, lrp])
      explain(c, x, { target: 0 }).scores.forEach((score, i) => expect(score).toBeCloseTo(y[i][0], 5));
    for (const refused of [
      () => gradient(c, x, { score: 'probability' }),
      () => sensitivity(c, x),
      () => prototypes(c),
      () => backgroundAddition(c),
    ])
      expect(await refusal(refused)).toBe('bad-option');
    const isSingle = kind === 'a single unit';
    expect(await refusal(() => attack(c, x, bim({ epsilon: 0.1 })))).toBe(
      isSingle ? 'unsupported-model' : 'bad-option',
    );
    const start = tf.zeros([1, 4, 4, 1]);
    const before = (tf.tidy(() => model.predict(start)) as tf.Tensor).dataSync()[0];
    const { images, items } = await prototypes(c, { classes: [0], objective: 'logit', start, steps: 30, lambda: 0 });
    const after = (model.predict(images) as tf.Tensor).dataSync()[0];
    expect(after).toBeGreaterThan(before + 0.05);
    expect(items[0].probability).toBeCloseTo(after, 5);
  });
});

describe('versus', () => {
  const c = () =>
    classifier(
      sequential({
        layers: [
          layers.dense({ inputShape: [2], units: 3, useBias: false, weights: [tf.tensor2d([[0, 1, 0], [0, 0, 1]])] }), // prettier-ignore
        ],
      }),
    );

  test.each([gradient, lrp, integratedGradients, occlusion])('the predicted class against class 0', (explain) => {
    const { scores, targets, totals } = explain(c(), tf.tensor2d([[0.5, 0.2]]), { versus: 0 });
    expect([targets[0], scores[0]]).toEqual([1, 0.5]);
    expect(totals.every(Number.isFinite)).toBe(true);
  });

  test('an image that is predicted as that class has a contrast of 0, and the others have theirs', () => {
    const x = tf.tensor2d([[0.5, 0.2], [-0.5, -0.2]]); // prettier-ignore
    for (const explain of [gradient, lrp, integratedGradients, occlusion]) {
      const alone = explain(c(), tf.tensor2d([[0.5, 0.2]]), { versus: 0 });
      const both = explain(c(), x, { versus: 0 });
      expect([both.scores[1], both.ratio[1]]).toEqual([0, null]);
      const [first, second] = both.relevance.arraySync() as number[][];
      expect([first]).toEqual(alone.relevance.arraySync());
      for (const value of second) expect(Math.abs(value)).toBe(0);
    }
    expect(codeOf(() => gradient(c(), x, { target: 0, versus: 0 }))).toBe('bad-class');
    expect(codeOf(() => gradient(c(), x, { versus: 3 }))).toBe('bad-class');
  });
});

describe('attacks', () => {
  const model = () => smallNetwork(4, 'sigmoid', 7);
  const probabilityOf = (net: LayersModel, x: tf.Tensor, k: number): number[] =>
    rows(net.predict(x) as tf.Tensor).map((row) => row[k]);

  test.each([
    bim({ epsilon: 0.6 }),
    pgd({ epsilon: 0.6 }),
    pgd({ epsilon: 0.6, restarts: 2 }),
    deepFool(),
    carliniWagner({ searches: 3, steps: 60 }),
    noise({ epsilon: 2, draws: 60 }),
  ])('$name: a label is lost, or a target won, whatever becomes of the other classes', async (method) => {
    const net = model();
    const c = classifier(net);
    const x = randomBatch(net, 8, 3);
    for (const k of [0, 1, 2, 3]) {
      const before = probabilityOf(net, x, k);
      for (const criterion of [misclassified(k), targeted(k, (k + 1) % 4)]) {
        const isTargeted = 'target' in criterion.goals(1, () => Int32Array.of(0))[0];
        const { adversarial, items, summary } = await attack(c, x, method, { criterion });
        const after = probabilityOf(net, adversarial, k);
        // The label of a targeted attack is the next class: an image without it is wrong already, whatever the target.
        const ofLabel = probabilityOf(net, x, (k + 1) % 4);
        items.forEach(({ outcome, before: was, after: is }, i) => {
          const [met, meets] = [before[i], after[i]].map((p) => (isTargeted ? p > 0.5 : p <= 0.5));
          const already = isTargeted && ofLabel[i] > 0.5 ? 'already-target' : 'already-wrong';
          expect(outcome).toBe(met ? already : meets ? 'succeeded' : 'failed');
          expect([was.class, is.class]).toEqual([k, k]);
          expect(was.probability).toBeCloseTo(before[i], 5);
          expect(is.probability).toBeCloseTo(after[i], 4);
        });
        if (method.name !== 'noise') expect(summary.failed).toBeLessThanOrEqual(2);
      }
    }
  });

  test('robust accuracy counts labels that are lost', async () => {
    const net = model();
    const x = randomBatch(net, 8, 3);
    const { cleanAccuracy, points } = await robustAccuracy(classifier(net), x, pgd({ epsilon: 0 }), {
      epsilons: [1e-6, 1],
      criterion: misclassified(1),
    });
    const right = probabilityOf(net, x, 1).filter((p) => p > 0.5).length;
    expect(cleanAccuracy).toBeCloseTo(right / 8, 6);
    expect(points.map(({ accuracy }) => accuracy)).toEqual([cleanAccuracy, expect.closeTo(0, 1)]);
  });
});

test('prototypes raise the probability of a class by itself', async () => {
  const net = smallNetwork(4, 'sigmoid');
  const c: Classifier = classifier(net);
  for (const objective of ['probability', 'log-probability', 'logit'] as const) {
    const { images, items } = await prototypes(c, { objective, steps: 60, restarts: 1 });
    const p = rows(net.predict(images) as tf.Tensor);
    items.forEach(({ class: k, probability, history }, i) => {
      expect(probability).toBeCloseTo(p[i][k], 4);
      expect(probability).toBeGreaterThan(history[0].probability);
      expect(probability).toBeGreaterThan(0.8);
    });
  }
  const start = tf.zeros([1, 4, 4, 1]);
  const added = await backgroundAddition(c, start, { classes: [0], side: 1, background: 1 });
  const p = rows(net.predict(added.images) as tf.Tensor)[0][0];
  expect(added.items[0].probability).toBeCloseTo(p, 5);
  expect(p).toBeGreaterThan(rows(net.predict(start) as tf.Tensor)[0][0]);
});

test.each(['sigmoid', 'softmax'] as const)('a decoder that ends in a %s is traced through it', async (activation) => {
  const generator = randomise(sequential({ layers: [layers.dense({ inputShape: [5], units: 16, activation })] }), 2);
  const decoder = (network?: Network): Decoder => ({
    latentSize: 5,
    outputShape: [4, 4, 1],
    bounds: [-1, 1],
    ...(network && { network }),
    decode: (z) => tf.tidy(() => tf.reshape(generator.apply(z) as tf.Tensor, [-1, 4, 4, 1])),
  });
  const network = networkOf(generator);
  expect(network.outputs[0].scores).toBe(activation);
  const c = classifier(smallNetwork(3, 'softmax'));
  const [traced, taped] = await Promise.all(
    [decoder(network), decoder()].map((one) => decoderPrototypes(c, one, { classes: [1], steps: 5, restarts: 1 })),
  );
  taped.items[0].history.forEach(({ probability }, i) =>
    expect(traced.items[0].history[i].probability).toBeCloseTo(probability, 5),
  );
});

describe('training and evaluation', () => {
  const data = (classes: number) => {
    const labels = Int32Array.from({ length: 60 }, (_, i) => i % classes);
    return {
      size: 60,
      inputShape: [4, 4, 1],
      labels,
      images: (indices: ArrayLike<number>) =>
        tf.tidy(() =>
          tf.concat(
            Array.from(indices, (index) =>
              tf.tensor(
                Float32Array.from({ length: 16 }, (_, k) =>
                  k % classes === labels[index] ? 1 : Math.sin(index + k) / 3,
                ),
                [1, 4, 4, 1],
              ),
            ),
          ),
        ),
    };
  };

  test.each([
    ['one unit', 1, 2],
    ['several units', 3, 3],
  ])('%s with a sigmoid', async (_, units, classes) => {
    const net = smallNetwork(units, 'sigmoid');
    const images = data(classes);
    await train(net, images, { epochs: 12, batch: 6, seed: 1 });
    const { accuracy, loss, confusion } = await evaluate(classifier(net), images);
    const p = rows(net.predict(images.images(Array.from({ length: 60 }, (__, i) => i))) as tf.Tensor);
    const cross = p.map((row, i) =>
      row.reduce(
        (sum, value, k) =>
          sum - Math.log((units === 1 ? images.labels[i] === 1 : images.labels[i] === k) ? value : 1 - value),
        0,
      ),
    );
    expect(loss).toBeCloseTo(cross.reduce((a, b) => a + b) / 60, 4);
    expect(accuracy).toBeGreaterThan(0.95);
    expect(confusion.length).toBe(classes);
    if (units > 1) expect(Math.max(...p.map((row, i) => row[(images.labels[i] + 1) % 3]))).toBeLessThan(0.5);
  });

  test('values have no classes to evaluate', async () => {
    expect(await refusal(() => evaluate(classifier(smallNetwork(1, 'linear')), data(1)))).toBe('bad-option');
  });
});
