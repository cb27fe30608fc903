import { digitStrokes } from './digit-strokes.js';
import { drawFitted } from './fit-strokes.js';
import { imageSet, type ImageSet } from '../image-set.js';

/**
 * Ten digits drawn by code, for everything to run without a data set: image 0 is a zero, image 9 a nine. Always the same.
 *
 * @returns ten images of 28×28
 *
 * @example
 * ```ts
 * import { sampleDigits } from '@interp/mnist';
 *
 * const five = sampleDigits().images([5]); // [1, 28, 28, 1], -1 to 1
 * five.dispose();
 * ```
 */
export function sampleDigits(): ImageSet {
  const pixels = new Uint8Array(10 * 784);
  digitStrokes.forEach(([strokes], digit) => pixels.set(drawFitted(strokes, { thickness: 2.6 }), digit * 784));
  return imageSet({ pixels, labels: Uint8Array.from({ length: 10 }, (_, i) => i), name: 'sample' });
}
