import { checkPixels, imageRange, type ImageBatch } from './image-batch.js';

/**
 * Stretches the contrast of each image for display: its smallest value becomes black, its largest white. Faint prototypes, whose
 * pixels all lie near grey, become visible; an image of one value stays as it is.
 *
 * @param images - grey, RGB or RGBA images, `[n, height, width, channels]`; alpha, the fourth channel, is kept
 * @returns the same images with values from 0 to 1
 * @throws InterpError `bad-shape` for data that are no batch of images, `bad-value` for a NaN or an infinity in them
 *
 * @example
 * ```ts
 * import { imageGrid, stretchContrast } from '@interp/viz';
 *
 * const faint = { data: Float32Array.of(-0.1, 0, 0.05, 0.1), shape: [1, 2, 2, 1] };
 * console.log(stretchContrast(faint).data); // Float32Array [ 0, 0.5, 0.75, 1 ]
 * console.log(imageGrid(stretchContrast(faint)).length > 0); // true
 * ```
 */
export const stretchContrast = (images: ImageBatch): ImageBatch => {
  const { count, channels } = checkPixels('images', images);
  const size = images.data.length / count;
  const [, highest] = imageRange(images);
  const data = new Float32Array(images.data.length);
  for (let image = 0; image < count; image++) {
    const [from, to] = [image * size, (image + 1) * size];
    const isAlpha = (i: number): boolean => channels === 4 && (i - from) % 4 === 3;
    let [low, high] = [Infinity, -Infinity];
    for (let i = from; i < to; i++) {
      if (isAlpha(i)) continue;
      low = Math.min(low, images.data[i]);
      high = Math.max(high, images.data[i]);
    }
    if (low === high) [low, high] = imageRange(images);
    for (let i = from; i < to; i++)
      data[i] = isAlpha(i) ? images.data[i] / highest : (images.data[i] - low) / (high - low);
  }
  return { data, shape: [...images.shape], range: [0, 1] };
};
