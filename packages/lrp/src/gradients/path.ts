import type * as tf from '@tensorflow/tfjs-core';

/** The nodes of a straight way to each of some images, or what some steps of a network make of them. Called inside `tf.tidy`. */
export interface Way {
  /** The points, `[n * nodes, ...shape]`, image by image and node by node. */
  readonly points: tf.Tensor;
  /**
   * The weighted sum of slopes over the nodes.
   *
   * @param slopes - of the shape of the points; borrowed
   * @returns for each image, of the shape of its end
   */
  mean(slopes: tf.Tensor): tf.Tensor;
  /** A point in double precision, where that is known. */
  readonly exact?: (point: number) => Float64Array;
}
