import type { TensorInfo } from '@tensorflow/tfjs-core';
import { free, runKernel, type WasmBackend } from '../../wasm-backend.js';

/**
 * Calls a function with an image that has zeros on its left and right.
 *
 * @param backend - the backend
 * @param x - `[n, h, w, c]`; borrowed
 * @param left - columns of zeros to put before
 * @param right - columns of zeros to put after
 * @param use - given the wider image, or `x` itself where there is nothing to add; borrows it
 */
export const withPaddedColumns = (
  backend: WasmBackend,
  x: TensorInfo,
  left: number,
  right: number,
  use: (x: TensorInfo) => void,
): void => {
  if (left === 0 && right === 0) return use(x);
  const paddings = [
    [0, 0],
    [0, 0],
    [left, right],
    [0, 0],
  ];
  const wider = runKernel(backend, 'PadV2', { x }, { paddings, constantValue: 0 });
  use(wider);
  free(backend, wider);
};
