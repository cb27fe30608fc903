import { mapOnPicture } from '@interp/images';
import type { OpenedClassifier } from '@interp/open/page';
import { heatmapPixels } from '@interp/viz';
import type { Rgba } from './pictures.js';

/** How much of the picture is left under the map; the rest is white. */
const kept = 0.55;

/** What is drawn in full colour: the relevance that one in two hundred of the input's pixels exceeds, as single pixels may stand far out. */
const limitOf = (sums: Float32Array): number => {
  const sorted = sums.map(Math.abs).sort();
  return sorted[Math.floor(0.995 * (sorted.length - 1))] || sorted[sorted.length - 1];
};

/** The map over the picture at its own size; over what the network sees where that is larger. */
export const heatOf = (net: OpenedClassifier, relevance: Float32Array, picture: Rgba, seen: Rgba): Rgba => {
  const [high, wide, channels] = net.inputShape;
  const sums = Float32Array.from({ length: high * wide }, (_, i) =>
    relevance.subarray(i * channels, (i + 1) * channels).reduce((sum, value) => sum + value, 0),
  );
  const isSmall = picture.width < wide;
  const { width, height, data } = isSmall ? seen : picture;
  const map = isSmall ? { data: sums, shape: [1, high, wide, 1] } : mapOnPicture(sums, net, picture);
  // A pixel of the input is shared among those of the picture that it is a mean of.
  const share = isSmall ? 1 : map.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const largest = isSmall ? 1 : sums.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
  const grey = Uint8Array.from({ length: width * height }, (_, i) => {
    const light = 0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2];
    return Math.round(255 + kept * (light - 255));
  });
  const scale = Math.max(1, Math.floor(224 / height));
  const limit = (limitOf(sums) * share) / largest;
  return heatmapPixels(map, { images: { data: grey, shape: [1, height, width, 1] }, scale, limit })[0];
};
