// Pictures that a stranger's network tells apart: a level, an upright or a slanting bar in noise.
import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';

/** Rows and columns of a picture. */
export const side = 12;

const onBar = [
  (row) => row === 5 || row === 6,
  (_, column) => column === 5 || column === 6,
  (row, column) => row === column,
];

/** `n` pictures, `[n, 12, 12, 1]` in [0, 1], and what each shows: 0 level, 1 upright, 2 slanting. */
export function bars(n, seed) {
  const numbers = random(seed);
  const labels = Array.from({ length: n }, (_, i) => i % onBar.length);
  const pixels = labels.flatMap((label) =>
    Array.from({ length: side * side }, (_, at) => {
      const isOn = onBar[label](Math.floor(at / side), at % side);
      return isOn ? numbers.uniform(0.4, 1) : numbers.uniform(0, 0.6);
    }),
  );
  return { images: tf.tensor(pixels, [n, side, side, 1]), labels };
}
