import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { classifier, type ClassifierOptions } from '@interp/core';
import { probabilitiesOf } from '@interp/core/internal';
import { codeOf, refusedNow } from '@interp/testing/refusal';
import { randomBatch, randomise } from '@interp/testing/small-models';

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

const dense = (units: number, activation: 'linear' | 'softmax' | 'sigmoid' | 'hardSigmoid' = 'linear'): LayersModel =>
  randomise(sequential({ layers: [layers.dense({ inputShape: [3], units, activation })] }), 5, 2);

type Returns = NonNullable<ClassifierOptions['returns']>;
const rows = (x: tf.Tensor): number[][] => x.arraySync() as number[][];
const apart = (a: tf.Tensor, b: tf.Tensor): number => tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]);

interface Source {
  readonly what: string;
  readonly model: LayersModel;
  /** What it is found to return; missing where that cannot be told. */
  readonly found?: Returns;
  readonly classes: number;
  readonly probabilities: 'softmax' | 'sigmoid' | 'none';
}

const sources: readonly Source[] = [
  { what: 'a softmax', model: dense(3, 'softmax'), found: 'probabilities', classes: 3, probabilities: 'softmax' },
  { what: 'one sigmoid', model: dense(1, 'sigmoid'), found: 'sigmoid', classes: 2, probabilities: 'softmax' },
  { what: 'logits', model: dense(3), found: 'logits', classes: 3, probabilities: 'softmax' },
  { what: 'one value', model: dense(1), found: 'values', classes: 1, probabilities: 'none' },
];

const asGraph = (model: LayersModel) => ({
  inputs: [{ shape: [-1, 3] }],
  outputs: [{ shape: [-1, model.outputs[0].shape[1]!] }],
  predict: (x: tf.Tensor) => model.predict(x) as tf.Tensor,
});

/** The derivative of the probability of class 1 with respect to the logits. */
const ofClass1 = (logits: tf.Tensor2D): tf.Tensor2D => {
  const p = tf.softmax(logits);
  const one = tf.slice(p, [0, 1], [-1, 1]);
  return tf.mul(one, tf.sub(tf.oneHot(tf.fill([p.shape[0]], 1, 'int32'), p.shape[1]), p));
};

describe.each(['graph model', 'function'])('a %s', (kind) => {
  const of = (model: LayersModel, options: ClassifierOptions = {}) =>
    kind === 'function'
      ? classifier((x) => model.apply(x) as tf.Tensor2D, {
          inputShape: [3],
          classes: model.outputs[0].shape[1]!,
          ...options,
        })
      : classifier(asGraph(model), options);

  test.each(sources)('that returns $what is looked at', ({ model, found, classes, probabilities }) => {
    const x = randomBatch(model, 4, 9);
    const before = tf.memory().numTensors;
    const c = of(model);
    expect(tf.memory().numTensors).toBe(before);
    expect([c.classes, c.probabilities]).toEqual([classes, probabilities]);
    const y = model.predict(x) as tf.Tensor2D;
    if (found === 'probabilities') expect(apart(probabilitiesOf(c.logits(x)), y)).toBeLessThan(1e-6);
    else if (found === 'sigmoid') {
      rows(probabilitiesOf(c.logits(x))).forEach(([, p], i) => expect(p).toBeCloseTo(rows(y)[i][0], 5));
      const { gradient } = c.gradient(x, ofClass1);
      const expected = tf.grad((v: tf.Tensor) => tf.sum(model.apply(v) as tf.Tensor))(x);
      expect(apart(gradient, expected)).toBeLessThan(1e-5);
    } else expect(apart(c.logits(x), y)).toBe(0);
    const declared = of(model, { returns: found! });
    expect([declared.classes, declared.probabilities]).toEqual([classes, probabilities]);
    expect(apart(declared.logits(x), c.logits(x))).toBe(0);
  });

  test('columns from 0 to 1 that do not sum to 1 are refused with the name of the option, and taken where it is given', () => {
    const model = dense(3, 'sigmoid');
    expect(refusedNow(() => of(model))?.message).toMatch(/returns: /);
    const x = randomBatch(model, 4, 9);
    const c = of(model, { returns: 'sigmoid' });
    expect([c.classes, c.probabilities]).toEqual([3, 'sigmoid']);
    expect(apart(probabilitiesOf(c.logits(x), c.probabilities), model.predict(x) as tf.Tensor)).toBeLessThan(1e-6);
    expect(apart(of(model, { returns: 'logits' }).logits(x), model.predict(x) as tf.Tensor)).toBe(0);
  });

  test.each(['probabilities', 'sigmoid'] as const)('%s that are none are refused, also later', (returns) => {
    const end = returns === 'sigmoid' ? 'sigmoid' : 'softmax';
    const [none, good] = [dense(3), dense(3, end)];
    const x = randomBatch(none, 4, 9);
    expect(codeOf(() => of(none, { returns }).logits(x))).toBe('bad-value');
    expect(codeOf(() => of(none, { returns }).gradient(x, (y) => tf.onesLike(y)))).toBe('bad-value');
    let runs = 0;
    const late = { ...asGraph(good), predict: (v: tf.Tensor) => (++runs < 3 ? good : none).predict(v) as tf.Tensor };
    const c = classifier(late, { returns });
    c.logits(x).dispose();
    c.logits(x).dispose();
    const before = tf.memory().numTensors;
    expect(codeOf(() => c.logits(x))).toBe('bad-value');
    expect(tf.memory().numTensors).toBe(before);
    const column = dense(1);
    expect(codeOf(() => of(column, { returns, classes: 1 }).logits(x))).toBe('bad-value');
  });

  if (kind === 'function')
    test('rows that do not sum to 1 are no probabilities of classes that exclude each other', () => {
      const model = dense(3, 'sigmoid');
      expect(codeOf(() => of(model, { returns: 'probabilities' }).logits(randomBatch(model, 4, 9)))).toBe('bad-value');
    });

  test('what is declared is not run', () => {
    let runs = 0;
    const counted = (x: tf.Tensor): tf.Tensor2D => {
      runs++;
      return tf.zeros([x.shape[0], 3]);
    };
    classifier(counted, { inputShape: [3], classes: 3, returns: 'logits' });
    expect(runs).toBe(0);
  });

  test('another number of columns than classes is refused', () => {
    const three = dense(3);
    const c = classifier((x) => three.apply(x) as tf.Tensor2D, { inputShape: [3], classes: 4 });
    expect(codeOf(() => c.logits(tf.zeros([1, 3])))).toBe('bad-shape');
  });
});

