import { averagePoolMap } from '../maps/average-pool-map.js';
import type { SizeOf, Window } from '../maps/conv-geometry.js';
import type { Operator } from '../steps.js';
import { column, type LayerLowering, onImages, paddingOf, pair, windowed } from './layer-options.js';
import { linear } from './linear-operators.js';
import { maxPooling } from './max-pooling.js';
import { asImage, asRow, asVector, permuted } from './reshaping-operators.js';

/** What is taken of each window. */
type Pooled = 'max' | 'average';

const pooled = (kind: Pooled, size: SizeOf, window: Window): Operator =>
  kind === 'max' ? maxPooling(size, window) : linear(averagePoolMap(size, window));

const wholeImage: SizeOf = ([, h, w]) => [h, w];
const onceOver: Window = { strides: [1, 1], dilations: [1, 1], padding: 'valid' };

/** Pooling over `[n, w, c]`. */
export const pooling1d = (kind: Pooled): LayerLowering =>
  windowed((layer) => {
    const size = column(layer.config.poolSize);
    const window: Window = { strides: column(layer.config.strides), dilations: [1, 1], padding: paddingOf(layer) };
    return [asImage, pooled(kind, () => size, window), asRow];
  });

/** Pooling over images. */
export const pooling2d = (kind: Pooled): LayerLowering =>
  windowed(
    onImages((layer) => {
      const size = pair(layer.config.poolSize);
      const window: Window = { strides: pair(layer.config.strides), dilations: [1, 1], padding: paddingOf(layer) };
      const step = pooled(kind, () => size, window);
      return [kind === 'max' ? { ...step, float64: { kind: 'maximum', size: () => size, window } } : step];
    }),
  );

/** What is taken of each channel of `[n, w, c]` or of images over all places, as `[n, c]`. */
export const overPlaces = (kind: Pooled, rank: number, isChannelsFirst: boolean): readonly Operator[] => [
  ...(rank === 3 ? [asImage] : []),
  ...(isChannelsFirst ? [permuted([2, 3, 1])] : []),
  pooled(kind, wholeImage, onceOver),
  asVector,
];

/** Pooling over all of `[n, w, c]`, or over whole images. */
export const globalPooling =
  (kind: Pooled): LayerLowering =>
  ({ config, rank }) =>
    overPlaces(kind, rank, rank === 4 && config.dataFormat === 'channelsFirst');
