import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { kernelTable, place } from '../../compiled/kernel-table.js';
import { costOfValue, divide } from '../../threads/divide.js';
import { poolGeometry, type PoolAttributes } from './max-pool.js';
import { floats, type WasmBackend } from '../../wasm-backend.js';

/**
 * The gradient of max-pooling: all of it goes to the window's maximum, to the first in row-major order where several are equal (an
 * image's constant background makes that the rule rather than the exception).
 *
 * Inputs `dy` `[n, h', w', c]` and `input` `[n, h, w, c]`; result `[n, h, w, c]`.
 */
export const maxPoolGrad: KernelConfig = {
  kernelName: 'MaxPoolGrad',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as WasmBackend;
    const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
    const info = poolGeometry(input.shape, attrs as unknown as PoolAttributes);
    const { batchSize, inHeight, inWidth, inChannels: channels, outHeight, outWidth, padInfo } = info;
    const dx = backend.makeOutput(input.shape, 'float32');
    if (kernelTable(backend)) {
      const [image, arriving, out] = [input, dy, dx].map((tensor) => place(backend, tensor));
      const sizes = [inHeight, inWidth, channels, outHeight, outWidth, info.filterHeight, info.filterWidth];
      const steps = [info.strideHeight, info.strideWidth, padInfo.top, padInfo.left];
      const [pixels, windows] = [inHeight * inWidth * channels, outHeight * outWidth * channels];
      const work = costOfValue * batchSize * pixels;
      divide(backend, 'maxPoolGrad', { length: batchSize, work }, (first, count) => {
        const places = [image + 4 * first * pixels, arriving + 4 * first * windows, out + 4 * first * pixels];
        return [...places, count, ...sizes, ...steps];
      });
      return dx;
    }
    const [from, x] = [floats(backend, dy), floats(backend, input)];
    const to = floats(backend, dx).fill(0);
    let at = 0;
    for (let n = 0; n < batchSize; n++) {
      for (let row = 0; row < outHeight; row++) {
        const y = row * info.strideHeight - padInfo.top;
        const [top, bottom] = [Math.max(0, y), Math.min(inHeight, y + info.filterHeight)];
        for (let column = 0; column < outWidth; column++) {
          const z = column * info.strideWidth - padInfo.left;
          const [left, right] = [Math.max(0, z), Math.min(inWidth, z + info.filterWidth)];
          for (let c = 0; c < channels; c++) {
            let best = ((n * inHeight + top) * inWidth + left) * channels + c;
            let largest = x[best];
            for (let i = top; i < bottom; i++) {
              let here = ((n * inHeight + i) * inWidth + left) * channels + c;
              for (let j = left; j < right; j++, here += channels) {
                if (x[here] > largest) largest = x[(best = here)]!;
              }
            }
            to[best] += from[at++];
          }
        }
      }
    }
    return dx;
  },
};

/**
 * The same kernel under a name of our own, for code that needs the first maximum: what `MaxPoolGrad` does with equal maxima differs
 * between backends. It has the same attributes.
 */
export const firstMaximumGrad: KernelConfig = { ...maxPoolGrad, kernelName: 'FirstMaximumGrad' };
