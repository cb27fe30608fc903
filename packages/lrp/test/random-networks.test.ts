import { startBackend } from '@interp/backend';
import { classifier, random } from '@interp/core';
import { alphaBeta, epsilon, lrp, type LrpRule } from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';
import { slowForward, slowNetwork, slowRelevance, type SlowRule } from './slow-network.js';

beforeAll(() => startBackend('wasm'));

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const evenly = (products: readonly number[]): readonly number[] => products.map(() => 1 / products.length);

/** Bach et al. 2015, equation 58, at sums of every kind. */
const slowEpsilon =
  (stabiliser: number): SlowRule =>
  (products, bias) => {
    const sum = total(products) + bias;
    return sum === 0 ? evenly(products) : products.map((z) => z / (sum + (sum < 0 ? -stabiliser : stabiliser)));
  };

/** Equation 60 without biases; branches are shared by their sizes, and a gain passes on what arrives. */
const slowAlphaBeta =
  (alpha: number, beta: number): SlowRule =>
  (products, _, kind) => {
    if (kind === 'scale') return [1];
    const sizes = products.map(Math.abs);
    if (total(sizes) === 0) return evenly(products);
    if (kind === 'add') return sizes.map((size) => size / total(sizes));
    const [positive, negative] = [products.map((z) => Math.max(0, z)), products.map((z) => Math.min(0, z))];
    const [plus, minus] = [total(positive), total(negative)];
    if (minus === 0) return positive.map((z) => z / plus);
    if (plus === 0) return negative.map((z) => z / minus);
    return products.map((_z, i) => (alpha * positive[i]) / plus - (beta * negative[i]) / minus);
  };

const rules: readonly (readonly [name: string, LrpRule, SlowRule])[] = [
  ['ε 0.05', epsilon({ epsilon: 0.05 }), slowEpsilon(0.05)],
  ['α2β1', alphaBeta(), slowAlphaBeta(2, 1)],
  ['α1β0', alphaBeta({ alpha: 1, beta: 0 }), slowAlphaBeta(1, 0)],
];

/** Twelve seeds in turn; 100 of others were tried by hand. */
test.each(Array.from({ length: 12 }, (_, i) => 700 + i))(
  'random network %i: relevance is that of the formulas, unit by unit, in float64',
  (seed) => {
    const net = slowNetwork(seed);
    const stream = random(seed + 1);
    const size = net.inputShape.reduce((a, b) => a * b, 1);
    const x = Float32Array.from(stream.uniforms(size, -1, 1));
    const values = slowForward(net, x);
    const own = classifier(net.model, { bounds: [-1, 1], returns: 'logits' });
    const batch = tf.tensor(x, [1, ...net.inputShape]);
    const target = seed % 3;
    own.logits(batch).dataSync().forEach((logit, k) => expect(logit).toBeCloseTo(values.at(-1)![k], 4)); // prettier-ignore
    for (const [name, rule, slow] of rules) {
      const expected = slowRelevance(net, values, target, slow);
      const { relevance } = lrp(own, batch, { rules: rule, target });
      const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
      const worst = relevance
        .dataSync<'float32'>()
        .reduce((most, r, i) => Math.max(most, Math.abs(r - expected[i]) / scale), 0);
      expect([net.plan, name, worst < 1e-4]).toEqual([net.plan, name, true]);
      relevance.dispose();
    }
    batch.dispose();
    net.model.dispose();
  },
);
