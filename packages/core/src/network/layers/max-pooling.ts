import type * as tf from '@tensorflow/tfjs-core';
import { padAttribute, windowInfo, type SizeOf, type Window } from '../maps/conv-geometry.js';
import { hostTensor, hostValues, kernel as run, kernelIfThere } from '@interp/tape/internal';
import type { Operator } from '../steps.js';

/** Max-pooling over NHWC images. */
export const maxPooling = (sizeOf: SizeOf, window: Window): Operator => ({
  kind: 'max-pooling',
  forward: ([x]) => {
    const filterSize = [...sizeOf(x.shape)];
    return [run('MaxPool', { x }, { filterSize, strides: [...window.strides], pad: padAttribute(window.padding) })];
  },
  vjp: (dy, { x }) => toFirstMaximum(x!, dy, sizeOf(x!.shape), window),
});

/**
 * Gives the value of each window to its first maximum in row-major order. Ties occur wherever the background
 * is constant, so the choice matters.
 *
 * @param x - the images that were pooled; borrowed
 * @param y - one value for each window; borrowed
 * @param size - rows and columns of a window
 * @param window - how it moves
 * @returns of the shape of `x`
 */
const toFirstMaximum = (x: tf.Tensor, y: tf.Tensor, size: readonly [number, number], window: Window): tf.Tensor => {
  const { strides, padding } = window;
  const attributes = { filterSize: [...size], strides: [...strides], pad: padAttribute(padding) };
  const compiled = kernelIfThere('FirstMaximumGrad', { dy: y, input: x }, attributes);
  if (compiled) return compiled;
  const [n, h, w, c] = x.shape;
  const { outHeight, outWidth, padInfo } = windowInfo(x.shape, size, window);
  const [down, across] = window.strides;
  return hostTensor(x.shape, (out) => {
    const input = hostValues(x);
    const arriving = hostValues(y);
    out.fill(0);
    let from = 0;
    for (let i = 0; i < n; i++)
      for (let r = 0; r < outHeight; r++) {
        const top = Math.max(0, r * down - padInfo.top);
        const bottom = Math.min(h, r * down - padInfo.top + size[0]);
        for (let s = 0; s < outWidth; s++) {
          const left = Math.max(0, s * across - padInfo.left);
          const right = Math.min(w, s * across - padInfo.left + size[1]);
          const first = ((i * h + top) * w + left) * c;
          for (let k = 0; k < c; k++, from++) {
            let at = first + k;
            let best = input[at];
            for (let row = top; row < bottom; row++) {
              let place = ((i * h + row) * w + left) * c + k;
              for (let column = left; column < right; column++, place += c)
                if (input[place] > best) {
                  best = input[place];
                  at = place;
                }
            }
            out[at] += arriving[from];
          }
        }
      }
  });
};
