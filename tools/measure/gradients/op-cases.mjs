// Every differentiable operation of TensorFlow.js, as a function classifier may use it.
import { random } from '@interp/core';

/**
 * @typedef {typeof import('@tensorflow/tfjs-core')} Tf
 * @typedef {{ group: string, name: string, inputShape: number[], range?: [number, number], mixes: boolean, apply: (tf: Tf, x: any) => any, refused?: string, cannot?: Record<string, string> }} OpCase
 */

const vector = [6];
const row = [5, 3];
const image = [5, 6, 2];
const volume = [4, 3, 4, 2];

const sizeOf = (shape) => shape.reduce((a, b) => a * b, 1);

/** A constant, the same in both precisions. */
const constant = (tf, shape, seed = 5, low = -1, high = 1) =>
  tf.tensor(Array.from(random(seed).uniforms(sizeOf(shape), low, high)), shape);

/** Functions of each value; the range of its input where it is not from -1 to 1. */
const ofEach = {
  abs: {},
  acos: {},
  acosh: { range: [1.5, 3] },
  asin: {},
  asinh: {},
  atan: {},
  atanh: { range: [-0.9, 0.9] },
  cos: {},
  cosh: {},
  elu: {},
  erf: {},
  exp: {},
  expm1: {},
  leakyRelu: {},
  log: { range: [0.3, 3] },
  log1p: { range: [-0.5, 2] },
  logSigmoid: { range: [-4, 4] },
  logSoftmax: {},
  neg: {},
  reciprocal: { range: [0.4, 2] },
  relu: {},
  relu6: { range: [-2, 9] },
  rsqrt: { range: [0.4, 2] },
  selu: {},
  sigmoid: { range: [-5, 5] },
  sin: {},
  sinh: {},
  softmax: {},
  softplus: { range: [-5, 5] },
  sqrt: { range: [0.3, 2] },
  square: {},
  tan: {},
  tanh: { range: [-4, 4] },
};

const binary = (name, range) => [
  [`${name}, a constant on the right`, vector, (tf, x) => tf[name](x, constant(tf, [1, 6], 6, 0.4, 2)), range],
  [`${name}, a constant on the left`, row, (tf, x) => tf[name](constant(tf, [1, 5, 1], 6, 0.4, 2), x), range],
  [`${name}, broadcasting`, row, (tf, x) => tf[name](x, tf.sum(x, 1, true)), range],
];

const reductions = ['sum', 'mean', 'max', 'min', 'prod', 'logSumExp', 'euclideanNorm'].flatMap((name) => [
  [`${name} along the last axis`, row, (tf, x) => tf[name](x, -1)],
  [`${name} along axis 1`, row, (tf, x) => tf[name](x, 1)],
  [`${name} along two axes, kept`, row, (tf, x) => tf[name](x, [1, 2], true)],
]);

const sides = [
  [0, 0],
  [1, 2],
  [2, 1],
  [0, 0],
];

