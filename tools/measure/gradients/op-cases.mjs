// Every differentiable operation of TensorFlow.js, as a function classifier may use it.
import { ofCells } from './operations/of-cells.mjs';
import { ofPlaces } from './operations/of-places.mjs';
import { ofValues } from './operations/of-values.mjs';
import { ofWindows } from './operations/of-windows.mjs';

/**
 * @typedef {typeof import('@tensorflow/tfjs-core')} Tf
 * @typedef {{ group: string, name: string, inputShape: number[], range?: [number, number], mixes: boolean, apply: (tf: Tf, x: any) => any, refused?: string, cannot?: Record<string, string> }} OpCase
 */

/** Operations without a gradient, and why. */
const refused = {
  'image.cropAndResize': 'TensorFlow.js has no gradient of it; no layer uses it but with `nearest`, which has one',
  'image.transform': 'TensorFlow.js has no gradient of it, and no layer uses it',
  'spectral.fft, real, imag': 'TensorFlow.js has no gradient of complex numbers',
  'spectral.rfft, abs': 'TensorFlow.js has no gradient of complex numbers',
};

const noEinsum = { wasm: 'has no kernel for it' };
const noComplex = { wasm: 'has no complex numbers' };

/** What a backend of TensorFlow.js cannot compute, gradient or not. */
const cannot = {
  einsum: noEinsum,
  'image.rgbToGrayscale': noEinsum,
  'spectral.fft, real, imag': noComplex,
  'spectral.rfft, abs': noComplex,
  dilation2d: { wasm: 'computes another function: no maximum below 0', webgl: 'has no kernel for its gradient' },
  floorDiv: { webgl: 'computes another function: of whole numbers' },
  'gather, batchDims 1': { wasm: 'computes another function' },
};

/** @type {readonly OpCase[]} */
export const opCases = Object.entries({ ...ofValues, ...ofWindows, ...ofPlaces, ...ofCells }).flatMap(
  ([group, cases]) =>
    cases.map(([name, inputShape, apply, range, mixes = false]) => ({
      group,
      name,
      inputShape,
      apply,
      range,
      mixes,
      refused: refused[name],
      cannot: cannot[name],
    })),
);
