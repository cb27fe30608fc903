import type { Attribute } from '@interp/graph';
import type { LayerNodes, LayerSite, Value } from './layer-site.js';

const order = (rank: number): number[] => Array.from({ length: rank }, (_, axis) => axis);

/** The value with its channels last, for layers that lay out values in that order. */
const withChannelsLast = (site: LayerSite): string => {
  const { name, rank } = site.input;
  if (site.channelsLast || rank < 3) return name;
  return site.add('Transpose', [name], { perm: [0, ...order(rank).slice(2), 1] }, 'channels last');
};

/** All values of an image in one row. */
export const flatten: LayerNodes = (site) => {
  if (site.input.rank === 1)
    return { name: site.add('Unsqueeze', [site.input.name, site.integers('axes', [1])]), rank: 2 };
  return { name: site.add('Flatten', [withChannelsLast(site)], { axis: 1 }), rank: 2 };
};

/** Another shape, of which one size may be left open. */
export const reshape: LayerNodes = (site) => {
  const shape = [site.config['target_shape']].flat().map((size) => (size === null ? -1 : Number(size)));
  if (!shape.every((size) => Number.isInteger(size))) throw site.refuse('has a shape that is none');
  return {
    name: site.add('Reshape', [site.input.name, site.integers('shape', [0, ...shape])]),
    rank: shape.length + 1,
  };
};

/** The axes in another order. */
export const permute: LayerNodes = (site) => {
  const dims = site.sizes('dims', site.input.rank - 1);
  return { name: site.add('Transpose', [site.input.name], { perm: [0, ...dims] }), rank: site.input.rank };
};

/** A vector several times. */
export const repeatVector: LayerNodes = (site) => {
  const row = site.add('Unsqueeze', [site.input.name, site.integers('axes', [1])], {}, 'row');
  return { name: site.add('Tile', [row, site.integers('times', [1, site.number('n', 1), 1])]), rank: 3 };
};

/** The axes of places of signals, images or volumes. */
const places = (site: LayerSite, axes: number): readonly number[] =>
  Array.from({ length: axes }, (_, i) => (site.channelsLast ? i + 1 : i + 2));

type Sides = readonly (readonly [number, number])[];

/** How many cells lie before and after along each axis: one number, one an axis, or two an axis. */
const sidesOf = (site: LayerSite, option: string, axes: number): Sides => {
  const value = site.config[option] ?? 1;
  const each: readonly unknown[] =
    axes === 1 && Array.isArray(value) && !Array.isArray(value[0])
      ? [value]
      : Array.isArray(value)
        ? value
        : Array<unknown>(axes).fill(value);
  const sides = each.map((pair) => (Array.isArray(pair) ? pair : [pair, pair]).map(Number));
  if (
    sides.length === axes &&
    sides.every((pair) => pair.length === 2 && pair.every((n) => Number.isInteger(n) && n >= 0))
  )
    return sides as unknown as Sides;
  throw site.refuse(
    `has the option ${option} ${JSON.stringify(value)?.slice(0, 40)}; expected ${axes} pairs of whole numbers`,
  );
};

/** Zeros around signals, images or volumes. */
export const zeroPadding =
  (axes: number): LayerNodes =>
  (site) => {
    const sides = sidesOf(site, 'padding', axes);
    const { rank } = site.input;
    const all = order(rank).map((axis) => sides[places(site, axes).indexOf(axis)] ?? [0, 0]);
    const pads = site.integers('pads', [...all.map(([before]) => before), ...all.map(([, after]) => after)]);
    return { name: site.add('Pad', [site.input.name, pads], { mode: 'constant' }), rank };
  };

/** Where a slice without an end ends. */
const farEnd = 2 ** 31 - 1;

const slice = (site: LayerSite, axes: readonly number[], starts: readonly number[], ends: readonly number[]): string =>
  site.add('Slice', [
    site.input.name,
    site.integers('starts', starts),
    site.integers('ends', ends),
    site.integers('axes', axes),
  ]);

/** The middle of signals, images or volumes. */
export const cropping =
  (axes: number): LayerNodes =>
  (site) => {
    const sides = sidesOf(site, 'cropping', axes);
    const ends = sides.map(([, after]) => (after === 0 ? farEnd : -after));
    const name = slice(
      site,
      places(site, axes),
      sides.map(([before]) => before),
      ends,
    );
    return { name, rank: site.input.rank };
  };

const resize = (
  site: LayerSite,
  mode: 'scales' | 'sizes',
  numbers: readonly number[],
  axes: readonly number[],
  interpolation: unknown,
) => {
  if (interpolation !== 'nearest' && interpolation !== 'bilinear')
    throw site.refuse(`interpolates by ${JSON.stringify(interpolation)?.slice(0, 40)}; expected nearest or bilinear`);
  const attributes: Record<string, Attribute> = { axes, channelsLast: site.channelsLast };
  if (interpolation === 'bilinear')
    Object.assign(attributes, { mode: 'linear', coordinate_transformation_mode: 'half_pixel' });
  else {
    const coordinates = mode === 'scales' ? 'asymmetric' : 'tf_half_pixel_for_nn';
    Object.assign(attributes, { mode: 'nearest', coordinate_transformation_mode: coordinates, nearest_mode: 'floor' });
  }
  const inputs = mode === 'scales' ? ['', site.numbers('scales', numbers)] : ['', '', site.integers('sizes', numbers)];
  return { name: site.add('Resize', [site.input.name, ...inputs], attributes), rank: site.input.rank };
};

/** Signals, images or volumes so many times as large. */
export const upSampling =
  (axes: number): LayerNodes =>
  (site) =>
    resize(site, 'scales', site.sizes('size', axes, 2), places(site, axes), site.config['interpolation'] ?? 'nearest');

/** Images of another size. */
export const resizing: LayerNodes = (site) => {
  const { crop_to_aspect_ratio: crops, pad_to_aspect_ratio: pads, antialias } = site.config;
  if (crops === true || pads === true || antialias === true)
    throw site.refuse('keeps proportions or smooths, which is not supported');
  const sizes = [site.number('height', 1), site.number('width', 1)];
  return resize(site, 'sizes', sizes, places(site, 2), site.config['interpolation'] ?? 'bilinear');
};

/** The middle of an image, of a given size. */
export const centerCrop: LayerNodes = (site) => {
  const [shape] = site.spec.inputShapes;
  const axes = places(site, 2);
  const sizes = [site.number('height', 1), site.number('width', 1)];
  const starts = axes.map((axis, i) => ((shape?.[axis] ?? 0) - sizes[i]) / 2);
  if (!starts.every((start) => start >= 0))
    throw site.refuse('crops an image whose size the file does not say, or that is smaller');
  const first = starts.map(Math.floor);
  return {
    name: slice(
      site,
      axes,
      first,
      first.map((start, i) => start + sizes[i]),
    ),
    rank: site.input.rank,
  };
};

/** What it takes: layers that act only in training. */
export const identity: LayerNodes = (site): Value => site.input;

/** Rows of a table, by numbers. */
export const embedding: LayerNodes = (site) => {
  if (site.config['mask_zero'] === true) throw site.refuse('hides zeros from later layers, which is not supported');
  const name = site.add('Gather', [site.weight(0, 2), site.input.name], { axis: 0 });
  return { name, rank: site.input.rank + 1 };
};
