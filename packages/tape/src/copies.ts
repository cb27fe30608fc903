import * as tf from '@tensorflow/tfjs-core';
import { correct, type Correction, runKernel, stockGradient } from './correction.js';

/** Sums derivatives of copies at the places that they were copied from, counted from 1 in the flat input; 0 is no place. */
const sumAtPlaces = (dy: tf.Tensor, places: tf.Tensor, shape: number[]): tf.Tensor => {
  const size = tf.util.sizeFromShape(shape);
  const at = tf.cast(tf.reshape(places, [-1, 1]), 'int32');
  return tf.reshape(tf.slice(tf.scatterND(at, tf.reshape(dy, [-1]), [size + 1]), 1, size), shape);
};

/** The gradient of a kernel that copies. Given the numbers of its input's places as values, the kernel itself tells where each value of its output came from. */
const copied = (kernelName: string, name: string, others: readonly string[] = []) =>
  correct(kernelName, [name, ...others], (dy, [x, ...rest], attributes: object) => ({
    [name]: () => {
      const places = tf.reshape(tf.range(1, x.size + 1), x.shape);
      const inputs = { [name]: places, ...Object.fromEntries(others.map((other, i) => [other, rest[i]])) };
      const from = runKernel(kernelName, inputs, { ...attributes, fillValue: 0, extrapolationValue: 0 });
      return sumAtPlaces(dy, from, x.shape);
    },
  }));

const gathered = copied('GatherV2', 'x', ['indices']);

/** The matrix of resizing along one axis, from the old cells to the new ones, computed by the kernel itself. */
const resizeMatrix = (kernelName: string, length: number, size: number, attributes: object): tf.Tensor2D => {
  const images = tf.reshape(tf.eye(length), [1, length, 1, length]);
  return tf.reshape(runKernel(kernelName, { images }, { ...attributes, size: [size, 1] }), [size, length]);
};

/** The gradient of resizing, which webgl computes as if no pixel had a centre. */
const resized = (kernelName: string): Correction => ({
  kernelName,
  inputsToSave: ['images'],
  gradFunc: (dy, saved, attributes) => {
    if (!attributes['halfPixelCenters']) return stockGradient(kernelName)(dy, saved, attributes);
    const [, h, w] = saved[0].shape;
    const [n, high, wide, c] = (dy as tf.Tensor).shape;
    const rows = resizeMatrix(kernelName, h, high, attributes);
    const columns = resizeMatrix(kernelName, w, wide, attributes);
    const images = (): tf.Tensor => {
      const ofColumns = tf.matMul(columns, tf.reshape(dy as tf.Tensor, [n * high, wide, c]), true);
      return tf.reshape(tf.matMul(rows, tf.reshape(ofColumns, [n, high, w * c]), true), [n, h, w, c]);
    };
    return { images };
  },
});

/** Gradients of kernels that copy values to other places. */
export const copies: readonly Correction[] = [
  resized('ResizeBilinear'),
  resized('ResizeNearestNeighbor'),
  {
    kernelName: 'Unpack', // The tape passes the derivative of a single part as it is, not in a list.
    gradFunc: (dy, _, { axis }) => ({ value: () => tf.stack([dy].flat(), axis as number) }),
  },
  copied('MirrorPad', 'x'),
  copied('StridedSlice', 'x'),
  copied('DepthToSpace', 'x'),
  copied('Diag', 'x'),
  copied('FlipLeftRight', 'image'),
  copied('RotateWithOffset', 'image'),
  copied('GatherNd', 'params', ['indices']),
  {
    ...gathered,
    gradFunc: (dy, saved, attributes) =>
      (attributes['batchDims'] ? gathered.gradFunc : stockGradient('GatherV2'))(dy, saved, attributes),
  },
  correct('ScatterNd', ['indices'], (dy, [indices]) => ({ updates: () => tf.gatherND(dy, indices) })),
  correct('TensorScatterUpdate', ['indices', 'updates'], (dy, [indices, updates]) => ({
    tensor: () => {
      const written = tf.scatterND(indices, tf.onesLike(updates), dy.shape);
      return tf.mul(dy, tf.cast(tf.equal(written, 0), 'float32'));
    },
    updates: () => tf.gatherND(dy, indices),
  })),
];
