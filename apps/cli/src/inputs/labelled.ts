import type { ImageSet } from '@interp/mnist';
import type { Images } from './images.js';

/**
 * Some images of a labelled set.
 *
 * @param set - the set
 * @param indices - which of its images
 * @param name - what people call the image of a position in the set
 * @returns the images
 */
export const labelled = (set: ImageSet, indices: Uint32Array, name: (position: number) => string): Images => ({
  size: indices.length,
  name: (index) => name(indices[index]),
  label: (index) => set.labels[indices[index]],
  pixels: (from, to) => {
    const values = new Float32Array((to - from) * set.inputShape[0] * set.inputShape[1]);
    set.fill(indices.subarray(from, to), values);
    return values;
  },
});
