import { sizeOfShape } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';

/**
 * A value that depends on the network's input. It is stored with the images first, whatever its logical order is: axis 0 of what is stored is the
 * batch, and each logical axis is made of one stored axis, or of several, the first of which is the major one. So an NCHW image may be stored NHWC,
 * with the axes `[[0], [3], [1], [2]]`, and rows of tokens `[n * tokens, features]` are `[[0, 1], [2]]` of `[n, tokens, features]`.
 * In a graph that is made for one image the logical axes may be those of that image alone, without 0.
 */
export interface Live {
  /** The name of the value among those of the steps. */
  readonly name: string;
  /** Its stored shape, without the batch. */
  readonly stored: readonly number[];
  /** The stored axes of each logical axis. */
  readonly axes: readonly (readonly number[])[];
}

/** A value that is the same for every input: once for two images and once for three, the same tensor where their number does not matter. */
export interface Static {
  /** For two images, and for three. */
  readonly two: readonly [tf.Tensor, tf.Tensor];
  /** Its name, unique in the graph. */
  readonly name: string;
  /** Whether it is a constant of the graph itself, which lives as long as the network. */
  readonly isOfGraph: boolean;
}

/** A value that is the same for whatever is given. */
export interface KnownValue {
  /** Its shape. */
  readonly shape: readonly number[];
  /** The type of its elements. */
  readonly dtype: 'float32' | 'int32' | 'bool';
  /** Its elements. */
  readonly values: readonly number[];
}

/** Numbers of images for which what is known at load is computed. */
export const trialBatches = [2, 3] as const;

/** Any value while a graph becomes steps. */
export type Value = Live | Static;

/** Whether a value is known at load. */
export const isStatic = (value: Value): value is Static => 'two' in value;

/** Logical axes, each stored as itself. */
export const inOrder = (rank: number): number[][] => Array.from({ length: rank }, (_, axis) => [axis]);

/** The logical shape for so many images. */
export const shapeFor = ({ stored, axes }: Live, images: number): number[] =>
  axes.map((parts) => sizeOfShape(parts.map((axis) => (axis === 0 ? images : stored[axis - 1]))));

/** A logical shape; null for a size that is the number of images, or a multiple of it. */
export type OpenShape = readonly (number | null)[];

/** The open shape of a value that depends on the network's input. */
export const openShape = (value: Live): (number | null)[] =>
  shapeFor(value, 1).map((size, i) => (value.axes[i].includes(0) ? null : size));

/** The logical axis that the images are on; -1 where it is none. */
export const batchAxis = ({ axes }: Live): number => axes.findIndex((parts) => parts.includes(0));

/** An axis counted from the first, where a negative one is counted from the last. */
export const axisOf = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

/** How many values a step along each axis of a shape goes on. */
export const stridesOf = (shape: readonly number[]): number[] =>
  shape.map((_, axis) => sizeOfShape(shape.slice(axis + 1)));

/** The numbers of a constant as a list. */
export const numbersOf = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync());

/** What a graph does that cannot be said of each image alone. The graph runs, and nothing goes back through it. */
export class NotPerImage extends Error {}
