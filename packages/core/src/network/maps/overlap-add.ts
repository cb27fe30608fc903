import type * as tf from '@tensorflow/tfjs-core';
import { padAttribute, windowInfo, type Window } from './conv-geometry.js';
import { hostTensor, hostValues, kernelIfThere } from '@interp/tape/internal';

type Info = ReturnType<typeof windowInfo>;

/** Each pixel fetches its part of every window that lies over it. */
const fetched = (out: Float32Array, values: Float32Array, inputShape: readonly number[], info: Info): void => {
  const [n, h, w, c] = inputShape;
  const { outHeight, outWidth, filterHeight, filterWidth, padInfo } = info;
  const perWindow = filterHeight * filterWidth * c;
  const perRow = outWidth * perWindow;
  const alongRow = c - perWindow;
  let to = 0;
  for (let i = 0; i < n; i++)
    for (let row = 0; row < h; row++) {
      const below = row + padInfo.top;
      const firstRow = Math.max(0, below - outHeight + 1);
      const lastRow = Math.min(filterHeight - 1, below);
      for (let column = 0; column < w; column++) {
        const right = column + padInfo.left;
        const firstColumn = Math.max(0, right - outWidth + 1);
        const lastColumn = Math.min(filterWidth - 1, right);
        const start = (i * outHeight + below) * perRow + right * perWindow;
        for (let k = 0; k < c; k++) {
          let sum = 0;
          for (let a = firstRow; a <= lastRow; a++) {
            let from = start + k + a * (filterWidth * c - perRow) + firstColumn * alongRow;
            for (let b = firstColumn; b <= lastColumn; b++, from += alongRow) sum += values[from];
          }
          out[to++] = sum;
        }
      }
    }
};

/** Each window adds its parts to the pixels under it. */
const added = (out: Float32Array, values: Float32Array, inputShape: readonly number[], info: Info): void => {
  const [n, h, w, c] = inputShape;
  const { outHeight, outWidth, filterHeight, filterWidth, padInfo } = info;
  out.fill(0);
  let from = 0;
  for (let i = 0; i < n; i++)
    for (let r = 0; r < outHeight; r++)
      for (let s = 0; s < outWidth; s++)
        for (let a = 0; a < filterHeight; a++) {
          const row = r * info.strideHeight - padInfo.top + a * info.dilationHeight;
          for (let b = 0; b < filterWidth; b++, from += c) {
            const column = s * info.strideWidth - padInfo.left + b * info.dilationWidth;
            if (row < 0 || row >= h || column < 0 || column >= w) continue;
            const to = ((i * h + row) * w + column) * c;
            for (let k = 0; k < c; k++) out[to + k] += values[from + k];
          }
        }
};

/**
 * Adds up windows where they overlap: the transpose of cutting an image into windows.
 *
 * @param windows - `[windows, rows * columns * channels]`, in the order of images, rows and columns; borrowed
 * @param inputShape - the NHWC shape of the images
 * @param size - rows and columns of a window
 * @param window - how it moves
 * @returns of the shape `inputShape`
 */
export const overlapAdd = (
  windows: tf.Tensor,
  inputShape: readonly number[],
  size: readonly [number, number],
  window: Window,
): tf.Tensor => {
  const { strides, dilations, padding } = window;
  const attributes = { strides, dilations, pad: padAttribute(padding), inputShape, filterSize: size };
  const compiled = kernelIfThere('OverlapAdd', { windows }, attributes);
  if (compiled) return compiled;
  const info = windowInfo(inputShape, size, window);
  const isPlain = [...window.strides, ...window.dilations].every((step) => step === 1);
  return hostTensor(inputShape, (out) => (isPlain ? fetched : added)(out, hostValues(windows), inputShape, info));
};
