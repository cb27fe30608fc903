import type { Rgba } from './pictures.js';

/** A small picture with each pixel a square of some, so that it is about 224 pixels high; a large one as it is. */
export const enlarged = ({ width, height, data }: Rgba): Rgba => {
  const scale = Math.max(1, Math.floor(224 / height));
  const wide = width * scale;
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const found = new Uint32Array(wide * height * scale);
  for (let y = 0; y < height * scale; y++)
    for (let x = 0; x < wide; x++) found[y * wide + x] = pixels[Math.floor(y / scale) * width + Math.floor(x / scale)];
  return { width: wide, height: height * scale, data: new Uint8ClampedArray(found.buffer) };
};
