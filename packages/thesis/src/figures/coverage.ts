import type { Numbers } from '@interp/report';
import type { HostTensor } from '../tensors.js';
import { gather } from '../tensors.js';

/** How a heatmap lies on the strokes of its image: pixels brighter than halfway between its darkest and its brightest. */
export interface Coverage {
  /** The share of stroke pixels with more than a tenth of the map's largest relevance: near 1 where it draws the whole figure. */
  readonly covered: number;
  /** What {@link Coverage.covered} would be of the same map with its pixels shuffled: the share of the whole image with as much relevance. */
  readonly chance: number;
  /** The share of all positive relevance that lies on strokes. */
  readonly onStroke: number;
  /** The share of the image that strokes are: what {@link Coverage.onStroke} would be by chance. */
  readonly area: number;
}

/**
 * Whether a map draws its figure. The thesis says that relevance spreads "over almost the whole digit" and even "highlights its silhouette" (3.4, "casi todo el número"): almost
 * the whole is three quarters here, and it must be the strokes that are covered, twice as much of them as of a shuffled map, which covers the strokes no more
 * than the rest, or of an even one, which covers all.
 */
export const drawsStrokes = ({ covered, chance }: Numbers): boolean => covered >= 0.75 && covered > 2 * chance;

/** How each heatmap of a batch lies on the strokes of its image. */
export const coverages = (images: HostTensor, maps: HostTensor): readonly Coverage[] =>
  Array.from({ length: images.shape[0] }, (_, i) => {
    const [image, map] = [images, maps].map((batch) => gather(batch, [i]).data);
    const middle = (Math.min(...image) + Math.max(...image)) / 2;
    const largest = Math.max(...map);
    let [stroke, covered, anywhere, on, all] = [0, 0, 0, 0, 0];
    for (let pixel = 0; pixel < map.length; pixel++) {
      const positive = Math.max(0, map[pixel]);
      all += positive;
      if (positive > largest / 10) anywhere++;
      if (image[pixel] <= middle) continue;
      stroke++;
      on += positive;
      if (positive > largest / 10) covered++;
    }
    return {
      covered: stroke === 0 ? 0 : covered / stroke,
      chance: anywhere / map.length,
      onStroke: all === 0 ? 0 : on / all,
      area: stroke / map.length,
    };
  });
