import { asImage, asRow, type Sides, type Window } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../../attributes.js';
import { type Site, storedAs } from '../../lowering/site.js';
import { type Live, shapeFor } from '../../lowering/value.js';

/** How an operation over signals, images or volumes lies over its input. */
export interface Geometry {
  /** Axes over which the window moves: 1, 2 or 3. */
  readonly spatial: number;
  /** Sides of the window. */
  readonly size: readonly number[];
  /** Steps between windows. */
  readonly strides: readonly number[];
  /** Steps between cells of a window. */
  readonly dilations: readonly number[];
  /** Cells before and after, for each axis, with those of a last window that reaches beyond. */
  readonly sides: readonly (readonly [before: number, after: number])[];
  /** The same without those. */
  readonly said?: readonly (readonly [before: number, after: number])[];
}

/** The logical axes of a value over images in the order in which they are stored: the batch, places, channels. */
export const imageOrder = (rank: number, channelsLast: boolean): number[] =>
  channelsLast
    ? Array.from({ length: rank }, (_, axis) => axis)
    : [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1];

/** The stored axes of each logical axis of a value over images. */
export const imageAxes = (rank: number, channelsLast: boolean): number[][] => {
  const order = imageOrder(rank, channelsLast);
  return order.map((_, axis) => [order.indexOf(axis)]);
};

const sides = (
  attributes: Attributes,
  lengths: readonly number[],
  size: readonly number[],
  strides: readonly number[],
  dilations: readonly number[],
): [number, number][] => {
  const pads = attributes.numbers('pads') ?? size.flatMap(() => [0, 0]);
  const spatial = size.length;
  const automatic = attributes.text('auto_pad', 'NOTSET');
  if (automatic !== 'SAME_UPPER' && automatic !== 'SAME_LOWER')
    return size.map((_, i) => (automatic === 'VALID' ? [0, 0] : [pads[i], pads[i + spatial]]));
  return size.map((one, i) => {
    const reach = (one - 1) * dilations[i] + 1;
    const all = Math.max(0, (Math.ceil(lengths[i] / strides[i]) - 1) * strides[i] + reach - lengths[i]);
    const less = Math.floor(all / 2);
    return automatic === 'SAME_UPPER' ? [less, all - less] : [all - less, less];
  });
};

/** Lengths of what windows give. */
export const outputLengths = (
  lengths: readonly number[],
  { size, strides, dilations, sides: around }: Geometry,
): number[] =>
  lengths.map(
    (length, i) =>
      Math.floor((length + around[i][0] + around[i][1] - (size[i] - 1) * dilations[i] - 1) / strides[i]) + 1,
  );

/** The most places of an input with the cells around it: those of 1 GiB of float32. */
const mostPlaces = 2 ** 28;

/**
 * Checks that steps are whole, and that windows fit into the input with the cells around it, which is of a size that can be held: backends
 * trust what they are given.
 *
 * @throws InterpError `unsupported-layer`, naming the operation
 */
export const checkGeometry = (attributes: Attributes, lengths: readonly number[], geometry: Geometry): void => {
  const { size, strides, dilations, sides: around } = geometry;
  const steps = [...size, ...strides, ...dilations];
  const places = lengths.reduce((all, length, i) => all * (length + around[i][0] + around[i][1]), 1);
  if (
    steps.every((step) => Number.isInteger(step) && step >= 1) &&
    around.flat().every(Number.isInteger) &&
    places <= mostPlaces &&
    outputLengths(lengths, geometry).every((length) => length >= 1)
  )
    return;
  throw attributes.refusal(
    `has windows of ${size.join(' × ')} cells with strides ${strides.join(', ')}, dilations ${dilations.join(', ')} and ${around.map((pair) => pair.join(' and ')).join(', ')} cells around ${lengths.join(' × ')}; expected whole steps, and windows that fit`,
  );
};

/**
 * Reads the window of a convolution or of pooling.
 *
 * @param attributes - of the operation
 * @param lengths - of the input over which the window moves
 * @param size - of the window
 * @param isCeiled - whether a last window may begin inside the image and end beyond it
 * @returns where windows lie
 */