/** @type {Record<string, any[][]>} */
const groups = {
  'of each value': [
    ...Object.entries(ofEach).map(([name, { range }]) => [name, vector, (tf, x) => tf[name](x), range]),
    ['step', vector, (tf, x) => tf.step(x, 0.3)],
    ['clipByValue', vector, (tf, x) => tf.clipByValue(x, -0.5, 0.4)],
    ['prelu', row, (tf, x) => tf.prelu(x, constant(tf, [3]))],
    [
      'prelu whose slope is the input',
      row,
      (tf, x) => tf.prelu(tf.tile(constant(tf, [1, 5, 3]), [x.shape[0], 1, 1]), x),
    ],
    [
      'round, floor, ceil, sign',
      vector,
      (tf, x) => tf.add(tf.add(tf.round(x), tf.floor(x)), tf.add(tf.add(tf.ceil(x), tf.sign(x)), x)),
    ],
    ['cast to int32', vector, (tf, x) => tf.add(x, tf.cast(tf.cast(x, 'int32'), 'float32')), [-3, 3]],
    ['cast to bool', vector, (tf, x) => tf.mul(x, tf.cast(tf.cast(tf.relu(x), 'bool'), 'float32'))],
    ['clone, identity', vector, (tf, x) => tf.clone(x)],
    ['dropout of none', vector, (tf, x) => tf.dropout(x, 0)],
  ],
  'of two values': [
    ...[
      'add',
      'sub',
      'mul',
      'div',
      'divNoNan',
      'maximum',
      'minimum',
      'squaredDifference',
      'atan2',
      'pow',
      'mod',
    ].flatMap((name) => binary(name, [0.45, 1.9])),
    ['floorDiv', vector, (tf, x) => tf.mul(x, tf.floorDiv(x, tf.scalar(0.3)))],
    ['pow of negative values', vector, (tf, x) => tf.pow(x, tf.scalar(3))],
    ['pow with exponent 2 of int32', vector, (tf, x) => tf.pow(x, tf.scalar(2, 'int32'))],
    ['addN', row, (tf, x) => tf.addN([x, tf.square(x), x])],
    ['where', vector, (tf, x) => tf.where(tf.greater(x, 0.2), tf.square(x), tf.mul(x, 3))],
    [
      'where, a condition that broadcasts',
      row,
      (tf, x) => tf.where(tf.greater(constant(tf, [1, 1, 3]), 0), tf.square(x), x),
    ],
    [
      'comparisons: greater, greaterEqual, less, lessEqual, equal, notEqual',
      vector,
      (tf, x) =>
        tf.mul(
          x,
          tf.cast(
            tf.logicalOr(
              tf.logicalAnd(tf.greater(x, 0), tf.greaterEqual(x, 0)),
              tf.logicalXor(
                tf.less(x, 0),
                tf.logicalNot(tf.logicalOr(tf.lessEqual(x, -0.3), tf.logicalOr(tf.equal(x, 0.1), tf.notEqual(x, x)))),
              ),
            ),
            'float32',
          ),
        ),
    ],
    [
      'any, all',
      row,
      (tf, x) =>
        tf.mul(
          x,
          tf.cast(
            tf.logicalAnd(tf.any(tf.notEqual(x, 0), -1, true), tf.logicalNot(tf.all(tf.equal(x, 0), -1, true))),
            'float32',
          ),
        ),
    ],
    [
      'isNaN, isInf, isFinite',
      vector,
      (tf, x) =>
        tf.where(
          tf.logicalOr(tf.isNaN(x), tf.isInf(x)),
          tf.zerosLike(x),
          tf.mul(x, tf.cast(tf.isFinite(x), 'float32')),
        ),
    ],
  ],
  reductions: [
    ...reductions,
    ['cumsum', row, (tf, x) => tf.cumsum(x, 1)],
    ['cumsum, exclusive, reverse', row, (tf, x) => tf.cumsum(x, 2, true, true)],
    ['cumprod', row, (tf, x) => tf.cumprod(x, 1), [0.4, 2]],
    ['moments', row, (tf, x) => tf.concat(Object.values(tf.moments(x, 1)), 1)],
    ['norm', row, (tf, x) => tf.norm(x, 2, -1)],
    ['norm, 1 and infinity', row, (tf, x) => tf.concat([tf.norm(x, 1, -1), tf.norm(x, Infinity, -1)], 1)],
    ['argMax, argMin, oneHot', row, (tf, x) => tf.mul(x, tf.oneHot(tf.argMax(x, -1), 3))],
    ['topk', vector, (tf, x) => tf.topk(x, 3).values],
    [
      'unsortedSegmentSum',
      row,
      (tf, x) =>
        tf.transpose(
          tf.unsortedSegmentSum(tf.transpose(x, [1, 0, 2]), tf.tensor1d([0, 1, 0, 2, 1], 'int32'), 3),
          [1, 0, 2],
        ),
    ],
  ],
  products: [
    ['matMul', vector, (tf, x) => tf.matMul(x, constant(tf, [6, 4]))],
    ['matMul, transposed', row, (tf, x) => tf.matMul(x, x, false, true)],
    ['matMul, batches that broadcast', row, (tf, x) => tf.matMul(x, constant(tf, [1, 3, 2]))],
    ['dot', vector, (tf, x) => tf.dot(x, constant(tf, [6, 2]))],
    ['outerProduct', vector, (tf, x) => tf.stack(tf.unstack(x).map((v) => tf.outerProduct(v, v)))],
    ['einsum', row, (tf, x) => tf.einsum('bij,jk->bik', x, constant(tf, [3, 2]))],
    [
      'fused.matMul',
      vector,
      (tf, x) => tf.fused.matMul({ a: x, b: constant(tf, [6, 4]), bias: constant(tf, [4]), activation: 'relu' }),
    ],
    [
      'fused.conv2d',
      image,
      (tf, x) =>
        tf.fused.conv2d({
          x,
          filter: constant(tf, [2, 2, 2, 3]),
          strides: 1,
          pad: 'same',
          activation: 'relu',
          bias: constant(tf, [3]),
        }),
    ],
    [
      'fused.depthwiseConv2d',
      image,
      (tf, x) =>
        tf.fused.depthwiseConv2d({ x, filter: constant(tf, [2, 2, 2, 2]), strides: 1, pad: 'same', activation: 'elu' }),
    ],
    ['linalg.bandPart', row, (tf, x) => tf.linalg.bandPart(x, 1, 0)],
  ],
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
    ['image.grayscaleToRGB', [4, 5, 1], (tf, x) => tf.image.grayscaleToRGB(x)],
    ['image.rgbToGrayscale', [4, 5, 3], (tf, x) => tf.image.rgbToGrayscale(x)],
  ],
  'losses, signals, cells': [
    [
      'losses.softmaxCrossEntropy',
      vector,
      (tf, x) =>
        tf.losses.softmaxCrossEntropy(tf.tile(tf.softmax(constant(tf, [1, 6])), [x.shape[0], 1]), x, undefined, 0, 0),
    ],
    [
      'losses.sigmoidCrossEntropy',
      vector,
      (tf, x) =>
        tf.losses.sigmoidCrossEntropy(
          tf.tile(tf.round(constant(tf, [1, 6], 5, 0, 1)), [x.shape[0], 1]),
          x,
          undefined,
          0,
          0,
        ),
    ],
    ['losses.huberLoss', vector, (tf, x) => tf.losses.huberLoss(tf.zerosLike(x), x, undefined, 0.5, 0)],
    ['losses.meanSquaredError', vector, (tf, x) => tf.losses.meanSquaredError(tf.zerosLike(x), x, undefined, 0)],
    ['losses.absoluteDifference', vector, (tf, x) => tf.losses.absoluteDifference(tf.zerosLike(x), x, undefined, 0)],
    ['losses.hingeLoss', vector, (tf, x) => tf.losses.hingeLoss(tf.onesLike(x), x, undefined, 0)],
    ['losses.logLoss', vector, (tf, x) => tf.losses.logLoss(tf.onesLike(x), x, undefined, 1e-7, 0), [0.2, 0.9]],
    ['losses.cosineDistance', row, (tf, x) => tf.losses.cosineDistance(tf.onesLike(x), x, -1, undefined, 0)],
    [
      'basicLSTMCell',
      vector,
      (tf, x) =>
        tf.concat(
          tf.basicLSTMCell(
            tf.scalar(1),
            constant(tf, [8, 8]),
            constant(tf, [8]),
            x,
            tf.zeros([x.shape[0], 2]),
            tf.zeros([x.shape[0], 2]),
          ),
          1,
        ),
    ],
    ['signal.frame', vector, (tf, x) => tf.stack(tf.unstack(x).map((v) => tf.signal.frame(v, 3, 2)))],
    [
      'spectral.fft, real, imag',
      [8],
      (tf, x) => {
        const f = tf.spectral.fft(tf.complex(x, tf.mul(x, 0.5)));
        return tf.concat([tf.real(f), tf.imag(f)], 1);
      },
    ],
    ['spectral.rfft, abs', [8], (tf, x) => tf.abs(tf.spectral.rfft(x))],
    ['linalg.gramSchmidt', [3, 3], (tf, x) => tf.stack(tf.unstack(x).map((v) => tf.linalg.gramSchmidt(v)))],
    ['linalg.qr', [3, 3], (tf, x) => tf.concat(tf.linalg.qr(x), 2)],
  ],
};

