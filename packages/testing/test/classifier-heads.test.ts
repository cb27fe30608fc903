import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { startBackend } from '@interp/backend';
import { classifier, networkOf, trace } from '@interp/core';
import { probabilitiesOf } from '@interp/core/internal';
import { classifierHeads, type ClassifierHead } from '@interp/testing/classifier-heads';
import { randomBatch, randomise } from '@interp/testing/small-models';

const softmax = (row: readonly number[]): number[] => {
  const powers = row.map((value) => Math.exp(value));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((value) => value / sum);
};
const sigmoid = (row: readonly number[]): number[] => row.map((value) => 1 / (1 + Math.exp(-value)));

/** The scores by the formula of a head, given the values of its linear layer. */
const scoresOf = ({ units, scores, ending, order }: ClassifierHead, values: readonly number[]): number[] => {
  const own = scores === 'softmax' ? softmax(values) : values;
  const placed = order ? order.map((k) => own[k]) : [...own];
  return ending === 'sigmoid' && units === 1 ? [0, ...placed] : placed;
};

/** The output by the formula of a head, given its scores. */
const outputOf = ({ units, ending, scale: [factor, shift] = [1, 0] }: ClassifierHead, scores: number[]): number[] => {
  const own = ending === 'sigmoid' && units === 1 ? scores.slice(1) : scores;
  const whole = {
    softmax,
    logSoftmax: (row: readonly number[]) => softmax(row).map(Math.log),
    sigmoid,
    identity: (row: readonly number[]) => [...row],
  }[ending](own);
  return whole.map((value) => value * factor + shift);
};

const rowsOf = (x: tf.Tensor): number[][] => tf.reshape(x, [x.shape[0], -1]).arraySync() as number[][];

const expectRows = (found: tf.Tensor, expected: readonly number[][]): void => {
  const values = rowsOf(found);
  expect(values.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  const apart = values.flatMap((row, i) =>
    row.map((value, k) => Math.abs(value - expected[i][k]) / (1 + Math.abs(expected[i][k]))),
  );
  expect(Math.max(...apart)).toBeLessThan(2e-5);
};

const withWeightsOf = (model: LayersModel, other: LayersModel): LayersModel => {
  const weights = other.getWeights();
  model.weights.forEach((weight, i) => i < weights.length && weight.write(weights[i]));
  return model;
};

test('there are at least forty heads', () => {
  expect(classifierHeads.length).toBeGreaterThanOrEqual(40);
});

describe.each(['cpu', 'wasm'])('%s: scores end at one place', (backend) => {
  beforeAll(async () => {
    await startBackend(backend as 'cpu');
    Object.assign(tf.backend(), { firstUse: false });
  });

  test.each(classifierHeads.map((head) => [head.name, head] as const))('%s', (_, head) => {
    const linear = randomise(head.build('linear'), 3);
    const model = withWeightsOf(head.build('whole'), linear);
    const network = networkOf(model);
    const x = randomBatch(model, 3, 5);
    tf.tidy(() => {
      const expected = rowsOf(linear.predict(x) as tf.Tensor).map((row) => scoresOf(head, row));
      const c = classifier(model);
      expect([c.classes, network.outputs[0].scores]).toEqual([expected[0].length, head.ending]);
      expectRows(c.logits(x), expected);
      expectRows(trace(network, x).output, expected);
      expectRows(network.scores(x), expected);
      if (!head.actsInTraining) expectRows(network.scores(x, { training: true }), expected);

      const outputs = expected.map((row) => outputOf(head, row));
      expectRows(model.predict(x) as tf.Tensor, outputs);
      expectRows(Object.values(network.run(x))[0], outputs);
      const [kind, wanted] =
        head.ending === 'sigmoid' && head.units > 1 ? (['sigmoid', sigmoid] as const) : (['softmax', softmax] as const);
      expect(c.probabilities).toBe(kind);
      expectRows(probabilitiesOf(c.logits(x), c.probabilities), expected.map(wanted));

      const weights = tf.tensor2d(expected.map((row, i) => row.map((__, k) => Math.sin(3 * i + k + 1))));
      let taped: tf.Tensor | undefined;
      const byTape = tf.grad((images: tf.Tensor) => {
        taped = tf.keep(c.logits(images));
        return tf.sum(tf.mul(taped, weights));
      })(x);
      expectRows(taped!, expected);
      taped!.dispose();
      expectRows(c.gradient(x, () => tf.clone(weights)).gradient, rowsOf(byTape));
    });
    tf.dispose([x, ...linear.getWeights(), ...model.getWeights()]);
  });
});
