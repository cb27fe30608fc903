import * as tf from '@tensorflow/tfjs-core';
import { correct, type Correction, runKernel, stockGradient } from './correction.js';

/** The derivative with respect to something that was copied from places, counted from 1, of a flat input; 0 is no place. */
const sumAtPlaces = (dy: tf.Tensor, places: tf.Tensor, shape: number[]): tf.Tensor => {
  const size = tf.util.sizeFromShape(shape);
  const at = tf.cast(tf.reshape(places, [-1, 1]), 'int32');
  return tf.reshape(tf.slice(tf.scatterND(at, tf.reshape(dy, [-1]), [size + 1]), 1, size), shape);
};

/** The gradient of a kernel that copies: run on the places of its input, it says where each value of its output came from. */
const copied = (kernelName: string, name: string, others: readonly string[] = []) =>
  correct(kernelName, [name, ...others], (dy, [x, ...rest], attributes) => ({
    [name]: () => {
      const places = tf.reshape(tf.range(1, x.size + 1), x.shape);
      const inputs = { [name]: places, ...Object.fromEntries(others.map((other, i) => [other, rest[i]])) };
      const from = runKernel(kernelName, inputs, { ...attributes, fillValue: 0, extrapolationValue: 0 });
      return sumAtPlaces(dy, from, x.shape);
    },
  }));

const gathered = copied('GatherV2', 'x', ['indices']);
const cropped = copied('CropAndResize', 'image', ['boxes', 'boxInd']);

/** The gradient of sampling between four pixels: run on the rows and columns of its input, the kernel says where it samples. */
const sampled = correct<{ method: string }>('CropAndResize', ['image', 'boxes', 'boxInd'], (dy, saved, attributes) => ({
  image: () => {
    const [image, boxes, boxInd] = saved;
    const [n, h, w, c] = image.shape;
    const of = (values: tf.Tensor): tf.Tensor => {
      const field = tf.broadcastTo(values, [n, h, w, 1]);
      return runKernel('CropAndResize', { image: field, boxes, boxInd }, { ...attributes, extrapolationValue: 0 });
    };
    const [row, column, inside] = [tf.reshape(tf.range(0, h), [h, 1, 1]), tf.reshape(tf.range(0, w), [w, 1]), tf.ones([1])].map(of);
    const [top, left] = [tf.floor(row), tf.floor(column)];
    const first = tf.mul(tf.cast(tf.reshape(boxInd, [-1, 1, 1, 1]), 'float32'), h * w);
    const corners = [0, 1].flatMap((down) =>
      [0, 1].map((across) => {
        const [r, s] = [tf.minimum(tf.add(top, down), h - 1), tf.minimum(tf.add(left, across), w - 1)];
        const [a, b] = [tf.sub(row, top), tf.sub(column, left)];
        const weight = tf.mul(down ? a : tf.sub(1, a), across ? b : tf.sub(1, b));
        const pixel = tf.add(first, tf.add(tf.mul(r, w), s));
        const place = tf.add(tf.add(tf.mul(pixel, c), tf.range(0, c)), 1);
        return sumAtPlaces(tf.mul(dy, tf.mul(weight, inside)), place, image.shape);
      }),
    );
    return tf.addN(corners);
  },
}));

/** Gradients of kernels that copy values to other places. */
export const copies: readonly Correction[] = [
  copied('MirrorPad', 'x'),
  copied('StridedSlice', 'x'),
  copied('DepthToSpace', 'x'),
  copied('Diag', 'x'),
  copied('FlipLeftRight', 'image'),
  copied('RotateWithOffset', 'image'),
  copied('GatherNd', 'params', ['indices']),
  {
    ...cropped,
    gradFunc: (dy, saved, attributes) =>
      (attributes['method'] === 'nearest' ? cropped : sampled).gradFunc(dy, saved, attributes),
  },
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
