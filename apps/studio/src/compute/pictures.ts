import type { Classifier } from '@interp/core';
import { heatmapPixels, pixelsOf, type ImageBatch, type Pixels, type RgbaPixels } from '@interp/viz';
import type * as tf from '@tensorflow/tfjs-core';

/** A picture as a canvas takes it. */
export type Rgba = RgbaPixels;

/** Maps of relevance as pictures, each in its own scale unless a limit is given; `images` lie under them. */
export const heatPictures = (maps: Pixels, images?: ImageBatch, limit?: number): Rgba[] =>
  heatmapPixels(maps, { scale: 8, ...(images && { images }), ...(limit !== undefined && { limit }) });

/** A batch of images, to lie under maps, in the range of a network's pixels. */
export const imagesOf = async (x: tf.Tensor, { bounds }: Pick<Classifier, 'bounds'>): Promise<ImageBatch> => ({
  ...(await pixelsOf(x)),
  range: bounds,
});

export { pixelsOf };
