// Copies to other places and shapes; images.
import { constant, image, row, vector } from './constants.mjs';

const sides = [
  [0, 0],
  [1, 2],
  [2, 1],
  [0, 0],
];

/** @type {Record<string, any[][]>} */
export const ofPlaces = {
  'copies and shapes': [
    ['reshape, expandDims, squeeze', row, (tf, x) => tf.squeeze(tf.expandDims(tf.reshape(x, [-1, 15]), 1), [1])],
    ['transpose', image, (tf, x) => tf.transpose(x, [0, 3, 1, 2])],
    ['concat', row, (tf, x) => tf.concat([x, tf.square(x)], 2)],
    ['stack, unstack', row, (tf, x) => tf.stack([...tf.unstack(x, 1)].reverse(), 2)],
    ['split', row, (tf, x) => tf.mul(...tf.split(tf.slice(x, [0, 1, 0], [-1, 4, -1]), 2, 1))],
    ['slice', image, (tf, x) => tf.slice(x, [0, 1, 2, 0], [-1, 3, 2, 1])],
    ['stridedSlice', image, (tf, x) => tf.stridedSlice(x, [0, 1, 0, 0], [x.shape[0], 5, 6, 2], [1, 2, 3, 1])],
    ['pad', image, (tf, x) => tf.pad(x, sides)],
    ['mirrorPad, reflect', image, (tf, x) => tf.mirrorPad(x, sides, 'reflect')],
    ['mirrorPad, symmetric', image, (tf, x) => tf.mirrorPad(x, sides, 'symmetric')],
    [
      'mirrorPad of one axis',
      row,
      (tf, x) =>
        tf.mirrorPad(
          x,
          [
            [0, 0],
            [4, 3],
            [0, 0],
          ],
          'reflect',
        ),
    ],
    ['reverse', image, (tf, x) => tf.reverse(x, [1, 2])],
    ['tile', row, (tf, x) => tf.tile(x, [1, 2, 3])],
    ['broadcastTo', row, (tf, x) => tf.broadcastTo(tf.sum(x, 1, true), [x.shape[0], 4, 3])],
    ['gather', row, (tf, x) => tf.gather(x, tf.tensor1d([0, 3, 3, 1], 'int32'), 1)],
    [
      'gather along the last axis',
      row,
      (tf, x) =>
        tf.gather(
          x,
          tf.tensor2d(
            [
              [0, 2],
              [2, 1],
            ],
            [2, 2],
            'int32',
          ),
          2,
        ),
    ],
    [
      'gatherND',
      row,
      (tf, x) =>
        tf.transpose(
          tf.gatherND(
            tf.transpose(x, [1, 2, 0]),
            tf.tensor2d(
              [
                [0, 1],
                [4, 2],
                [0, 1],
              ],
              [3, 2],
              'int32',
            ),
          ),
        ),
    ],
    [
      'scatterND',
      row,
      (tf, x) =>
        tf.transpose(
          tf.scatterND(tf.tensor2d([[1], [3], [1], [0], [2]], [5, 1], 'int32'), tf.transpose(x, [1, 0, 2]), [
            6,
            x.shape[0],
            3,
          ]),
          [1, 0, 2],
        ),
    ],
    [
      'tensorScatterUpdate',
      vector,
      (tf, x) =>
        tf.transpose(
          tf.tensorScatterUpdate(
            tf.transpose(x),
            tf.tensor2d([[1], [3]], [2, 1], 'int32'),
            tf.square(tf.slice(tf.transpose(x), 0, 2)),
          ),
        ),
    ],
    [
      'gather, batchDims 1',
      row,
      (tf, x) =>
        tf.gather(
          x,
          tf.tensor2d(
            Array.from({ length: x.shape[0] }, () => [1, 2, 1]),
            [x.shape[0], 3],
            'int32',
          ),
          1,
          1,
        ),
    ],
    [
      'gather, batchDims 1, along the last axis',
      row,
      (tf, x) =>
        tf.gather(
          x,
          tf.tensor2d(
            Array.from({ length: x.shape[0] }, () => [2, 0, 2, 2]),
            [x.shape[0], 4],
            'int32',
          ),
          2,
          1,
        ),
    ],
    [
      'batchToSpaceND, spaceToBatchND',
      [4, 6, 2],
      (tf, x) =>
        tf.batchToSpaceND(
          tf.square(
            tf.spaceToBatchND(
              x,
              [2, 2],
              [
                [0, 0],
                [0, 0],
              ],
            ),
          ),
          [2, 2],
          [
            [0, 0],
            [0, 0],
          ],
        ),
    ],
    ['depthToSpace', [2, 3, 4], (tf, x) => tf.depthToSpace(x, 2)],
    ['diag', vector, (tf, x) => tf.stack(tf.unstack(x).map((v) => tf.diag(v)))],
    ['meshgrid', vector, (tf, x) => tf.stack(tf.unstack(x).map((v) => tf.mul(...tf.meshgrid(v, constant(tf, [2])))))],
    ['image.flipLeftRight', image, (tf, x) => tf.image.flipLeftRight(x)],
  ],
  images: [
    ['image.resizeBilinear, larger', image, (tf, x) => tf.image.resizeBilinear(x, [8, 9])],
    ['image.resizeBilinear, larger, alignCorners', image, (tf, x) => tf.image.resizeBilinear(x, [8, 9], true)],
    [
      'image.resizeBilinear, smaller, halfPixelCenters',
      image,
      (tf, x) => tf.image.resizeBilinear(x, [3, 4], false, true),
    ],
    [
      'image.resizeBilinear, larger, halfPixelCenters',
      image,
      (tf, x) => tf.image.resizeBilinear(x, [8, 9], false, true),
    ],
    ['image.resizeNearestNeighbor, larger', image, (tf, x) => tf.image.resizeNearestNeighbor(x, [8, 9])],
    [
      'image.resizeNearestNeighbor, larger, alignCorners',
      image,
      (tf, x) => tf.image.resizeNearestNeighbor(x, [8, 9], true),
    ],
    [
      'image.resizeNearestNeighbor, smaller, halfPixelCenters',
      image,
      (tf, x) => tf.image.resizeNearestNeighbor(x, [3, 4], false, true),
    ],
    [
      'image.cropAndResize',
      image,
      (tf, x) =>
        tf.image.cropAndResize(
          x,
          tf.tensor2d(Array.from({ length: x.shape[0] }, () => [0.1, 0.2, 0.9, 0.8])),
          tf.range(0, x.shape[0], 1, 'int32'),
          [4, 4],
        ),
    ],
    [
      'image.cropAndResize, beyond the image',
      image,
      (tf, x) =>
        tf.image.cropAndResize(
          x,
          tf.tensor2d(Array.from({ length: x.shape[0] }, () => [-0.2, 0.1, 0.7, 1.3])),
          tf.range(0, x.shape[0], 1, 'int32'),
          [3, 7],
          'bilinear',
          0.5,
        ),
    ],
    [
      'image.cropAndResize, several of one image',
      image,
      (tf, x) =>
        tf.reshape(
          tf.image.cropAndResize(
            x,
            tf.tile(
              tf.tensor2d([
                [-0.2, 0.1, 0.7, 1.3],
                [0.9, 0, 0.2, 1],
              ]),
              [x.shape[0], 1],
            ),
            tf.cast(tf.floor(tf.div(tf.range(0, 2 * x.shape[0]), 2)), 'int32'),
            [1, 7],
            'bilinear',
            0.5,
          ),
          [x.shape[0], -1],
        ),
    ],
    [
      'image.cropAndResize, nearest',
      image,
      (tf, x) =>
        tf.image.cropAndResize(
          x,
          tf.tensor2d(Array.from({ length: x.shape[0] }, () => [0.1, 0.2, 0.9, 0.8])),
          tf.range(0, x.shape[0], 1, 'int32'),
          [4, 3],
          'nearest',
        ),
    ],
    ['image.rotateWithOffset', image, (tf, x) => tf.image.rotateWithOffset(x, 0.5)],
    [
      'image.transform',
      image,
      (tf, x) =>
        tf.image.transform(
          x,
          tf.tile(tf.tensor2d([[0.9, 0.1, 0.2, -0.1, 1.1, 0.3, 0, 0]]), [x.shape[0], 1]),
          'bilinear',
        ),
    ],
    ...['constant', 'reflect', 'wrap', 'nearest'].map((fillMode) => [
      `image.transform, ${fillMode}`,
      image,
      (tf, x) =>
        tf.image.transform(
          x,
          tf.tensor2d([[1.7, 0.3, -2.1, -0.4, 1.6, 0.3, 0.02, 0.01]]),
          fillMode === 'nearest' ? 'nearest' : 'bilinear',
          fillMode,
          0.5,
          [6, 7],
        ),
    ]),
    ['image.grayscaleToRGB', [4, 5, 1], (tf, x) => tf.image.grayscaleToRGB(x)],
    ['image.rgbToGrayscale', [4, 5, 3], (tf, x) => tf.image.rgbToGrayscale(x)],
  ],
};
