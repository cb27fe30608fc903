import { mapOnPicture } from '@interp/images';
import type { OpenedClassifier } from '@interp/open/page';
import { heatmapPixels, type Pixels } from '@interp/viz';
import type { Rgba } from './pictures.js';

/** How much of the picture is left under the map; the rest is white. */
const kept = 0.55;

/** What is drawn in full colour: the relevance that one in two hundred of the input's pixels exceeds, as single pixels may stand far out. */
const limitOf = (sums: Float32Array): number => {
  const sorted = sums.map(Math.abs).sort();
  return sorted[Math.floor(0.995 * (sorted.length - 1))] || sorted[sorted.length - 1];
};

/** Relevance of each pixel of an input, its channels added up. */
const sumsOf = (relevance: Float32Array, [high, wide, channels]: readonly number[]): Float32Array =>
  Float32Array.from({ length: high * wide }, (_, i) =>
    relevance.subarray(i * channels, (i + 1) * channels).reduce((sum, value) => sum + value, 0),
  );

/** A map over a picture of its size. */
const drawn = (map: Pixels, { width, height, data }: Rgba, limit: number): Rgba => {
  const grey = Uint8Array.from({ length: width * height }, (_, i) => {
    const light = 0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2];
    return Math.round(255 + kept * (light - 255));
  });
  const scale = Math.max(1, Math.floor(224 / height));
  return heatmapPixels(map, { images: { data: grey, shape: [1, height, width, 1] }, scale, limit })[0];
};

/** The map of an input over what the network sees. */
export const heatOnInput = (relevance: Float32Array, shape: readonly number[], seen: Rgba): Rgba => {
  const sums = sumsOf(relevance, shape);
  return drawn({ data: sums, shape: [1, shape[0], shape[1], 1] }, seen, limitOf(sums));
};

/** The map over the picture at its own size; over what the network sees where that is larger. */
export const heatOf = (net: OpenedClassifier, relevance: Float32Array, picture: Rgba, seen: Rgba): Rgba => {
  if (picture.width < net.inputShape[1]) return heatOnInput(relevance, net.inputShape, seen);
  const sums = sumsOf(relevance, net.inputShape);
  const map = mapOnPicture(sums, net, picture);
  // A pixel of the input is shared among those of the picture that it is a mean of.
  const share = map.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const largest = sums.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
  return drawn(map, picture, (limitOf(sums) * share) / largest);
};
