// Handwritten digits at a higher resolution: as MNIST has them, or with a pen of another width.
import sharp from 'sharp';
import { skeleton } from '../../lib/skeleton.mjs';

/** Points to a pixel of MNIST. */
export const fineness = 8;
const size = 28 * fineness;

/** Distances to the nearest point of ink, in pixels of MNIST, up to four of them. */
const distances = (/** @type {Uint8Array} */ ink) => {
  const reach = 4 * fineness;
  const out = new Float32Array(size * size).fill(4);
  ink.forEach((one, at) => {
    if (one === 0) return;
    const [x, y] = [at % size, Math.floor(at / size)];
    for (let row = Math.max(0, y - reach); row <= Math.min(size - 1, y + reach); row++)
      for (let column = Math.max(0, x - reach); column <= Math.min(size - 1, x + reach); column++) {
        const distance = Math.hypot(column - x, row - y) / fineness;
        if (distance < out[row * size + column]) out[row * size + column] = distance;
      }
  });
  return out;
};

/**
 * A digit as a field to be looked up: how far within the stroke a place is, in pixels of MNIST, or so; 0 is its edge.
 *
 * @param {Uint8Array} pixels - `[28, 28]`
 * @param {number} [pen] - width of the pen; without it the strokes are as they are
 * @returns {Promise<(x: number, y: number) => number>} of a place in pixels of MNIST
 */
export const inkField = async (pixels, pen) => {
  const large = await sharp(pixels, { raw: { width: 28, height: 28, channels: 1 } })
    .resize(size, size, { kernel: 'cubic' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  const lines = () =>
    skeleton(
      Uint8Array.from(large, (grey) => (grey > 127 ? 1 : 0)),
      size,
    );
  const values =
    pen === undefined
      ? Float32Array.from(large, (grey) => (grey / 255 - 0.5) * 1.5)
      : distances(lines()).map((far) => pen / 2 - far);
  const outside = pen === undefined ? -0.75 : pen / 2 - 4;
  return (x, y) => {
    const [u, v] = [x * fineness - 0.5, y * fineness - 0.5];
    const [column, row] = [Math.floor(u), Math.floor(v)];
    if (column < 0 || row < 0 || column >= size - 1 || row >= size - 1) return outside;
    const at = row * size + column;
    const [right, down] = [u - column, v - row];
    return (
      (values[at] * (1 - right) + values[at + 1] * right) * (1 - down) +
      (values[at + size] * (1 - right) + values[at + size + 1] * right) * down
    );
  };
};
