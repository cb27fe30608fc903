// Strokes drawn anew with a pen of another width.
import { skeleton } from '../../lib/skeleton.mjs';

const fineness = 3;

/** Enlarges an image, straight between its pixels, and says where there is ink. */
const enlargedInk = (/** @type {Uint8Array} */ pixels, /** @type {number} */ side) => {
  const size = fineness * side;
  const ink = new Uint8Array(size * size);
  const place = (/** @type {number} */ at) => Math.min(side - 1, Math.max(0, (at + 0.5) / fineness - 0.5));
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      const x = place(column);
      const y = place(row);
      const left = Math.min(side - 2, Math.floor(x));
      const top = Math.min(side - 2, Math.floor(y));
      const at = top * side + left;
      const upper = pixels[at] + (x - left) * (pixels[at + 1] - pixels[at]);
      const lower = pixels[at + side] + (x - left) * (pixels[at + side + 1] - pixels[at + side]);
      if (upper + (y - top) * (lower - upper) > 127) ink[row * size + column] = 1;
    }
  return ink;
};

/**
 * Draws the strokes of an image anew with a pen of another width.
 *
 * @param {Uint8Array} pixels - `[side, side]`, ink bright
 * @param {number} side
 * @param {number} pen - its width in pixels of the image
 * @returns {Float32Array} at three times the resolution, how far within the stroke: 0.5 at its edge, 1 half a pixel of the image inside
 */
export const strokesOfWidth = (pixels, side, pen) => {
  const size = fineness * side;
  const lines = skeleton(enlargedInk(pixels, side), size);
  const reach = Math.ceil(fineness * (pen / 2 + 1));
  const nearest = new Float32Array(size * size).fill(1e6);
  lines.forEach((one, at) => {
    if (one === 0) return;
    const [x, y] = [at % size, Math.floor(at / size)];
    for (let row = Math.max(0, y - reach); row <= Math.min(size - 1, y + reach); row++)
      for (let column = Math.max(0, x - reach); column <= Math.min(size - 1, x + reach); column++) {
        const square = (column - x) ** 2 + (row - y) ** 2;
        if (square < nearest[row * size + column]) nearest[row * size + column] = square;
      }
  });
  return nearest.map((square) => Math.min(1.5, Math.max(-0.5, 0.5 + pen / 2 - Math.sqrt(square) / fineness)));
};