/** Operations without a gradient, and why. */
const refused = {
  'image.cropAndResize': 'TensorFlow.js has no gradient of it; no layer uses it but with `nearest`, which has one',
  'image.transform': 'TensorFlow.js has no gradient of it, and no layer uses it',
  'spectral.fft, real, imag': 'TensorFlow.js has no gradient of complex numbers',
  'spectral.rfft, abs': 'TensorFlow.js has no gradient of complex numbers',
};

const noEinsum = { wasm: 'has no kernel for it' };
const noComplex = { wasm: 'has no complex numbers' };

/** What a backend of TensorFlow.js cannot compute, gradient or not. */
const cannot = {
  einsum: noEinsum,
  'image.rgbToGrayscale': noEinsum,
  'spectral.fft, real, imag': noComplex,
  'spectral.rfft, abs': noComplex,
  dilation2d: { wasm: 'computes another function: no maximum below 0', webgl: 'has no kernel for its gradient' },
  floorDiv: { webgl: 'computes another function: of whole numbers' },
  'gather, batchDims 1': { wasm: 'computes another function' },
};

/** @type {readonly OpCase[]} */
export const opCases = Object.entries(groups).flatMap(([group, cases]) =>
  cases.map(([name, inputShape, apply, range, mixes = false]) => ({
    group,
    name,
    inputShape,
    apply,
    range,
    mixes,
    refused: refused[name],
    cannot: cannot[name],
  })),
);
