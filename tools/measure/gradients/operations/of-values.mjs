// Functions of one and two values, reductions, products.
import { constant, image, row, vector } from './constants.mjs';

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

/** @type {Record<string, any[][]>} */
export const ofValues = {
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
    ['einsum of one', row, (tf, x) => tf.einsum('bij->bji', tf.square(x))],
    ['einsum, sums of one', row, (tf, x) => tf.einsum('bij,ki->bk', x, constant(tf, [2, 5]))],
    ['einsum, in batches', row, (tf, x) => tf.einsum('bij,bkj->bik', x, tf.tanh(x))],
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
};
