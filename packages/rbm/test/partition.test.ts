import { startBackend } from '@interp/backend';
import { drive } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import {
  ais,
  aisSteps,
  binary,
  canEnumerate,
  cho,
  exactLogPartition,
  goodfellow,
  krizhevsky,
  rbm,
  type Rbm,
} from '../src/index.js';
import { barsAndStripes } from './bars-and-stripes.js';
import { refusal, refused } from '@interp/testing/refusal';
import { allStates, kinds, slowEnergy, slowLogDensity, smallRbm } from './small-rbms.js';

beforeAll(async () => {
  await startBackend('wasm');
});

describe('the exact log Z', () => {
  test.each([
    [3, 2],
    [2, 3],
    [4, 4],
  ])('of a binary model of %i x %i, by summing over all states of both sides', async (visible, hidden) => {
    const model = smallRbm(binary, visible, hidden);
    let z = 0;
    for (const v of allStates(visible)) for (const h of allStates(hidden)) z += Math.exp(-slowEnergy(model, v, h));
    expect(await exactLogPartition(model)).toBeCloseTo(Math.log(z), 10);
    model.dispose();
  });

  test.each([cho, krizhevsky, goodfellow])('of a Gaussian model, by quadrature: $name', async (variant) => {
    for (const perPixel of [false, true]) {
      const model = smallRbm(variant, 2, 3, perPixel);
      const step = 0.2; // far less than σ: the sum of a smooth density errs by exp(-2π²σ²/step²)
      let z = 0;
      for (let x = -15; x <= 15; x += step)
        for (let y = -15; y <= 15; y += step) z += Math.exp(slowLogDensity(model, [x, y])) * step * step;
      expect(await exactLogPartition(model)).toBeCloseTo(Math.log(z), 8);
      model.dispose();
    }
  });

  test('in several blocks is that of one by one', async () => {
    const model = smallRbm(cho, 3, 14);
    const sum = { highest: -Infinity, total: 0 };
    const { parameters, variant, inputShape } = model;
    const half = (on: boolean): Rbm =>
      rbm({
        variant,
        inputShape,
        parameters: {
          ...parameters,
          weights: parameters.weights.filter((_, at) => at % 14 !== 13),
          hiddenBias: parameters.hiddenBias.slice(0, 13),
          visibleBias: parameters.visibleBias.map((b, i) => b + (on ? parameters.weights[i * 14 + 13] : 0)),
        },
      });
    const halves = [half(false), half(true)];
    const { visibleBias: b, sigma, weights, hiddenBias } = parameters;
    const shift = b.reduce((total, bias, i) => {
      const moved = bias + weights[i * 14 + 13];
      return total + (moved ** 2 - bias ** 2) / (2 * sigma[i] ** 2);
    }, hiddenBias[13]);
    const logs = [await exactLogPartition(halves[0]), (await exactLogPartition(halves[1])) + shift];
    sum.highest = Math.max(...logs);
    sum.total = Math.log(logs.reduce((total, log) => total + Math.exp(log - sum.highest), 0));
    expect(await exactLogPartition(model)).toBeCloseTo(sum.highest + sum.total, 5);
    for (const each of [model, ...halves]) each.dispose();
  });

  test('of 2^40 states is refused, with what to do instead', async () => {
    const model = smallRbm(cho, 50, 40);
    expect(canEnumerate(model)).toBe(false);
    expect(await refusal(() => exactLogPartition(model))).toBe('bad-option');
    expect((await refused(() => exactLogPartition(model))).message).toMatch('ais()');
    model.dispose();
  });
});

describe('annealed importance sampling', () => {
  test('of bars and stripes, 2,500 temperatures: within 0.005 of the exact value, both ways', async () => {
    const before = tf.memory().numTensors;
    const model = barsAndStripes();
    const exact = await exactLogPartition(model);
    const { logZ, low, high, forward, reverse, warning, samples } = await ais(model, {
      temperatures: 2500,
      chains: 100,
      seed: 1,
    });
    expect(Math.abs(forward.logZ - exact)).toBeLessThan(0.005);
    expect(Math.abs(reverse.logZ - exact)).toBeLessThan(0.005);
    expect(Math.abs(logZ - exact)).toBeLessThan(0.005);
    expect(low).toBeLessThan(exact);
    expect(high).toBeGreaterThan(exact);
    expect(forward.effectiveSampleSize).toBeGreaterThan(90);
    expect(samples).toBe('exact');
    expect(warning).toBeUndefined();
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  }, 300_000);

  test.each(kinds)('of small models, within five standard errors: %s', async (_, variant, perPixel) => {
    const model = smallRbm(variant, 4, 3, perPixel);
    const exact = await exactLogPartition(model);
    const { forward, reverse } = await ais(model, { temperatures: 300, chains: 200, seed: 2 });
    expect(Math.abs(forward.logZ - exact)).toBeLessThan(5 * forward.standardError + 1e-4);
    expect(Math.abs(reverse.logZ - exact)).toBeLessThan(5 * reverse.standardError + 1e-4);
    model.dispose();
  });

  test('says when both runs disagree', async () => {
    const model = smallRbm(cho, 6, 5, true, 3);
    const { warning } = await ais(model, { temperatures: 2, chains: 10, tolerance: 0 });
    expect(warning).toContain('nats');
    model.dispose();
  });

  test('stopped on its way: nothing, and nothing is left behind', async () => {
    const before = tf.memory().numTensors;
    const model = smallRbm(cho, 30, 21);
    for (const after of [5, 25, 40]) {
      let steps = 0;
      const stop = new AbortController();
      const work = drive(aisSteps(model, { temperatures: 20, chains: 3, mixing: 10 }), {
        signal: stop.signal,
        onStep: () => {
          if (++steps === after) stop.abort();
        },
      });
      expect(await work).toBeUndefined();
    }
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('refuses options out of range', async () => {
    const model = smallRbm(cho);
    for (const options of [{ temperatures: 0 }, { chains: 1 }, { mixing: -1 }, { tolerance: NaN }])
      expect(await refusal(() => ais(model, options))).toBe('bad-option');
    model.dispose();
  });
});
