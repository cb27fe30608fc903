import type { Classifier } from '@interp/core';

/** Values in a range as grey bytes, 0 to 255. */
export const greyOf = (values: ArrayLike<number>, [low, high]: Classifier['bounds']): Uint8Array =>
  Uint8Array.from(values, (value) => Math.round((255 * (value - low)) / (high - low)));
