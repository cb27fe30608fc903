import { startBackend } from '@interp/backend';
import { random } from '@interp/core';
import { writeSafetensors } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';
import { goldenSets, type GoldenSet } from '@interp/testing/goldens';
import { centred } from '../src/training/centred-parameters.js';
import {
  ais,
  energy,
  exactLogPartition,
  freeEnergy,
  gradLogDensity,
  hiddenGiven,
  logDensity,
  rbmFromSafetensors,
  visibleGiven,
  type Rbm,
  type RbmTrainer,
} from '../src/index.js';
import { randomBlocks } from '../src/sampling/random-blocks.js';
import { rbmGradient } from '../src/training/gradient.js';
import { updateParameters } from '../src/training/update.js';
import { trainRbmWithDefaults } from '../src/training/train-rbm.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const cases = goldenSets.flatMap((set) =>
  ['rbm-binary', 'rbm-gaussian'].filter((file) => set.has(file)).map((file) => [set.name, file, set] as const),
);

/** The largest difference, as a part of the largest value of the golden. */
const off = (tensor: tf.Tensor, golden: ArrayLike<number>): number => {
  const values = tensor.dataSync<'float32'>();
  const largest = Array.from(golden).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const worst = values.reduce((most, value, at) => Math.max(most, Math.abs(value - golden[at])), 0);
  tensor.dispose();
  return worst / largest;
};
/** The largest difference of each element, relative to it where it is above 1. */
const relative = (tensor: tf.Tensor, golden: ArrayLike<number>): number => {
  const values = tensor.dataSync<'float32'>();
  tensor.dispose();
  return values.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - golden[at]) / Math.max(1, Math.abs(golden[at]))),
    0,
  );
};

describe.each(cases)('PyDeep, %s, %s', (_, file, set: GoldenSet) => {
  const golden = set.read(file);
  const of = (name: string): Float32Array => golden.tensors.get(name)!.data as Float32Array;
  const exact = Number((JSON.parse(golden.metadata.get('scalars')!) as Record<string, string>)['log_z']);
  let model: Rbm;
  let v: tf.Tensor;
  let h: tf.Tensor2D;
  beforeAll(() => {
    model = rbmFromSafetensors(writeSafetensors(golden.tensors, golden.metadata));
    v = tf.tensor(of('v'), [20, 28, 28, 1]);
    h = tf.tensor2d(of('h'), [20, 8]);
  });
  afterAll(() => {
    model.dispose();
    tf.dispose([v, h]);
  });

  test('energies, densities, conditionals, gradient', () => {
    expect(model.variant.name).toBe(file === 'rbm-binary' ? 'binary' : 'cho');
    expect(relative(energy(model, v, h), of('energy'))).toBeLessThan(1e-4);
    expect(relative(logDensity(model, v), of('log_p_star'))).toBeLessThan(1e-4);
    expect(relative(freeEnergy(model, v), of('free_energy'))).toBeLessThan(1e-4);
    expect(off(hiddenGiven(model, v), of('p_h_given_v'))).toBeLessThan(1e-4);
    expect(off(visibleGiven(model, h), of('mean_v_given_h'))).toBeLessThan(1e-5);
    expect(off(gradLogDensity(model, v), of('grad_log_p_star'))).toBeLessThan(1e-4);
  });

  test('log Z and log-likelihoods', async () => {
    const logZ = await exactLogPartition(model);
    expect(logZ).toBeCloseTo(exact, 8);
    const likelihood = tf.sub(logDensity(model, v), logZ);
    expect(relative(likelihood, of('log_likelihood'))).toBeLessThan(1e-4);
  });

  test('annealed importance sampling comes near it', async () => {
    const { forward, reverse } = await ais(model, { temperatures: 200, chains: 50, seed: 1 });
    expect(Math.abs(forward.logZ - exact)).toBeLessThan(2);
    expect(Math.abs(reverse.logZ - exact)).toBeLessThan(2);
  });

  test('the CD-1 gradient for the same samples', () => {
    const p = centred(model, { visibleCentre: new Float32Array(784), hiddenCentre: new Float32Array(8) });
    const sigma = model.parameters.sigma;
    const scaled = Float32Array.from(
      of('cd1.v1_sample'),
      (value, at) => value * model.variant.inputGain(sigma[sigma.length === 1 ? 0 : at % 784]),
    );
    const trainer: RbmTrainer = {
      name: 'golden',
      settings: {},
      chains: 0,
      negative: (sampler) => {
        const x = tf.tensor2d(scaled, [20, 784]);
        return { x, xw: sampler.inputs(x) };
      },
    };
    // With momentum the last change is the gradient, and at this rate nothing moves.
    const room = {
      weights: new Float32Array(784 * 8),
      visibleBias: new Float32Array(784),
      hiddenBias: new Float32Array(8),
      logPrecision: new Float32Array(sigma.length),
    };
    tf.tidy(() => {
      const settings = trainRbmWithDefaults({ trainer, range: [-1, 1], momentum: 0.5, centre: 'none' }, true);
      const gradient = rbmGradient(model.variant, p, v, settings, new Float32Array(0), randomBlocks(random(1)));
      updateParameters(model.variant, p, gradient, room, settings, { rate: 1e-30, step: 1 });
    });
    const same = (values: Float32Array, name: string): void => {
      expect(off(tf.tensor1d(values), of(name))).toBeLessThan(1e-4);
    };
    same(room.weights, 'cd1.grad.W');
    same(room.visibleBias, 'cd1.grad.b_visible');
    same(room.hiddenBias, 'cd1.grad.c_hidden');
    if (sigma.length > 1)
      same(
        room.logPrecision.map((value, i) => (value * -2) / sigma[i]),
        'cd1.grad.sigma',
      );
  });
});
