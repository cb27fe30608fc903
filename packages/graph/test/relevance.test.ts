import { startBackend } from '@interp/backend';
import { canWalk, classifier, type Network } from '@interp/core';
import type { Operator } from '@interp/core/internal';
import { alphaBeta, epsilon, flat, gamma, lrp, type LrpLayer, softmaxTaylor, uniform, wSquare, zPlus } from '@interp/lrp'; // prettier-ignore
import { refused } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import { graphNetwork } from '../src/index.js';
import { type Case, cases } from './cases.js';
import { graphOf, normals } from './graph-parts.js';

beforeAll(async () => {
  await startBackend('cpu');
});

const free = { bounds: [-Infinity, Infinity] as const };

/** The case, and two scores made of what it gives. */
const scored = ([, shape, make]: Case): Network => {
  const bare = graphOf(shape);
  const [{ shape: given }] = graphNetwork(bare.to(make(bare))).outputs;
  const size = given.reduce<number>((all, one) => all * (one ?? 1), 1);
  const parts = graphOf(shape);
  const images = given.indexOf(null);
  const value = make(parts);
  const turned = parts.node('Transpose', [value], { perm: [images, ...given.keys()].filter((axis, i) => i === 0 || axis !== images) }); // prettier-ignore
  const rows = parts.node('Reshape', [turned, parts.whole([-1, size])]);
  return graphNetwork(parts.to(parts.node('MatMul', [rows, parts.normal([size, 2])])));
};

type Matrix = number[][];

const matrix = (x: tf.Tensor): Matrix => tf.reshape(x, [x.shape[0], -1]).arraySync() as Matrix;

/** Input by input: what a small change of it changes of the output, or all of what a linear step makes of it alone. */
const jacobian = (operator: Operator, layer: LrpLayer, input: tf.Tensor): Matrix => {
  const size = input.size;
  const each = tf.reshape(tf.eye(size), [size, ...input.shape.slice(1)]);
  if (operator.map) return matrix(operator.map.apply(each));
  const at = tf.tile(input, [size, ...input.shape.slice(1).map(() => 1)]);
  const run = (x: tf.Tensor): tf.Tensor => operator.forward([...splitAt(layer, operator, x)])[0];
  const h = 2 ** -9;
  const slopes = tf.div(tf.sub(run(tf.add(at, tf.mul(each, h))), run(tf.sub(at, tf.mul(each, h)))), 2 * h);
  return matrix(slopes);
};

const splitAt = (layer: LrpLayer, operator: Operator, x: tf.Tensor): readonly tf.Tensor[] =>
  operator.merge ? operator.merge.split(x, layer.inputShapes.map((shape) => [x.shape[0], ...shape.slice(1)])) : [x]; // prettier-ignore

/** R_i = Σ_j z_ij / (Σ_i z_ij + b_j) R_j, z_ij = x_i w_ij, one by one. */
const proportionally = (
  x: number[],
  w: Matrix,
  b: number[],
  r: number[],
  part = (z: number): number => z,
): number[] => {
  const sums = r.map((_, j) => x.reduce((sum, one, i) => sum + part(one * w[i][j]), b[j]));
  return x.map((one, i) => r.reduce((sum, arrived, j) => sum + (sums[j] === 0 ? 0 : (part(one * w[i][j]) / sums[j]) * arrived), 0)); // prettier-ignore
};

/** R_i = Σ_j w_ij R_j. */
const routed = (w: Matrix, r: number[]): number[] =>
  w.map((row) => row.reduce((sum, weight, j) => sum + weight * r[j], 0));

/** The relevance of a step's input as its formula says. */
const slowly = (operator: Operator, layer: LrpLayer, input: tf.Tensor, relevance: tf.Tensor): number[] => {
  const [[x], [r], [y]] = [input, relevance, layer.output].map(matrix);
  if (layer.activation === 'softmax') {
    // A share of 0 has no relevance. Along whatever axis it goes: R_i = x_i Σ_j R_j (δ_ij - s_i), of those of one softmax.
    const w = jacobian(operator, layer, input);
    return x.map((one, i) => one * r.reduce((sum, arrived, j) => sum + (y[j] === 0 ? 0 : w[i][j] / y[j]) * arrived, 0));
  }
  if (layer.kind === 'activation') return r;
  const w = jacobian(operator, layer, input);
  const bias = layer.kind === 'linear' ? y.map((all, j) => all - x.reduce((sum, one, i) => sum + one * w[i][j], 0)) : y.map(() => 0); // prettier-ignore
  if (layer.kind === 'linear') return proportionally(x, w, bias, r);
  if (layer.kind === 'product') return x.map((one, i) => r.reduce((sum, arrived, j) => sum + (y[j] === 0 ? 0 : (one * w[i][j]) / (2 * y[j])) * arrived, 0)); // prettier-ignore
  if (layer.kind === 'merging' && operator.map) return proportionally(x, w, y.map(() => 0), r); // prettier-ignore
  if (layer.kind === 'merging' && operator.copies === undefined && !layer.type.startsWith('M')) return proportionally(x, w, y.map(() => 0), r); // prettier-ignore
  if (layer.kind !== 'function') return routed(w, r);
  const held = y.map(
    (_, j) => matrix(layer.signal!(tf.reshape(tf.oneHot([j], y.length, 1, 0, 'float32'), layer.output.shape)))[0],
  );
  return proportionally(x, x.map((_, i) => held.map((row) => row[i])), y.map(() => 0), r); // prettier-ignore
};

