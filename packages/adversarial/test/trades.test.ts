import { startBackend } from '@interp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { tradesTraining } from '../src/index.js';
import { divergenceDirection, tradesLoss } from '../src/robustness/trades.js';
import { examples, net, original } from './small-network.js';

beforeAll(() => startBackend('wasm'));

describe('TRADES', () => {
  const clean = [
    [2, -1, 0.5],
    [0, 0, 0],
    [-3, 4, 1],
  ];
  const moved = [
    [1, 0, 0.4],
    [0, 0.1, -0.2],
    [-2, 1, 3],
  ];
  const wanted = [
    [1, 0, 0],
    [0, 0, 1],
    [0, 1, 0],
  ];
  const softmax = (row: readonly number[]): number[] => {
    const sum = row.reduce((total, l) => total + Math.exp(l), 0);
    return row.map((l) => Math.exp(l) / sum);
  };
  /** Equation 5 of the paper, term by term. */
  const slowly = (beta: number): number =>
    clean.reduce((sum, row, i) => {
      const [p, q] = [softmax(row), softmax(moved[i])];
      const divergence = p.reduce((kl, value, k) => kl + value * Math.log(value / q[k]), 0);
      return sum - Math.log(p[wanted[i].indexOf(1)]) + beta * divergence;
    }, 0) / clean.length;

  test.each([0, 1, 6])('β = %d: the loss is the formula, its gradient the tape', (beta) => {
    const before = tf.memory().numTensors;
    const logits = tf.tensor2d([...clean, ...moved]);
    const { value, gradient } = tradesLoss(beta)(logits, tf.tensor2d(wanted));
    expect(value.dataSync()[0]).toBeCloseTo(slowly(beta), 5);
    const taped = tf.tidy(() =>
      tf.grad((scores: tf.Tensor) => {
        const [a, b] = tf.split(scores, 2);
        const [logP, logQ] = [tf.logSoftmax(a), tf.logSoftmax(b)];
        const entropies = tf.neg(tf.sum(tf.mul(tf.tensor2d(wanted), logP), 1));
        const divergences = tf.sum(tf.mul(tf.exp(logP), tf.sub(logP, logQ)), 1);
        return tf.mean(tf.add(entropies, tf.mul(divergences, beta)));
      })(logits),
    );
    const found = gradient.dataSync();
    taped.dataSync().forEach((gradient, i) => expect(found[i]).toBeCloseTo(gradient, 5));
    tf.dispose([logits, value, gradient, taped]);
    expect(tf.memory().numTensors).toBe(before + 1);
  });

  test('the way up the divergence is its derivative by the tape, up to a factor', () => {
    clean.forEach((row, i) => {
      const out = new Float32Array(3);
      divergenceDirection(Float32Array.from(row), Float32Array.from(moved[i]), out);
      const gradient = tf.tidy(() => {
        const logP = tf.logSoftmax(tf.tensor1d(row));
        const divergence = (l: tf.Tensor): tf.Scalar =>
          tf.sum(tf.mul(tf.exp(logP), tf.sub(logP, tf.logSoftmax(l as tf.Tensor1D))));
        return Array.from(tf.grad(divergence)(tf.tensor1d(moved[i])).dataSync());
      });
      const factor = Math.max(...gradient.map(Math.abs));
      gradient.forEach((value, k) => expect(out[k]).toBeCloseTo(value / factor, 4));
    });
  });

  test('it does not vanish where both are sure, nor is it anything where both are the same', () => {
    const out = new Float32Array(3);
    divergenceDirection(Float32Array.of(60, 0, 0), Float32Array.of(59, 0, -1), out);
    expect(out[0]).toBe(-1);
    expect(out[1]).toBeGreaterThan(0.5);
    divergenceDirection(Float32Array.of(1, 2, 3), Float32Array.of(1, 2, 3), out);
    expect(Array.from(out)).toEqual([0, 0, 0]);
  });

  test('its examples raise the divergence, from a start beside the image', () => {
    const [one, many] = [1, 20].map((steps) => examples(tradesTraining({ epsilon: 0.3, steps })));
    const divergence = (rows: number[][]): number =>
      tf.tidy(() => {
        const [logP, logQ] = [original(), rows].map((x) => tf.logSoftmax(net.logits(tf.tensor2d(x))));
        return tf.sum(tf.mul(tf.exp(logP), tf.sub(logP, logQ))).dataSync()[0];
      });
    expect(divergence(one)).toBeGreaterThan(0.05);
    expect(divergence(many)).toBeGreaterThanOrEqual(0.9 * divergence(one));
  });
});
