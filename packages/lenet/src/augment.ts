import { checkedBy, checkList, checkNumber, type NumberLimits, optionsTable } from '@interp/checks';
import type { Random } from '@interp/core';

/** Random augmentation of training images: the ranges of an affine map, drawn for each image in each epoch. */
export interface Augmentation {
  /** Largest shift to each side, in pixels. Default 0. */
  readonly shift?: number;
  /** Largest rotation to each side, in degrees. Default 0. */
  readonly rotate?: number;
  /** Largest relative change of size: 0.1 is from 90 % to 110 %. Default 0. */
  readonly scale?: number;
  /** Largest shear to each side, as pixels to the side per pixel up. Default 0. */
  readonly shear?: number;
}

const size = (called: string, limits: NumberLimits) =>
  checkedBy<number>(
    (_, value) => {
      checkNumber(`the augmentation's ${called}`, value, limits);
    },
    { default: 0 },
  );

/** Checks and defaults of {@link Augmentation}. */
export const augmentationOptions = optionsTable<Augmentation>()({
  shift: size('shift', { min: 0 }),
  rotate: size('rotation', { min: 0, max: 180 }),
  scale: size('scale', { min: 0, max: 0.9 }),
  shear: size('shear', { min: 0, max: 1 }),
});

/**
 * Applies a random affine map about its centre to each image of a batch, with bilinear interpolation; pixels beyond the border
 * repeat it.
 *
 * @param images - the pixels of `[n, height, width, channels]` in row-major order; not changed
 * @param shape - `[height, width, channels]`
 * @param options - the ranges
 * @param random - random number generator; four numbers are drawn per image
 * @returns the augmented images
 */
export const augment = (
  images: Float32Array,
  shape: readonly [number, number, number],
  options: Augmentation,
  random: Random,
): Float32Array => {
  checkList('the images', images);
  checkList('the size', shape, { length: 3, numbers: true });
  const [height, width, channels] = shape;
  const { shift, rotate, scale, shear } = augmentationOptions.withDefaults(options);
  const size = height * width * channels;
  const moved = new Float32Array(images.length);
  const middleY = (height - 1) / 2;
  const middleX = (width - 1) / 2;
  for (let start = 0; start < images.length; start += size) {
    const angle = (random.uniform(-rotate, rotate) * Math.PI) / 180;
    const zoom = 1 / (1 + random.uniform(-scale, scale));
    const lean = random.uniform(-shear, shear);
    const [dy, dx] = random.uniforms(2, -shift, shift) as unknown as [number, number];
    const cos = Math.cos(angle) * zoom;
    const sin = Math.sin(angle) * zoom;
    for (let y = 0, at = start; y < height; y++) {
      const v = y - middleY - dy;
      for (let x = 0; x < width; x++) {
        const u = x - middleX - dx + lean * v;
        const fromX = Math.min(Math.max(cos * u - sin * v + middleX, 0), width - 1);
        const fromY = Math.min(Math.max(sin * u + cos * v + middleY, 0), height - 1);
        const left = Math.min(fromX | 0, Math.max(width - 2, 0));
        const top = Math.min(fromY | 0, Math.max(height - 2, 0));
        const right = Math.min(left + 1, width - 1) - left;
        const below = Math.min(top + 1, height - 1) - top;
        const partX = fromX - left;
        const partY = fromY - top;
        const corner = start + (top * width + left) * channels;
        const toRight = right * channels;
        const toBelow = below * width * channels;
        for (let c = 0; c < channels; c++, at++) {
          const p = corner + c;
          const upper = images[p] + partX * (images[p + toRight] - images[p]);
          const lower = images[p + toBelow] + partX * (images[p + toBelow + toRight] - images[p + toBelow]);
          moved[at] = upper + partY * (lower - upper);
        }
      }
    }
  }
  return moved;
};
