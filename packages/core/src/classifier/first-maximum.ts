import * as tf from '@tensorflow/tfjs-core';
import { clearFailedTape } from '../network/failed-tape.js';
import { kernel } from '../network/host.js';

/** One axis of pooling, measured from its end. */
interface FarEnd {
  /** Length of the part of the axis that windows cover. */
  readonly used: number;
  /** How far the last window extends beyond the axis. */
  readonly beyond: number;
}

const farEnd = (length: number, windows: number, stride: number, size: number, before: number): FarEnd => {
  const reach = (windows - 1) * stride + size - before;
  const used = Math.min(length, reach);
  return { used, beyond: reach - used };
};

const mirrored = (images: tf.Tensor): tf.Tensor => tf.reverse(images, [1, 2]);

/**
 * The gradient of max-pooling with ties given to the first maximum, by a kernel that gives them to the last: the images are mirrored.
 *
 * @param dy - one value for each window; borrowed
 * @param x - the images that were pooled, NHWC; borrowed
 * @param y - the output of pooling; borrowed
 * @param attributes - those of the kernel `MaxPool`
 * @returns the gradient, of the shape of `x`: each window's value at its first maximum
 */
const byMirror = (dy: tf.Tensor, x: tf.Tensor4D, y: tf.Tensor, attributes: tf.MaxPoolAttrs): tf.Tensor => {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  const info = tf.backend_util.computePool2DInfo(x.shape, filterSize, strides, 1, pad, dimRoundingMode);
  const [n, h, w, c] = x.shape;
  const { top, left } = info.padInfo;
  const rows = farEnd(h, info.outHeight, info.strideHeight, info.filterHeight, top);
  const columns = farEnd(w, info.outWidth, info.strideWidth, info.filterWidth, left);
  const seen = tf.slice(x, [0, 0, 0, 0], [n, rows.used, columns.used, c]);
  const around = [
    [0, 0],
    [rows.beyond, top],
    [columns.beyond, left],
    [0, 0],
  ];
  const dx = kernel(
    'MaxPoolGrad',
    { dy: mirrored(dy), input: mirrored(seen), output: mirrored(y) },
    { filterSize, strides, pad: around },
  );
  return tf.pad(mirrored(dx), [
    [0, 0],
    [0, h - rows.used],
    [0, w - columns.used],
    [0, 0],
  ]);
};

const answers = new WeakMap<object, boolean>();

/** Whether the current backend's kernel gives a tie to the last maximum, as that of `webgl` in TensorFlow.js 4.22 does. */
const givesTiesToTheLast = (): boolean => {
  const backend = tf.backend();
  const known = answers.get(backend);
  if (known !== undefined) return known;
  const answer =
    tf.getKernel('MaxPoolGrad', tf.getBackend()) !== undefined &&
    tf.tidy(() => {
      const [input, output] = [tf.ones([1, 1, 2, 1]), tf.ones([1, 1, 1, 1])];
      const attributes = { filterSize: [1, 2], strides: [1, 2], pad: 'valid' };
      const [first, last] = kernel('MaxPoolGrad', { dy: output, input, output }, attributes).dataSync();
      return first === 0 && last === 1;
    });
  answers.set(backend, answer);
  return answer;
};

/**
 * Runs `work` with a tape on which max-pooling gives its gradient to the first maximum of a window on every backend, as
 * {@link backward} and TensorFlow do. Ties occur wherever the background is constant, and giving them to the last maximum moves the
 * gradient to other pixels. Other tapes are not affected. Where `work` throws, what the tape has kept is disposed of.
 *
 * @param work - differentiates, within the call
 * @returns what `work` returns
 */
export const withFirstMaximum = <T>(work: () => T): T => {
  const cleared = (): T => {
    try {
      return work();
    } catch (error) {
      clearFailedTape();
      throw error;
    }
  };
  const usual = tf.getGradient('MaxPool');
  if (!givesTiesToTheLast()) return cleared();
  const replace = (gradient: tf.GradConfig): void => {
    tf.unregisterGradient('MaxPool');
    tf.registerGradient(gradient);
  };
  replace({
    ...usual,
    gradFunc: (dy, [x, y], attributes) => ({
      x: () => byMirror(dy as tf.Tensor, x as tf.Tensor4D, y, attributes as unknown as tf.MaxPoolAttrs),
    }),
  });
  try {
    return cleared();
  } finally {
    replace(usual);
  }
};
