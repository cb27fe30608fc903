import { startBackend } from '@interp/backend';
import { canWalk, classifier, networkOf, random } from '@interp/core';
import { alphaBeta, epsilon, flat, lrp, type LrpRule } from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { doublePrecision } from '../measure/gradients/double-precision.mjs';
import { randomModel, scoresBehind } from '../measure/gradients/random-models.mjs';

const double = doublePrecision();

beforeAll(() => startBackend('wasm'));

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const centred = (row: readonly number[]): number[] => {
  const mean = row.reduce((a, b) => a + b, 0) / row.length;
  return row.map((value) => value - mean);
};

/** The largest difference, as a share of the largest expected value. */
const apart = (found: readonly number[], expected: readonly number[]): number => {
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i]) / scale), 0);
};

/** What `randomModel` builds, with one TensorFlow.js or the other. */
interface Built {
  readonly model: tfl.LayersModel;
  readonly ending: string;
  readonly plan: readonly string[];
}

const rules: Readonly<Record<string, LrpRule>> = {
  epsilon: epsilon(),
  alphaBeta: alphaBeta(),
  flat: flat(),
};

/** Sixteen seeds in turn; 500 of others were tried by hand. */
test.each(Array.from({ length: 16 }, (_, i) => 91_000 + i))(
  'random network %i: scores, gradients and relevance are those of double precision',
  (seed) => {
    const { inputShape, build } = randomModel(seed, { depth: 3 });
    const { model, ending, plan } = build(tfl) as Built;
    const { model: exact } = build(double.tfl) as Built;
    const stream = random(seed);
    const weights = model.weights.map(({ shape, name }) => {
      const values = Array.from(stream.normals(sizeOf(shape as number[]), 0, 0.6), Math.fround);
      return { shape: shape as number[], values: name.includes('variance') ? values.map((v) => v * v + 0.3) : values };
    });
    model.setWeights(weights.map(({ values, shape }) => tf.tensor(values, shape)));
    exact.setWeights(weights.map(({ values, shape }) => double.tf.tensor(values, shape)));
    const size = sizeOf(inputShape);
    const x = Array.from(stream.uniforms(size, -1, 1), Math.fround);
    const right = (rows: readonly (readonly number[])[]) =>
      double.tf.tidy(() => {
        const batch = double.tf.tensor(rows.flat(), [rows.length, ...inputShape]);
        return (exact.apply(batch) as tf.Tensor2D).arraySync().map((row) => scoresBehind(ending, row));
      });
    const [{ scores, upToShift }] = right([x]);
    const shown = upToShift ? centred : (row: readonly number[]) => [...row];
    const start = shown(Array.from(stream.uniforms(scores.length, -1, 1), Math.fround));
    const moved = x.flatMap((_, k) => [1e-6, -1e-6].map((step) => x.map((v, i) => (i === k ? v + step : v))));
    const weighted = right(moved).map((one) => one.scores.reduce((sum, value, k) => sum + value * start[k], 0));
    const slopes = x.map((_, i) => (weighted[2 * i] - weighted[2 * i + 1]) / 2e-6);

    const images = tf.tensor(x, [1, ...inputShape]);
    const own = classifier(model, { bounds: [-Infinity, Infinity] });
    const taped = classifier((y) => own.logits(y), { inputShape, classes: scores.length, returns: 'values' });
    for (const way of [own, taped]) {
      const { logits, gradient } = way.gradient(images, () => tf.tensor2d([start]));
      expect([plan, apart(shown([...logits.dataSync<'float32'>()]), shown(scores)) < 1e-4]).toEqual([plan, true]);
      expect([plan, apart([...gradient.dataSync<'float32'>()], slopes) < 2e-3]).toEqual([plan, true]);
      tf.dispose([logits, gradient]);
    }
    if (canWalk(networkOf(model)))
      for (const [name, rule] of Object.entries(rules)) {
        const { relevance, ledger, scores: explained } = lrp(own, images, { rules: rule });
        const [rows] = ledger;
        const lost = rows.reduce((sum, one) => sum + one.bias + one.stabiliser + one.empty, 0);
        const total = relevance.dataSync<'float32'>().reduce((sum, value) => sum + value, 0);
        const size = rows.reduce((most, one) => Math.max(most, Math.abs(one.in), Math.abs(one.bias)), Math.abs(total));
        expect([plan, name, Math.abs(total + lost - explained[0]) <= 1e-3 * size]).toEqual([plan, name, true]);
        relevance.dispose();
      }
    tf.dispose(images);
    model.dispose();
    exact.dispose();
  },
);
