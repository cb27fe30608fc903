import type { ImageDrift, MeanDrift } from './drift.js';

const mean = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
};

/**
 * How far explanations moved, over several images: those of several batches, say.
 *
 * @param items - each image
 * @returns the mean of each measure over the images that have it
 */
export const meanDrift = (items: readonly ImageDrift[]): MeanDrift => ({
  rankCorrelation: mean(items.map((item) => item.rankCorrelation)),
  topOverlap: mean(items.map((item) => item.topOverlap)),
  cosine: mean(items.map((item) => item.cosine)),
});
