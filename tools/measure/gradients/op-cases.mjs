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
  'spectral.fft, real, imag': 'TensorFlow.js has no gradient of complex numbers',
  'spectral.rfft, abs': 'TensorFlow.js has no gradient of complex numbers',
};

const noComplex = { wasm: 'has no complex numbers' };

/** What a backend of TensorFlow.js cannot compute, gradient or not. */
const cannot = {
  'spectral.fft, real, imag': noComplex,
  'spectral.rfft, abs': noComplex,
  dilation2d: { wasm: 'computes another function: no maximum below 0', webgl: 'has no kernel for its gradient' },
  'image.transform, reflect': { wasm: 'computes another function: places before the first pixel are not reflected' },
  'image.cropAndResize, several of one image': {
    webgl: 'computes another function: of the image of a box’s own number, whichever it names',
  },
  floorDiv: { webgl: 'computes another function: of whole numbers' },
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