const largest = (values: number[]): number => Math.max(...values.map(Math.abs));

const passing = cases.filter(([, , , kind]) => kind !== 'no rule');

test.each(passing as [...Case][])('%s: relevance by its formula, and conserved', (...one) => {
  tf.tidy(() => {
    const network = scored(one);
    expect(canWalk(network)).toBe(true);
    const operators = new Map(network.steps.map(({ operator, outputs: [name] }) => [name, operator]));
    const [{ shape, picture = shape }] = network.inputs;
    const x = normals([1, ...(picture.slice(1) as number[])], 31);
    const model = classifier(network, free);
    const rule = epsilon({ epsilon: 0 });
    lrp(model, x, {
      target: 0,
      rules: (layer, input, relevance) => {
        const found = (layer.activation === 'softmax' ? softmaxTaylor() : rule)(layer, input, relevance);
        const operator = operators.get(layer.outputs[0])!;
        const expected = slowly(operator, layer, input, relevance);
        const [values] = matrix(found);
        const scale = Math.max(1e-3, largest(expected));
        // Places among values are whole numbers, and have no slope.
        const compared = layer.type === 'GatherElements' ? layer.splitInput(input)[0].size : values.length;
        const off = largest(values.slice(0, compared).map((value, i) => value - expected[i])) / scale;
        expect({ layer: layer.name, kind: layer.kind, isRight: off < 2e-2 }).toEqual({ layer: layer.name, kind: layer.kind, isRight: true }); // prettier-ignore
        if (layer.kind === 'linear' && layer.name !== layer.inputs[0]) checkSigns(operator, layer, input, relevance);
        return found;
      },
    });
    const { totals, scores, ledger } = lrp(model, x, { target: 0 });
    const lost = ledger[0].reduce((sum, { bias, stabiliser, empty }) => sum + bias + stabiliser + empty, 0);
    expect(Math.abs(totals[0] + lost - scores[0])).toBeLessThan(1e-3 * Math.max(1, Math.abs(scores[0])));
  });
});

const withoutBias = (layer: LrpLayer): LrpLayer =>
  Object.assign(Object.create(layer) as LrpLayer, { biasPolicy: 'drop' as const });

/** Positive and negative products apart: R_i = Σ_j 2 z_ij⁺ / z_j⁺ - z_ij⁻ / z_j⁻, where both are there. */
const checkSigns = (operator: Operator, layer: LrpLayer, input: tf.Tensor, relevance: tf.Tensor): void => {
  const [[x], [r]] = [input, relevance].map(matrix);
  const w = jacobian(operator, layer, input);
  const none = r.map(() => 0);
  const isMixed = r.every((_, j) => [1, -1].every((sign) => x.some((one, i) => sign * one * w[i][j] > 1e-3)));
  if (!isMixed) return;
  const plus = proportionally(x, w, none, r, (z) => Math.max(z, 0));
  const minus = proportionally(x, w, none, r, (z) => Math.min(z, 0));
  const expected = plus.map((value, i) => 2 * value - minus[i]);
  const [found] = matrix(alphaBeta({ alpha: 2 })(withoutBias(layer), input, relevance));
  expect(largest(found.map((value, i) => value - expected[i])) / Math.max(1e-3, largest(expected))).toBeLessThan(1e-3);
};

test.each(cases.filter(([, , , kind]) => kind === 'no rule') as [...Case][])(
  '%s: relevance is refused by name',
  async (...one) => {
    // prettier-ignore
    const network = scored(one);
    const refusal = await refused(() => lrp(classifier(network, free), normals([1, ...(network.inputs[0].shape.slice(1) as number[])]))); // prettier-ignore
    expect(refusal.message).toMatch(/has no rule of relevance/);
  },
);

const without: [name: string, make: (parts: ReturnType<typeof graphOf>) => string][] = [
  ['windows on padding alone', (parts) => parts.node('Conv', ['x', parts.normal([3, 2, 2, 2]), parts.normal([3])], { pads: [2, 2, 0, 0] })], // prettier-ignore
  ['places beyond a transposed window', (parts) => parts.node('ConvTranspose', ['x', parts.normal([2, 3, 2, 2]), parts.normal([3])], { strides: [2, 2], output_padding: [1, 1] })], // prettier-ignore
];
const rulesOfSums = { 'α2β1': alphaBeta(), 'z⁺': zPlus(), 'ε': epsilon({ epsilon: 0 }), 'γ': gamma({ stabiliser: 0 }), 'flat': flat(), 'w²': wSquare() }; // prettier-ignore

test.each(without)('%s: what has no inputs gives its relevance evenly to all', (...[, make]) => {
  tf.tidy(() => {
    const parts = graphOf([null, 2, 3, 4]);
    const rows = parts.node('Flatten', [parts.node('Relu', [make(parts)])], { axis: 1 });
    const size = graphNetwork(parts.to(rows)).outputs[0].shape[1]!;
    const model = classifier(graphNetwork(parts.to(parts.node('MatMul', [rows, parts.normal([size, 2])]))), free);
    for (const [name, rule] of Object.entries(rulesOfSums)) {
      const { conservationError } = lrp(model, normals([2, 3, 4, 2], 5), { rules: uniform(rule), bias: 'drop', strict: true }); // prettier-ignore
      expect({ name, conserves: Math.max(...conservationError) < 1e-5 }).toEqual({ name, conserves: true });
    }
  });
});
