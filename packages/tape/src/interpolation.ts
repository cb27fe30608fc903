import * as tf from '@tensorflow/tfjs-core';
import { type Correction, refuse, runKernel } from './correction.js';

/** The smallest weight that is told from the rounding of a sum of the others. */
const SMALLEST = 1e-6;

/** The four neighbours of a place between pixels, by whether their row and their column are odd. */
const neighbours = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;

/** For each neighbour three images, as channels: 1, the row and the column, where a pixel is such a neighbour, and 0 elsewhere. */
const probes = (h: number, w: number): tf.Tensor => {
  const rows = tf.reshape(tf.range(0, h), [h, 1, 1]);
  const columns = tf.reshape(tf.range(0, w), [1, w, 1]);
  const [oddRows, oddColumns] = [rows, columns].map((places) => tf.mod(places, 2));
  const channels = neighbours.flatMap(([down, across]) => {
    const isOne = tf.mul(down ? oddRows : tf.sub(1, oddRows), across ? oddColumns : tf.sub(1, oddColumns));
    return [isOne, tf.mul(isOne, rows), tf.mul(isOne, columns)];
  });
  return tf.expandDims(tf.concat(channels, 2), 0);
};

/**
 * The gradient of a kernel that takes each pixel of its output from up to four neighbouring pixels of an image, whatever else it depends on: given
 * images of 1 and of rows and columns, the kernel itself tells with which weights and from where.
 *
 * @param kernelName - a kernel with the input `image`, whose result has its channels
 * @param others - the names of its other inputs, which get no gradient
 * @param imageOf - the number of the image from which each image of the output is taken, int32, of the other inputs and the number of output images
 * @param probed - the kernel's inputs with the probes as its image, of the probes, the other inputs and the number of output images
 * @returns the correction
 */
const interpolated = (
  kernelName: string,
  others: readonly string[],
  imageOf: (rest: readonly tf.Tensor[], images: number) => tf.Tensor,
  probed: (images: tf.Tensor, rest: readonly tf.Tensor[], outputs: number) => tf.NamedTensorMap,
): Correction => ({
  kernelName,
  inputsToSave: ['image', ...others],
  gradFunc: (given, [image, ...rest], attributes) => {
    const dy = [given].flat()[0];
    const [n, h, w, c] = image.shape;
    const [outputs, high, wide] = dy.shape;
    const toImage = (): tf.Tensor => {
      const inputs = probed(probes(h, w), rest, outputs);
      const found = runKernel(kernelName, inputs, { ...attributes, fillValue: 0, extrapolationValue: 0 });
      const values = tf.split(tf.reshape(found, [-1, 12]), 12, 1);
      const from = tf.reshape(imageOf(rest, outputs), [outputs, 1]);
      const first = tf.reshape(tf.tile(tf.mul(from, tf.scalar(h * w, 'int32')), [1, high * wide]), [-1]);
      const parts = neighbours.map((_, i) => {
        const [weight, rows, columns] = values.slice(3 * i, 3 * i + 3);
        const isThere = tf.greater(weight, SMALLEST);
        const place = (sum: tf.Tensor, most: number): tf.Tensor => {
          const at = tf.round(tf.div(sum, tf.where(isThere, weight, tf.onesLike(weight))));
          return tf.cast(tf.reshape(tf.clipByValue(at, 0, most - 1), [-1]), 'int32');
        };
        const at = tf.add(first, tf.add(tf.mul(place(rows, h), tf.scalar(w, 'int32')), place(columns, w)));
        const shares = tf.mul(tf.reshape(dy, [-1, c]), tf.where(isThere, weight, tf.zerosLike(weight)));
        return tf.unsortedSegmentSum(shares, at as tf.Tensor1D, n * h * w);
      });
      return tf.reshape(tf.addN(parts), image.shape);
    };
    return { image: toImage };
  },
});

const cropAndResize = interpolated(
  'CropAndResize',
  ['boxes', 'boxInd'],
  ([, boxInd]) => tf.cast(boxInd, 'int32'),
  (image, [boxes, boxInd]) => ({ image, boxes, boxInd: tf.zerosLike(boxInd) }),
);

/** Whether a box is of another image than that of its own number, which TensorFlow.js 4.22 takes on webgl whatever it is told. */
const isMisread = (boxInd: tf.Tensor): boolean => boxInd.dataSync().some((image, box) => image !== box);

/** Gradients of kernels that interpolate between pixels, with respect to the images. */
export const interpolation: readonly Correction[] = [
  {
    ...cropAndResize,
    gradFunc: (dy, saved, attributes) =>
      tf.getBackend() === 'webgl' && isMisread(saved[2])
        ? refuse('CropAndResize')
        : cropAndResize.gradFunc(dy, saved, attributes),
  },
  interpolated(
    'Transform',
    ['transforms'],
    (_, images) => tf.range(0, images, 1, 'int32'),
    (image, [transforms], images) => ({ image: tf.tile(image, [images, 1, 1, 1]), transforms }),
  ),
];
