import type { KernelConfig } from '@tensorflow/tfjs-core';
import { overlapGeometry, type OverlapAttributes } from '../../kernels/convolution/overlap-add.js';
import { poolGeometry, type PoolAttributes } from '../../kernels/pooling/max-pool.js';
import { sizeOf } from '../../kernels/compiled-kernel.js';
import { cardKernel, compute, type Shader } from './shader.js';
import { overChannels, windowsOf } from './windows.js';

/** A program with one thread for each value of `y` and `dy`. */
const ofValues = (name: string, value: string, floats: readonly string[] = []): Shader => ({
  name,
  inputs: ['y', 'dy'],
  integers: ['count'],
  floats,
  code: `fn main(index : i32) {
  if (index >= uniforms.count) { return; }
  result[index] = ${value};
}`,
});

const gateShader = ofValues('gate', 'select(0.0, dy[index], y[index] > uniforms.low && y[index] < uniforms.high)', [
  'low',
  'high',
]);

const sigmoidShader = ofValues('sigmoid gradient', 'dy[index] * (y[index] * (1.0 - y[index]))');

const gate = cardKernel('Gate', (backend, { y, dy }, attributes) => {
  const numbers = { ...(attributes as { low: number; high: number }), count: sizeOf(y) };
  return compute(backend, gateShader, { inputs: [y, dy], numbers, shape: y.shape });
});

const sigmoidGrad = cardKernel('SigmoidGrad', (backend, { y, dy }) =>
  compute(backend, sigmoidShader, { inputs: [y, dy], numbers: { count: sizeOf(y) }, shape: y.shape }),
);

/** A value gets the change of each window over it where no other value is larger, and none before it as large. */
const firstMaximum = overChannels(
  'first maximum gradient',
  ['dy', 'x'],
  'pixel',
  `
  let own = x[index];
  var sum = 0.0;
  for (var tap = 0; tap < taps; tap++) {
    let place = windowOver(pixel, tap);
    if (place < 0) { continue; }
    var isFirst = true;
    for (var other = 0; other < taps; other++) {
      let beside = pixelUnder(place, other);
      if (beside < 0 || other == tap) { continue; }
      let value = x[beside * uniforms.inChannels + channel];
      if (value > own || (other < tap && value == own)) { isFirst = false; }
    }
    if (isFirst) { sum += dy[place * uniforms.inChannels + channel]; }
  }
  result[index] = sum;`,
);

const firstMaximumGrad = cardKernel('FirstMaximumGrad', (backend, { dy, input }, attributes) => {
  const numbers = { ...windowsOf(poolGeometry(input.shape, attributes as PoolAttributes)), count: sizeOf(input) };
  return compute(backend, firstMaximum, { inputs: [dy, input], numbers, shape: input.shape });
});

const overlap = overChannels(
  'overlap add',
  ['windows'],
  'pixel',
  `
  var sum = 0.0;
  for (var tap = 0; tap < taps; tap++) {
    let place = windowOver(pixel, tap);
    if (place >= 0) { sum += windows[(place * taps + tap) * uniforms.inChannels + channel]; }
  }
  result[index] = sum;`,
);

const overlapAdd = cardKernel('OverlapAdd', (backend, { windows }, attributes) => {
  const given = attributes as OverlapAttributes;
  const shape = given.inputShape;
  const numbers = { ...windowsOf(overlapGeometry(given)), count: sizeOf({ shape }) };
  return compute(backend, overlap, { inputs: [windows], numbers, shape });
});

/** What a walk back through a network needs besides the stock kernels, so that no value leaves the card. */
export const gradients: readonly KernelConfig[] = [gate, sigmoidGrad, firstMaximumGrad, overlapAdd];