test.each(['probabilities', 'sigmoid'] as const)(
  'a layers model said to return %s, and that returns other numbers',
  (returns) => {
    for (const units of [1, 3]) {
      expect(codeOf(() => classifier(dense(units), { returns }))).toBe('bad-value');
      expect(classifier(dense(units), { returns, check: false }).classes).toBe(units === 1 ? 2 : 3);
    }
  },
);

describe('a tf.LayersModel that is said to return', () => {
  const x = (): tf.Tensor => randomBatch(dense(3), 4, 9);

  test('values is taken with its ending', () => {
    for (const model of [dense(3, 'softmax'), dense(3, 'sigmoid'), dense(1, 'sigmoid'), dense(3)]) {
      const c = classifier(model, { returns: 'values' });
      expect(c.probabilities).toBe('none');
      expect(apart(c.logits(x()), model.predict(x()) as tf.Tensor)).toBeLessThan(1e-6);
      const taped = tf.grad((v: tf.Tensor) => tf.sum(model.apply(v) as tf.Tensor))(x());
      expect(apart(c.gradient(x(), (l) => tf.onesLike(l)).gradient, taped)).toBeLessThan(1e-6);
    }
  });

  test('logits, of one unit, is two classes', () => {
    const model = dense(1);
    const c = classifier(model, { returns: 'logits' });
    expect([c.classes, c.probabilities]).toEqual([2, 'softmax']);
    rows(c.logits(x())).forEach((row, i) =>
      expect(row).toEqual([0, expect.closeTo(rows(model.predict(x()) as tf.Tensor)[i][0], 5)]),
    );
  });

  test.each(['sigmoid', 'probabilities'] as const)('%s, from a hard sigmoid', (returns) => {
    const model = returns === 'sigmoid' ? dense(3, 'hardSigmoid') : dense(1, 'hardSigmoid');
    expect(classifier(model).probabilities).toBe(returns === 'sigmoid' ? 'sigmoid' : 'softmax');
    expect(classifier(model, { returns: 'values' }).probabilities).toBe('none');
    const c = classifier(model, { returns });
    const y = rows(model.predict(x()) as tf.Tensor);
    const p = rows(probabilitiesOf(c.logits(x()), c.probabilities));
    y.forEach((row, i) => row.forEach((value, k) => expect(p[i][returns === 'sigmoid' ? k : 1]).toBeCloseTo(value, 5)));
    const weights = tf.tensor2d([[1, 2], [3, -1], [1, 0], [0, 2]].map((row) => [...row, 1].slice(0, c.classes))); // prettier-ignore
    const taped = tf.grad((v: tf.Tensor) => tf.sum(tf.mul(c.logits(v), weights)))(x());
    expect(apart(c.gradient(x(), () => tf.clone(weights)).gradient, taped)).toBeLessThan(1e-4);
  });

  test('something that its last activation contradicts is refused', () => {
    for (const [model, returns] of [
      [dense(3, 'softmax'), 'logits'],
      [dense(3, 'softmax'), 'sigmoid'],
      [dense(3, 'sigmoid'), 'probabilities'],
      [dense(3), 'scores' as Returns],
    ] as const)
      expect(codeOf(() => classifier(model, { returns }))).toBe('bad-option');
  });
});
