import * as tf from '@tensorflow/tfjs-core';
import { cutAxis, padAxis } from './along-axis.js';
import { type Correction, runKernel, stockGradient } from './correction.js';

/** The attributes of a pooling kernel. */
export interface PoolingAttributes {
  readonly filterSize: number | number[];
  readonly strides: number | number[];
  readonly pad: 'same' | 'valid' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** One axis of pooling. */
export interface PooledAxis {
  readonly axis: number;
  readonly length: number;
  readonly windows: number;
  readonly stride: number;
  readonly size: number;
  readonly before: number;
}

type Pool2D = typeof tf.backend_util.computePool2DInfo;
type Pool3D = typeof tf.backend_util.computePool3DInfo;
type Rest<F extends (...given: never[]) => unknown> =
  Parameters<F> extends [unknown, ...infer R] ? R : never;

/** The axes that windows move along, in a tensor of images or of volumes. */
export const pooledAxes = (shape: number[], attributes: PoolingAttributes): readonly PooledAxis[] => {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  const rest = [filterSize, strides, 1, pad, dimRoundingMode] as const;
  if (shape.length === 4) {
    const info = tf.backend_util.computePool2DInfo(shape as [number, number, number, number], ...(rest as unknown as Rest<Pool2D>));
    const { outHeight, outWidth, strideHeight, strideWidth, filterHeight, filterWidth, padInfo } = info;
    return [
      { axis: 1, windows: outHeight, stride: strideHeight, size: filterHeight, before: padInfo.top, length: shape[1] },
      { axis: 2, windows: outWidth, stride: strideWidth, size: filterWidth, before: padInfo.left, length: shape[2] },
    ];
  }
  const info = tf.backend_util.computePool3DInfo(
    shape as [number, number, number, number, number],
    ...(rest as unknown as Rest<Pool3D>),
  );
  const { strideDepth, strideHeight, strideWidth, filterDepth, filterHeight, filterWidth, padInfo } = info;
  const windows = [info.outDepth, info.outHeight, info.outWidth];
  const steps = [strideDepth, strideHeight, strideWidth];
  const sizes = [filterDepth, filterHeight, filterWidth];
  return [padInfo.front, padInfo.top, padInfo.left].map((before, i) => ({
    axis: i + 1,
    windows: windows[i],
    stride: steps[i],
    size: sizes[i],
    before,
    length: shape[i + 1],
  }));
};

/** How far the last window reaches beyond an axis; negative where cells are left over. */
export const beyond = ({ windows, stride, size, before, length }: PooledAxis): number =>
  (windows - 1) * stride + size - before - length;

/** One over the share of each window that lies on the axis. */
const scarcity = ({ windows, stride, size, before, length }: PooledAxis): number[] =>
  Array.from({ length: windows }, (_, i) => {
    const first = i * stride - before;
    return size / (Math.min(length, first + size) - Math.max(0, first));
  });

/** The gradient of averages over the cells of a window that lie on the image, by that of averages over whole windows. */
const averages = (kernelName: string, gradientName: string): Correction => ({
  kernelName,
  inputsToSave: ['x'],
  gradFunc: (dy, saved, attributes) => {
    const [x] = saved;
    const given = attributes as unknown as PoolingAttributes;
    const axes = pooledAxes(x.shape, given);
    if (axes.every((one) => one.before === 0 && beyond(one) <= 0))
      return stockGradient(kernelName)(dy, saved, attributes);
    return {
      x: () => {
        const weighted = axes.reduce((y, one) => {
          const shape = y.shape.map((_, axis) => (axis === one.axis ? one.windows : 1));
          return tf.mul(y, tf.tensor(scarcity(one), shape));
        }, dy as tf.Tensor);
        const shape = [...x.shape];
        for (const one of axes) shape[one.axis] = one.before + one.length + Math.max(0, beyond(one));
        const { filterSize, strides } = given;
        const wide = runKernel(
          gradientName,
          { dy: weighted, input: tf.zeros(shape) },
          { filterSize, strides, pad: 'valid' },
        );
        return axes.reduce((dx, { axis, before, length }) => cutAxis(dx, axis, before, length), wide);
      },
    };
  },
});

const lowest = -3.4e38;

const byMirror = (gradientName: string, dy: tf.Tensor, x: tf.Tensor, y: tf.Tensor, given: PoolingAttributes): tf.Tensor => {
  const axes = pooledAxes(x.shape, given);
  const mirrored = (images: tf.Tensor): tf.Tensor =>
    tf.reverse(
      images,
      axes.map(({ axis }) => axis),
    );
  const used = axes.map((one) => Math.min(one.length, one.length + beyond(one)));
  const seen = axes.reduce((images, { axis }, i) => cutAxis(images, axis, 0, used[i]), x);
  const input = axes.reduce(
    (images, one) => padAxis(images, one.axis, [Math.max(0, beyond(one)), one.before], lowest),
    mirrored(seen),
  );
  const { filterSize, strides } = given;
  const wide = runKernel(
    gradientName,
    { dy: mirrored(dy), input, output: mirrored(y) },
    { filterSize, strides, pad: 'valid' },
  );
  const kept = axes.reduce((dx, one, i) => cutAxis(dx, one.axis, Math.max(0, beyond(one)), used[i]), wide);
  return axes.reduce((dx, { axis, length }, i) => padAxis(dx, axis, [0, length - used[i]]), mirrored(kept));
};

const answers = new WeakMap<object, Map<string, boolean>>();

/** Whether the current backend's kernel gives a tie to the last maximum, as that of `webgl` in TensorFlow.js 4.22 does for images. */
const givesTiesToTheLast = (gradientName: string, rank: number): boolean => {
  const backend = tf.backend();
  const known = answers.get(backend) ?? new Map<string, boolean>();
  answers.set(backend, known);
  const answer =
    known.get(gradientName) ??
    (tf.getKernel(gradientName, tf.getBackend()) !== undefined &&
      tf.tidy(() => {
        const shape = (columns: number): number[] => [...Array<number>(rank - 2).fill(1), columns, 1];
        const [input, output] = [tf.ones(shape(2)), tf.ones(shape(1))];
        const sizes = shape(2).slice(1, -1);
        const attributes = { filterSize: sizes, strides: sizes, pad: 'valid' };
        const [first, last] = runKernel(gradientName, { dy: output, input, output }, attributes).dataSync();
        return first === 0 && last === 1;
      }));
  known.set(gradientName, answer);
  return answer;
};

/**
 * The gradient of max-pooling with ties given to the first maximum, by a kernel that gives them to the last: the images are mirrored. Ties occur
 * wherever the background is constant, and giving them to the last maximum moves the gradient to other pixels.
 */
const firstMaximum = (kernelName: string, gradientName: string, rank: number): Correction => ({
  kernelName,
  inputsToSave: ['x'],
  outputsToSave: [true],
  isNeeded: () => givesTiesToTheLast(gradientName, rank),
  gradFunc: (dy, [x, y], attributes) => ({
    x: () => byMirror(gradientName, dy as tf.Tensor, x, y, attributes as unknown as PoolingAttributes),
  }),
});

/** Gradients of pooling. */
export const pooling: readonly Correction[] = [
  averages('AvgPool', 'AvgPoolGrad'),
  averages('AvgPool3D', 'AvgPool3DGrad'),
  firstMaximum('MaxPool', 'MaxPoolGrad', 4),
  firstMaximum('MaxPool3D', 'MaxPool3DGrad', 5),
  {
    kernelName: 'MaxPoolWithArgmax',
    inputsToSave: ['x'],
    outputsToSave: [true],
    gradFunc: (dys, saved, attributes) =>
      tf.getGradient('MaxPool').gradFunc([dys].flat()[0], saved, attributes),
  },
];
