import type { Rgba } from '../../compute/pictures.js';

/** Pixels of 1 or 3 channels as a picture. */
export const pixelsRgba = (bytes: Uint8Array, width: number, channels: 1 | 3): Rgba => {
  const count = bytes.length / channels;
  const data = new Uint8ClampedArray(4 * count).fill(255);
  for (let i = 0; i < count; i++)
    for (let c = 0; c < 3; c++) data[4 * i + c] = bytes[channels * i + (channels === 3 ? c : 0)];
  return { data, width, height: count / width };
};

/** Grey pixels as a picture. */
export const greyRgba = (grey: Uint8Array, width: number): Rgba => pixelsRgba(grey, width, 1);
