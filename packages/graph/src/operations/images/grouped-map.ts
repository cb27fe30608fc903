import {
  convMap,
  type LinearMap,
  type Weight,
  type WeightCache,
  type Window,
  computedWeight,
} from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';

/**
 * The map of a convolution whose channels are in groups: each group of outputs sees one group of inputs.
 *
 * @param cache - keeps variants of the filters
 * @param weight - `[height, width, channels / groups, filters]`
 * @param groups - how many
 * @param window - how it moves
 * @param size - rows and columns of the filter
 * @returns the map
 */
export const groupedMap = (
  cache: WeightCache,
  weight: Weight,
  groups: number,
  window: Window,
  size: readonly [number, number],
): LinearMap => {
  const maps = Array.from({ length: groups }, (_, group) => {
    const part = computedWeight(cache, `${weight.key} group ${group} of ${groups}`, [weight], () => {
      const filter = tf.add(weight.read(), 0);
      const each = filter.shape[3]! / groups;
      return tf.slice(filter, [0, 0, 0, group * each], [-1, -1, -1, each]);
    });
    return convMap(cache, part, window, size);
  });
  const perGroup = (x: tf.Tensor, one: (part: tf.Tensor, map: LinearMap) => tf.Tensor): tf.Tensor =>
    tf.concat(
      tf.split(x, groups, x.rank - 1).map((part, group) => one(part, maps[group])),
      x.rank - 1,
    );
  return {
    kernel: () => weight.read(),
    apply: (x, change) => perGroup(x, (part, map) => map.apply(part, change)),
    transpose: (y, inputShape, change) => {
      const shape = [...inputShape.slice(0, -1), inputShape[inputShape.length - 1] / groups];
      return perGroup(y, (part, map) => map.transpose(part, shape, change));
    },
  };
};
