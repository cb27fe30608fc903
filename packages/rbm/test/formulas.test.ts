import { startBackend } from '@interp/backend';
import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import {
  binary,
  cho,
  density,
  energy,
  filters,
  freeEnergy,
  gradLogDensity,
  hiddenGiven,
  logDensity,
  rbm,
  variants,
  visibleGiven,
  type Rbm,
} from '../src/index.js';
import { refusal } from '@interp/testing/refusal';
import { allStates, kinds, slowEnergy, slowLogDensity, smallRbm } from './small-rbms.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const valuesOf = (tensor: tf.Tensor): number[] => {
  const values = Array.from(tensor.dataSync());
  tensor.dispose();
  return values;
};

describe.each(kinds)('%s', (_, variant, perPixel) => {
  let model: Rbm;
  let v: number[][];
  let batch: tf.Tensor2D;
  let before: number;
  beforeEach(() => {
    before = tf.memory().numTensors;
    model = smallRbm(variant, 4, 3, perPixel);
    v = Array.from({ length: 5 }, (_, n) =>
      Array.from(variant.continuous ? random(n).normals(4) : random(n).uniforms(4), Math.fround),
    );
    batch = tf.tensor2d(v);
  });
  afterEach(() => {
    model.dispose();
    batch.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('energy and densities, against sums over all hidden vectors', () => {
    const states = allStates(3).slice(1, 6);
    const h = tf.tensor2d(states);
    const [energies, logs, free] = [energy(model, batch, h), logDensity(model, batch), freeEnergy(model, batch)];
    const [e, l, f] = [valuesOf(energies), valuesOf(logs), valuesOf(free)];
    h.dispose();
    v.forEach((row, n) => {
      expect(e[n]).toBeCloseTo(slowEnergy(model, row, states[n]), 4);
      expect(l[n]).toBeCloseTo(slowLogDensity(model, row), 4);
      expect(f[n]).toBeCloseTo(-slowLogDensity(model, row), 4);
    });
  });

  test('P(h | v), against Bayes over all hidden vectors', () => {
    const p = valuesOf(hiddenGiven(model, batch));
    v.forEach((row, n) => {
      const total = Math.exp(slowLogDensity(model, row));
      for (let j = 0; j < 3; j++) {
        const on = allStates(3).filter((h) => h[j] === 1);
        const chance = on.reduce((sum, h) => sum + Math.exp(-slowEnergy(model, row, h)), 0) / total;
        expect(p[n * 3 + j]).toBeCloseTo(chance, 5);
      }
    });
  });

  test('the mean of v given h: where the energy is least, or the odds of a binary unit', () => {
    const states = allStates(3);
    const h = tf.tensor2d(states);
    const means = valuesOf(visibleGiven(model, h));
    h.dispose();
    states.forEach((state, n) => {
      const mean = means.slice(n * 4, n * 4 + 4);
      for (let i = 0; i < 4; i++) {
        const at = (value: number): number => slowEnergy(model, mean.with(i, value), state);
        if (variant.continuous) expect((at(mean[i] + 0.01) - at(mean[i] - 0.01)) / 0.02).toBeCloseTo(0, 4);
        else expect(mean[i]).toBeCloseTo(1 / (1 + Math.exp(at(1) - at(0))), 5);
      }
    });
  });

  test('the gradient in closed form, by finite differences and by the tape', () => {
    const closed = valuesOf(gradLogDensity(model, batch));
    const taped = valuesOf(tf.tidy(() => tf.grad((x) => tf.sum(logDensity(model, x)))(batch)));
    v.forEach((row, n) => {
      row.forEach((value, i) => {
        const at = (x: number): number => slowLogDensity(model, row.with(i, x));
        const finiteDifference = (at(value + 1e-4) - at(value - 1e-4)) / 2e-4;
        expect(closed[n * 4 + i]).toBeCloseTo(finiteDifference, 4);
        expect(taped[n * 4 + i]).toBeCloseTo(finiteDifference, 4);
      });
    });
  });

  test('everything stays finite a thousand times out of range', () => {
    if (!variant.continuous) return;
    const far = tf.mul(batch, 1000);
    for (const tensor of [logDensity(model, far), gradLogDensity(model, far), hiddenGiven(model, far)])
      expect(valuesOf(tensor).every(Number.isFinite)).toBe(true);
    far.dispose();
  });
});

test('a density for continuous images only', async () => {
  const model = smallRbm(cho);
  const expert = density(model);
  const v = tf.tensor2d([[0.1, 0.2, 0.3]]);
  expect(expert.inputShape).toEqual([3]);
  expect(valuesOf(expert.logDensity(v))).toEqual(valuesOf(logDensity(model, v)));
  expect(valuesOf(expert.gradLogDensity(v))).toEqual(valuesOf(gradLogDensity(model, v)));
  const other = smallRbm(binary);
  expect(await refusal(() => density(other))).toBe('unsupported-model');
  tf.dispose(v);
  model.dispose();
  other.dispose();
});

test('filters are the columns of W', () => {
  const model = smallRbm(cho);
  const images = filters(model);
  expect(images.shape).toEqual([2, 3]);
  const { weights } = model.parameters;
  expect(valuesOf(images)).toEqual([0, 2, 4, 1, 3, 5].map((at) => weights[at]));
  model.dispose();
});

describe('what does not fit is refused', () => {
  const good = {
    weights: new Float32Array(6),
    visibleBias: new Float32Array(3),
    hiddenBias: new Float32Array(2),
    sigma: Float32Array.of(1),
  };
  const bad: readonly [string, string, Partial<typeof good>, (keyof typeof variants)?][] = [
    ['no hidden unit', 'bad-shape', { hiddenBias: new Float32Array(0), weights: new Float32Array(0) }],
    ['weights of another size', 'bad-shape', { weights: new Float32Array(7) }],
    ['visible biases of another size', 'bad-shape', { visibleBias: new Float32Array(4) }],
    ['too many sigmas', 'bad-shape', { sigma: new Float32Array(3).fill(1) }, 'goodfellow'],
    ['a NaN', 'bad-value', { weights: new Float32Array(6).fill(NaN) }],
    ['a sigma of 0', 'bad-value', { sigma: Float32Array.of(0) }],
    ['a sigma for binary units', 'bad-value', { sigma: Float32Array.of(0.5) }, 'binary'],
  ];
  test.each(bad)('%s', async (_, code, change, name = 'cho') => {
    const parameters = { ...good, ...change };
    expect(await refusal(() => rbm({ variant: variants[name], inputShape: [3], parameters }))).toBe(code);
  });

  test('visible and hidden vectors', async () => {
    const before = tf.memory().numTensors;
    const model = smallRbm(binary);
    const wide = tf.zeros([2, 4]);
    const high = tf.fill([2, 3], 1.5);
    const fine = tf.zeros<tf.Rank.R2>([2, 3]);
    const hidden = tf.zeros<tf.Rank.R2>([1, 2]);
    expect(await refusal(() => logDensity(model, wide))).toBe('bad-shape');
    expect(await refusal(() => logDensity(model, high))).toBe('bad-value');
    expect(await refusal(() => visibleGiven(model, fine))).toBe('bad-shape');
    expect(await refusal(() => energy(model, fine, hidden))).toBe('bad-shape');
    tf.dispose([wide, high, fine, hidden]);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
