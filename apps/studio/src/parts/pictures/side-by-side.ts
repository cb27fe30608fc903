import type { Rgba } from '../../compute/pictures.js';

/** Pictures in rows of some, white between them, as one picture. */
export const sideBySide = (pictures: readonly Rgba[], columns: number): Rgba => {
  const gap = 8;
  const cellWidth = Math.max(...pictures.map(({ width }) => width)) + gap;
  const cellHeight = Math.max(...pictures.map(({ height }) => height)) + gap;
  const width = cellWidth * Math.min(columns, pictures.length) - gap;
  const height = cellHeight * Math.ceil(pictures.length / columns) - gap;
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  pictures.forEach((one, i) => {
    const [left, top] = [cellWidth * (i % columns), cellHeight * Math.floor(i / columns)];
    for (let y = 0; y < one.height; y++)
      data.set(one.data.subarray(4 * y * one.width, 4 * (y + 1) * one.width), 4 * ((top + y) * width + left));
  });
  return { width, height, data };
};
