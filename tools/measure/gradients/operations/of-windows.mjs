// Convolutions, pooling, normalisation.
import { constant, image, row, volume } from './constants.mjs';

/** @type {Record<string, any[][]>} */
export const ofWindows = {
  convolutions: [
    ['conv1d', row, (tf, x) => tf.conv1d(x, constant(tf, [2, 3, 2]), 1, 'same')],
    ['conv1d, dilated', row, (tf, x) => tf.conv1d(x, constant(tf, [2, 3, 2]), 1, 'same', 'NWC', 2)],
    ['conv2d', image, (tf, x) => tf.conv2d(x, constant(tf, [3, 2, 2, 3]), [2, 1], 'same')],
    [
      'conv2d, explicit padding',
      image,
      (tf, x) =>
        tf.conv2d(x, constant(tf, [3, 2, 2, 3]), 1, [
          [0, 0],
          [1, 2],
          [0, 1],
          [0, 0],
        ]),
    ],
    ['conv2d, dilated', image, (tf, x) => tf.conv2d(x, constant(tf, [2, 2, 2, 3]), 1, 'same', 'NHWC', [2, 3])],
    [
      'conv2d, padding of a number',
      image,
      (tf, x) => tf.conv2d(x, constant(tf, [3, 3, 2, 3]), 2, 1, 'NHWC', 1, 'floor'),
    ],
    [
      'conv2d, dilated, explicit padding',
      image,
      (tf, x) =>
        tf.conv2d(
          x,
          constant(tf, [2, 2, 2, 3]),
          1,
          [
            [0, 0],
            [1, 2],
            [0, 1],
            [0, 0],
          ],
          'NHWC',
          2,
        ),
    ],
    [
      'conv2d, the input is the filter',
      image,
      (tf, x) =>
        tf.concat(tf.unstack(x).map((f) => tf.conv2d(constant(tf, [1, 8, 9, 2]), tf.expandDims(f, 3), 1, 'valid'))),
    ],
    [
      'conv2d, dilated, the input is the filter',
      [2, 2, 2],
      (tf, x) =>
        tf.concat(
          tf.unstack(x).map((f) => tf.conv2d(constant(tf, [1, 8, 9, 2]), tf.expandDims(f, 3), 1, 'same', 'NHWC', 2)),
        ),
    ],
    [
      'conv2dTranspose',
      image,
      (tf, x) => tf.conv2dTranspose(x, constant(tf, [3, 3, 2, 2]), [x.shape[0], 10, 12, 2], 2, 'same'),
    ],
    ['depthwiseConv2d', image, (tf, x) => tf.depthwiseConv2d(x, constant(tf, [3, 2, 2, 2]), 2, 'same')],
    [
      'depthwiseConv2d, dilated',
      image,
      (tf, x) => tf.depthwiseConv2d(x, constant(tf, [2, 2, 2, 2]), 1, 'same', 'NHWC', 2),
    ],
    [
      'depthwiseConv2d, dilated, the input is the filter',
      [2, 2, 2],
      (tf, x) =>
        tf.concat(
          tf
            .unstack(x)
            .map((f) => tf.depthwiseConv2d(constant(tf, [1, 8, 9, 2]), tf.expandDims(f, 3), 1, 'same', 'NHWC', 2)),
        ),
    ],
    [
      'separableConv2d',
      image,
      (tf, x) => tf.separableConv2d(x, constant(tf, [3, 3, 2, 2]), constant(tf, [1, 1, 4, 3]), 1, 'same'),
    ],
    ['conv3d', volume, (tf, x) => tf.conv3d(x, constant(tf, [2, 2, 2, 2, 2]), 1, 'same')],
    ['conv3d, strides', volume, (tf, x) => tf.conv3d(x, constant(tf, [2, 2, 2, 2, 2]), [1, 2, 1], 'valid')],
    [
      'conv3d, the input is the filter',
      [2, 2, 2],
      (tf, x) =>
        tf.concat(
          tf.unstack(x).map((f) => tf.conv3d(constant(tf, [1, 3, 4, 5, 1]), tf.reshape(f, [2, 2, 2, 1, 1]), 1, 'same')),
        ),
    ],
    [
      'conv3dTranspose',
      volume,
      (tf, x) => tf.conv3dTranspose(x, constant(tf, [2, 2, 2, 2, 2]), [x.shape[0], 8, 6, 8, 2], 2, 'same'),
    ],
    ['dilation2d', image, (tf, x) => tf.dilation2d(x, constant(tf, [2, 2, 2]), 1, 'same')],
  ],
  pooling: [
    ['avgPool', image, (tf, x) => tf.avgPool(x, 2, 2, 'valid')],
    ['avgPool, same', image, (tf, x) => tf.avgPool(x, 3, 1, 'same')],
    ['avgPool, same, strides', image, (tf, x) => tf.avgPool(x, [3, 2], [2, 3], 'same')],
    ['avgPool, padding of a number', image, (tf, x) => tf.avgPool(x, 3, 2, 1, 'floor')],
    [
      'avgPool, explicit padding',
      image,
      (tf, x) =>
        tf.avgPool(x, 3, 2, [
          [0, 0],
          [1, 1],
          [0, 2],
          [0, 0],
        ]),
    ],
    ['avgPool3d, same', volume, (tf, x) => tf.avgPool3d(x, 3, 2, 'same')],
    ['avgPool3d', volume, (tf, x) => tf.avgPool3d(x, 2, 1, 'valid')],
    ['maxPool', image, (tf, x) => tf.maxPool(x, 3, 2, 'same')],
    ['maxPool, padding of a number', image, (tf, x) => tf.maxPool(x, 3, 2, 1, 'floor')],
    ['maxPool3d', volume, (tf, x) => tf.maxPool3d(x, 2, 1, 'same')],
    ['pool, avg, dilated', image, (tf, x) => tf.pool(x, [2, 2], 'avg', 'same', 2)],
    ['pool, max, dilated', image, (tf, x) => tf.pool(x, [2, 2], 'max', 'valid', 2)],
    ['maxPoolWithArgmax', image, (tf, x) => tf.maxPoolWithArgmax(x, 2, 2, 'valid').result],
  ],
  normalisation: [
    [
      'batchNorm',
      image,
      (tf, x) =>
        tf.batchNorm(x, constant(tf, [2]), constant(tf, [2], 7, 0.5, 2), constant(tf, [2]), constant(tf, [2], 8)),
    ],
    ['batchNorm without a scale', image, (tf, x) => tf.batchNorm(x, constant(tf, [2]), constant(tf, [2], 7, 0.5, 2))],
    [
      'batchNorm of its own moments',
      row,
      (tf, x) => {
        const { mean, variance } = tf.moments(x, [0, 1]);
        return tf.batchNorm(x, mean, variance);
      },
      undefined,
      true,
    ],
    [
      'batchNorm, mean and variance one for each value',
      image,
      (tf, x) => tf.batchNorm(x, constant(tf, [1, ...image]), constant(tf, [1, ...image], 7, 0.5, 2)),
    ],
    [
      'batchNorm, one for each row',
      image,
      (tf, x) =>
        tf.batchNorm(
          x,
          constant(tf, [1, 5, 1, 1]),
          constant(tf, [1, 5, 1, 1], 7, 0.5, 2),
          constant(tf, [1, 5, 1, 1]),
          constant(tf, [1, 5, 1, 1], 8),
        ),
    ],
    ['localResponseNormalization', image, (tf, x) => tf.localResponseNormalization(x, 1, 1, 1, 0.5)],
  ],
};
