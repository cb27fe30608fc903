import { startBackend } from '@interp/backend';
import { backward, classifier, trace } from '@interp/core';
import { attnLrp, cpLrp, epsilon, lrp, softmaxTaylor } from '@interp/lrp';
import { refused } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import { type Graph, graphNetwork } from '../src/index.js';
import { graphOf, normals } from './graph-parts.js';

beforeAll(async () => {
  await startBackend('cpu');
});

const [tokens, features, classes] = [4, 6, 3];

/** Attention of one head over four tokens, normalised before, with a residual sum, a GELU as exporters write it, and a mean of the tokens. */
const encoder = (): Graph => {
  const { node, normal, constant, whole, to } = graphOf([null, tokens, features]);
  const number = (value: number): string => constant(tf.scalar(value));
  const normalised = node('LayerNormalization', ['x', normal([features]), normal([features])]);
  const [q, k, v] = [0, 1, 2].map(() => node('Add', [node('MatMul', [normalised, normal([features, features], 0.5)]), normal([features], 0.1)])); // prettier-ignore
  const scores = node('Div', [node('MatMul', [q, node('Transpose', [k], { perm: [0, 2, 1] })]), number(Math.sqrt(features))]); // prettier-ignore
  const mixed = node('MatMul', [node('Softmax', [scores]), v]);
  const residual = node('Add', [mixed, 'x']);
  const inner = node('MatMul', [residual, normal([features, 8], 0.5)]);
  const gelu = node('Mul', [node('Mul', [inner, node('Add', [node('Erf', [node('Div', [inner, number(Math.SQRT2)])]), number(1)])]), number(0.5)]); // prettier-ignore
  const mean = node('ReduceMean', [gelu, whole([1])], { keepdims: 0 });
  return to(node('Gemm', [mean, normal([8, classes]), normal([classes])]));
};

const free = { bounds: [-Infinity, Infinity] as const };
const largest = (x: tf.Tensor): number => tf.max(tf.abs(x)).dataSync()[0];

test('what exporters write of an activation is one', () => {
  const { steps } = graphNetwork(encoder());
  expect(steps.filter(({ operator }) => operator.activation === 'self-gated')).toHaveLength(1);
  expect(steps.filter(({ operator }) => operator.activation === 'erf')).toHaveLength(0);
});

test('the gradient is that of differences', () => {
  const run = trace(graphNetwork(encoder()), normals([2, tokens, features]));
  const start = normals([2, classes], 4);
  const direction = normals([2, tokens, features], 5);
  const found = tf.sum(tf.mul(backward(run, start), direction)).dataSync()[0];
  const score = (h: number): number =>
    tf.sum(tf.mul(trace(graphNetwork(encoder()), tf.add(normals([2, tokens, features]), tf.mul(direction, h))).output, start)).dataSync()[0]; // prettier-ignore
  expect(found).toBeCloseTo((score(1e-3) - score(-1e-3)) / 2e-3, 1);
});

/** One by one, as the formulas stand. */
const slowly = {
  /** R_a,ji = ½ Σ_k a_ji b_ik R_jk / o_jk; the same of b. */
  product: (a: number[][], b: number[][], r: number[][]): [number[][], number[][]] => {
    const o = a.map((row) => b[0].map((_, k) => row.reduce((sum, one, i) => sum + one * b[i][k], 0)));
    return [
      a.map((row, j) =>
        row.map((one, i) => b[i].reduce((sum, two, k) => sum + (one * two * r[j][k]) / (2 * o[j][k]), 0)),
      ),
      b.map((row, i) =>
        row.map((two, k) => a.reduce((sum, one, j) => sum + (one[i] * two * r[j][k]) / (2 * o[j][k]), 0)),
      ),
    ];
  },
  /** R_i = x_i (R_i - s_i Σ R). */
  softmax: (x: number[], r: number[]): number[] => {
    const whole = x.reduce((sum, one) => sum + Math.exp(one), 0);
    const all = r.reduce((sum, one) => sum + one, 0);
    return x.map((one, i) => one * (r[i] - (Math.exp(one) / whole) * all));
  },
  /** R_i = Σ_j x_i (δ_ij - 1/n) / σ R_j / y_j. */
  normalisation: (x: number[], r: number[]): number[] => {
    const mean = x.reduce((sum, one) => sum + one, 0) / x.length;
    return x.map((one, i) => r.reduce((sum, arrived, j) => sum + (one * (Number(i === j) - 1 / x.length) * arrived) / (x[j] - mean), 0)); // prettier-ignore
  },
};

