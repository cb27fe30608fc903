import { computedWeight, convMap, type LinearMap, type Weight, type WeightCache } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { alongAxis } from '../along-axis.js';
import { groupedMap } from './grouped-map.js';
import { type Geometry, planeWindow } from './images.js';
import { taps } from './window-cells.js';

const inPlane = (geometry: Geometry): Geometry => ({
  spatial: 2,
  size: geometry.size.slice(1),
  strides: geometry.strides.slice(1),
  dilations: geometry.dilations.slice(1),
  sides: geometry.sides.slice(1),
});

/**
 * The map of a convolution over volumes, a sum of convolutions over planes: one for each plane of the kernel.
 *
 * @param cache - keeps variants of the kernel
 * @param weight - the kernel, `[depth, height, width, channels / groups, filters]`
 * @param groups - groups of channels
 * @param geometry - how the window moves
 * @returns the map, over `[n, depth, height, width, channels]`
 */
export const volumeMap = (cache: WeightCache, weight: Weight, groups: number, geometry: Geometry): LinearMap => {
  const plane = inPlane(geometry);
  const size = [plane.size[0], plane.size[1]] as const;
  const maps = Array.from({ length: geometry.size[0] }, (_, tap) => {
    const part = computedWeight(cache, `${weight.key} plane ${tap}`, [weight], () =>
      tf.squeeze(tf.slice(tf.add(weight.read(), 0), [tap, 0, 0, 0, 0], [1, -1, -1, -1, -1]), [0]),
    );
    return groups === 1
      ? convMap(cache, part, planeWindow(plane), size)
      : groupedMap(cache, part, groups, planeWindow(plane), size);
  });
  const asPlanes = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [x.shape[0] * x.shape[1]!, ...x.shape.slice(2)]);
  return {
    kernel: () => weight.read(),
    apply: (x, change) => {
      const lengths = x.shape.slice(1, -1);
      const sum = tf.addN(maps.map((map, tap) => map.apply(asPlanes(alongAxis(x, 1, taps(geometry, lengths, 0, [tap]), false)), change))); // prettier-ignore
      return tf.reshape(sum, [x.shape[0], -1, ...sum.shape.slice(1)]);
    },
    transpose: (y, inputShape, change) => {
      const [n, , ...rest] = inputShape;
      const lengths = inputShape.slice(1, -1);
      const planes = y.shape[1]!;
      const rows = asPlanes(y);
      return tf.addN(
        maps.map((map, tap) => {
          const part = map.transpose(rows, [n * planes, ...rest], change);
          return alongAxis(tf.reshape(part, [n, planes, ...rest]), 1, taps(geometry, lengths, 0, [tap]), true);
        }),
      );
    },
  };
};