export const geometryOf = (
  attributes: Attributes,
  lengths: readonly number[],
  size: readonly number[],
  isCeiled = false,
): Geometry => {
  const spatial = size.length;
  const ones = size.map(() => 1);
  const strides = attributes.numbers('strides') ?? ones;
  const dilations = attributes.numbers('dilations') ?? ones;
  const found = sides(attributes, lengths, size, strides, dilations);
  if (
    lengths.length !== spatial ||
    [strides, dilations].some((list) => list.length !== spatial) ||
    found.some((pair) => pair.some((n) => !(n >= 0)))
  )
    throw attributes.refusal(
      `has a window of ${spatial} axes over ${lengths.length}, or sides that are not there; expected as many`,
    );
  const ceiled = found.map(([before, after], i): [number, number] => {
    if (!isCeiled) return [before, after];
    const reach = (size[i] - 1) * dilations[i] + 1;
    const rest = (lengths[i] + before + after - reach) % strides[i];
    const more = rest === 0 ? 0 : strides[i] - rest;
    // A window may not begin in the cells after the image.
    const outputs = (lengths[i] + before + after + more - reach) / strides[i] + 1;
    return (outputs - 1) * strides[i] >= lengths[i] + before ? [before, after - rest] : [before, after + more];
  });
  const geometry = { spatial, size, strides, dilations, sides: ceiled, said: found };
  checkGeometry(attributes, lengths, geometry);
  return geometry;
};

/** A window over images of two axes; one over a signal is that over an image of one column. */
export const planeWindow = ({ spatial, strides, dilations, sides: around }: Geometry): Window => {
  const both = (list: readonly number[]): [number, number] => [list[0], spatial === 1 ? 1 : list[1]];
  const padding: Sides = [around[0], spatial === 1 ? [0, 0] : around[1]];
  const isValid = padding.every(([before, after]) => before === 0 && after === 0);
  return { strides: both(strides), dilations: both(dilations), padding: isValid ? 'valid' : padding };
};

/** The sides of a window as rows and columns. */
export const planeSize = ({ spatial, size }: Geometry): [number, number] => [size[0], spatial === 1 ? 1 : size[1]];

/** A live input stored with its channels last. */
export const asStoredImage = (
  site: Site,
  value: Live,
): { readonly x: Live; readonly channelsLast: boolean; readonly rank: number } => {
  const channelsLast = site.flag('channelsLast');
  const rank = value.axes.length;
  if (rank < 3) throw site.refusal(`takes the shape [${shapeFor(value, 1).join(', ')}]; expected a batch of images`);
  return { x: storedAs(site, value, imageOrder(rank, channelsLast)), channelsLast, rank };
};

/** A signal as an image of one column; an image itself. */
export const asPlane = (site: Site, x: Live): Live =>
  x.stored.length === 2 ? site.add(asImage, [x], [x.stored[0], 1, x.stored[1]], x.axes) : x;

/** An image of one column as a signal again. */
export const fromPlane = (site: Site, y: Live, rank: number, axes: Live['axes']): Live =>
  rank === 3 ? site.add(asRow, [y], [y.stored[0], y.stored[2]], axes) : { ...y, axes };

/** A tensor in its logical order with channels last. */
export const toChannelsLast = (x: tf.Tensor, channelsLast: boolean): tf.Tensor =>
  channelsLast ? x : tf.transpose(x, imageOrder(x.rank, false));

/** The inverse of {@link toChannelsLast}. */
export const fromChannelsLast = (x: tf.Tensor, channelsLast: boolean): tf.Tensor =>
  channelsLast ? x : tf.transpose(x, [0, x.rank - 1, ...Array.from({ length: x.rank - 2 }, (_, i) => i + 1)]);

/** A tensor with cells around it, channels last. */
export const paddedImage = (x: tf.Tensor, around: Geometry['sides'], value = 0): tf.Tensor =>
  around.every(([a, b]) => a === 0 && b === 0)
    ? x
    : tf.pad(x, [[0, 0], ...around.map(([a, b]): [number, number] => [a, b]), [0, 0]], value);
