import type { Rgba } from '../compute/pictures.js';

/** Grey pixels as a picture. */
export const greyRgba = (grey: Uint8Array, width: number): Rgba => {
  const data = new Uint8ClampedArray(4 * grey.length).fill(255);
  for (let i = 0; i < grey.length; i++) data.fill(grey[i], 4 * i, 4 * i + 3);
  return { data, width, height: grey.length / width };
};
