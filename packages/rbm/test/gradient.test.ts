import { startBackend } from '@interp/backend';
import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { centred, folded, type CentredParameters } from '../src/training/centred-parameters.js';
import { rbm, type Rbm, type RbmTrainer } from '../src/index.js';
import { randomBlocks } from '../src/sampling/random-blocks.js';
import { rbmGradient } from '../src/training/gradient.js';
import { parameterGroups, updateParameters, type ParameterGroup } from '../src/training/update.js';
import { trainRbmWithDefaults } from '../src/training/train-rbm.js';
import { kinds, slowLogDensity, smallRbm } from './small-rbms.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const [M, N] = [4, 3];

/** A trainer whose samples are fixed. */
const fixedSamples = (samples: number[][], gains: number[], centre: Float32Array): RbmTrainer => ({
  name: 'fixed',
  settings: {},
  chains: 0,
  negative: (sampler) => {
    const x = tf.tensor2d(samples.map((row) => row.map((value, i) => gains[i] * (value - centre[i]))));
    return { x, xw: sampler.inputs(x) };
  },
});

const modelOf = ({ variant, inputShape }: Rbm, p: CentredParameters): Rbm =>
  rbm({ variant, inputShape, parameters: folded(variant, p) });

describe.each(kinds)('%s', (_, variant, perPixel) => {
  test.each([false, true])('the gradient given fixed samples, by finite differences; centred: %s', (isCentred) => {
    const start = smallRbm(variant, M, N, perPixel, 3);
    const stream = random(4);
    const draw = (n: number): number[][] =>
      Array.from({ length: n }, () => Array.from(stream.uniforms(M), (u) => (variant.continuous ? u : Math.round(u))));
    const [data, model] = [draw(5), draw(7)];
    const p = centred(start, {
      visibleCentre: Float32Array.from({ length: M }, (_, i) => (isCentred ? 0.1 * i + 0.2 : 0)),
      hiddenCentre: Float32Array.from({ length: N }, (_, j) => (isCentred ? 0.3 + 0.1 * j : 0)),
    });
    const { sigma } = start.parameters;
    const gains = Array.from({ length: M }, (_, i) => variant.inputGain(sigma[sigma.length === 1 ? 0 : i]));
    /** With momentum the last change is the gradient, and at this rate nothing moves. */
    const room = Object.fromEntries(
      parameterGroups.map((group) => [group, new Float32Array(p[group].length)]),
    ) as Record<ParameterGroup, Float32Array>;
    tf.tidy(() => {
      const images = tf.tensor2d(data);
      const trainer = fixedSamples(model, gains, p.visibleCentre);
      const settings = trainRbmWithDefaults(
        { trainer, range: [0, 1], momentum: 0.5, centre: 'none', sigmaFloor: 1e-6 },
        variant.continuous,
      );
      const gradient = rbmGradient(variant, p, images, settings, new Float32Array(0), randomBlocks(random(1)));
      updateParameters(variant, p, gradient, room, settings, { rate: 1e-30, step: 1 });
    });
    const objective = (): number => {
      const now = modelOf(start, p);
      const mean = (rows: number[][]): number =>
        rows.reduce((sum, row) => sum + slowLogDensity(now, row), 0) / rows.length;
      const value = mean(data) - mean(model);
      now.dispose();
      return value;
    };
    for (const group of parameterGroups) {
      if (group === 'logPrecision' && !variant.continuous) continue;
      for (let at = 0; at < p[group].length; at++) {
        const was = p[group][at];
        p[group][at] = was + 0.01;
        const [up, high] = [objective(), p[group][at]];
        p[group][at] = was - 0.01;
        const finiteDifference = (up - objective()) / (high - p[group][at]);
        p[group][at] = was;
        const scale = group === 'logPrecision' && p.logPrecision.length === 1 ? M : 1;
        expect(scale * room[group][at]).toBeCloseTo(finiteDifference, 3);
      }
    }
    start.dispose();
  });

  test('centring and folding back leave the model as it is', () => {
    const start = smallRbm(variant, M, N, perPixel, 5);
    const p = centred(start, {
      visibleCentre: new Float32Array(M).fill(0.4),
      hiddenCentre: new Float32Array(N).fill(0.6),
    });
    const again = folded(variant, p);
    for (const [name, values] of Object.entries(start.parameters) as [keyof typeof again, Float32Array][])
      values.forEach((value, at) => expect(again[name][at]).toBeCloseTo(value, 5));
    start.dispose();
  });
});
