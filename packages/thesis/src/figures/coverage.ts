import type { HostTensor } from '../tensors.js';
import { gather } from '../tensors.js';

/** How a heatmap lies on the strokes of its image: pixels brighter than halfway between its darkest and its brightest. */
export interface Coverage {
  /** The share of stroke pixels with more than a tenth of the map's largest relevance: near 1 where it draws the whole figure. */
  readonly covered: number;
  /** The share of all positive relevance that lies on strokes. */
  readonly onStroke: number;
  /** The share of the image that strokes are: what {@link Coverage.onStroke} would be by chance. */
  readonly area: number;
}

/** How each heatmap of a batch lies on the strokes of its image. */
export const coverages = (images: HostTensor, maps: HostTensor): readonly Coverage[] =>
  Array.from({ length: images.shape[0] }, (_, i) => {
    const [image, map] = [images, maps].map((batch) => gather(batch, [i]).data);
    const middle = (Math.min(...image) + Math.max(...image)) / 2;
    const largest = Math.max(...map);
    let [stroke, covered, on, all] = [0, 0, 0, 0];
    for (let pixel = 0; pixel < map.length; pixel++) {
      const positive = Math.max(0, map[pixel]);
      all += positive;
      if (image[pixel] <= middle) continue;
      stroke++;
      on += positive;
      if (positive > largest / 10) covered++;
    }
    return {
      covered: stroke === 0 ? 0 : covered / stroke,
      onStroke: all === 0 ? 0 : on / all,
      area: stroke / map.length,
    };
  });
