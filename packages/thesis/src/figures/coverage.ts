import { strokeCoverage, type StrokeCoverage } from '@interp/lrp';
import type { Numbers } from '@interp/report';
import * as tf from '@tensorflow/tfjs-core';
import type { HostTensor } from '../tensors.js';

/**
 * Whether a map draws its figure. The thesis says that relevance spreads "over almost the whole digit" and even "highlights its silhouette" (3.4, "casi todo el número"): almost
 * the whole is three quarters here, and it must be the strokes that are covered, twice as much of them as of a shuffled map, which covers the strokes no more
 * than the rest, or of an even one, which covers all.
 */
export const drawsStrokes = ({ covered, chance }: Numbers): boolean => covered >= 0.75 && covered > 2 * chance;

/** How each heatmap of a batch lies on the strokes of its image. */
export const coverages = (images: HostTensor, maps: HostTensor): readonly StrokeCoverage[] => {
  const [x, relevance] = [images, maps].map(({ data, shape }) => tf.tensor(data, [...shape]));
  try {
    return strokeCoverage(x, relevance);
  } finally {
    tf.dispose([x, relevance]);
  }
};
