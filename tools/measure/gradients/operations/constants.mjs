// Shapes of inputs and constants of the operations' cases.
import { random } from '@interp/core';

export const vector = [6];
export const row = [5, 3];
export const image = [5, 6, 2];
export const volume = [4, 3, 4, 2];

const sizeOf = (shape) => shape.reduce((a, b) => a * b, 1);

/** A constant, the same in both precisions. */
export const constant = (tf, shape, seed = 5, low = -1, high = 1) =>
  tf.tensor(Array.from(random(seed).uniforms(sizeOf(shape), low, high)), shape);