const rows = (x: tf.Tensor): number[][] => tf.reshape(x, [-1, x.shape.at(-1)!]).arraySync() as number[][];

test('rules are those of the formulas', () => {
  const seen: string[] = [];
  const check = (kind: string, found: tf.Tensor, expected: readonly (readonly number[])[]): void => {
    seen.push(kind);
    const right = tf.tensor(expected.flat());
    expect(largest(tf.sub(tf.reshape(found, [-1]), right))).toBeLessThan(1e-3 * Math.max(1, largest(right)));
  };
  const [taylor, usual] = [softmaxTaylor(), epsilon({ epsilon: 0 })];
  lrp(classifier(graphNetwork(encoder()), free), normals([1, tokens, features]), {
    rules: (layer, input, relevance) => {
      const rule = layer.activation === 'softmax' ? taylor : usual;
      const found = rule(layer, input, relevance);
      const [x, r] = [rows(input), rows(relevance)];
      if (layer.activation === 'softmax') check('softmax', found, x.map((row, i) => slowly.softmax(row, r[i])));
      if (layer.kind === 'function') check('normalisation', found, x.map((row, i) => slowly.normalisation(row, r[i])));
      if (layer.kind === 'product') {
        const [a, b] = layer.splitInput(input).map(rows);
        check('product', found, slowly.product(a, b, r).flat());
      }
      return found;
    },
  }); // prettier-ignore
  expect(seen).toEqual(['product', 'softmax', 'product', 'normalisation']);
});

test('relevance is conserved where only gates are held constant, and the ledger says what is lost elsewhere', () => {
  const c = classifier(graphNetwork(encoder()), free);
  const x = normals([2, tokens, features]);
  const constant = lrp(c, x, { rules: [...cpLrp({ epsilon: 0 })], bias: 'drop', strict: true });
  constant.totals.forEach((total, i) => expect(total).toBeCloseTo(constant.scores[i], 3));
  const whole = lrp(c, x, { rules: attnLrp({ epsilon: 0 }), bias: 'drop', strict: true });
  whole.ledger.forEach((rowsOfImage, i) => {
    const lost = rowsOfImage.reduce((sum, { bias, stabiliser, empty }) => sum + bias + stabiliser + empty, 0);
    expect(whole.totals[i] + lost).toBeCloseTo(whole.scores[i], 2);
  });
  expect(largest(tf.sub(whole.relevance, constant.relevance))).toBeGreaterThan(0.01);
});

test('ε is added to sums of either sign as it is, and a hundredth of it at additions', () => {
  const { node, constant, to } = graphOf([null, 2]);
  const dense = (weights: readonly number[], bias: number): string =>
    node('Gemm', ['x', constant(tf.tensor2d([...weights], [2, 1])), constant(tf.tensor1d([bias]))]);
  const c = classifier(graphNetwork(to(node('Add', [dense([1, -2], 0.5), dense([-3, 0.25], 1)]))), free);
  const [x, y] = [1.5, 2];
  const sums = [x - 2 * y + 0.5, -3 * x + 0.25 * y + 1]; // -2 and -3
  const whole = sums[0] + sums[1];
  const [a, b] = sums.map((sum) => (sum * whole) / (whole + 0.01) / (sum + 1));
  for (const rules of [attnLrp({ epsilon: 1 }), cpLrp({ epsilon: 1 })]) {
    const { relevance, ledger } = lrp(c, tf.tensor2d([[x, y]]), { rules, strict: true });
    const [first, second] = relevance.dataSync();
    expect([first, second]).toEqual([expect.closeTo(x * (a - 3 * b), 4), expect.closeTo(y * (-2 * a + 0.25 * b), 4)]);
    const absorbed = ledger[0].reduce((sum, row) => sum + row.bias + row.stabiliser, 0);
    expect(first + second + absorbed).toBeCloseTo(whole, 4);
  }
});

test('what has no rule is refused by its name', async () => {
  const { node, normal, whole, to } = graphOf([null, 4]);
  const graph = to(node('MatMul', [node('ReduceProd', ['x', whole([1])]), normal([1, 2])]));
  const c = classifier(graphNetwork(graph), free);
  const x = normals([1, 4]);
  expect((await refused(() => lrp(c, x))).message).toContain(
    'the layer "ReduceProd 0" of type ReduceProd has no rule of relevance',
  );
});
