import * as tf from '@tensorflow/tfjs-core';
import { cutAxis, padAxis, reverseAxes } from './along-axis.js';
import { type Correction, runKernel, stockGradient } from './correction.js';
import { beyond, type Pad, type Sizes, type WindowAxis, windowAxes } from './windows.js';

interface Attributes {
  readonly filterSize: Sizes;
  readonly strides: Sizes;
  readonly pad: Pad;
}

const axesOf = (x: tf.Tensor, dy: tf.Tensor, attributes: unknown): readonly WindowAxis[] => {
  const { filterSize, strides, pad } = attributes as Attributes;
  return windowAxes(x.shape, dy.shape, filterSize, strides, pad);
};

/** For each window, its number of cells divided by the number of those that lie on the axis. */
const scarcity = ({ windows, stride, size, before, length }: WindowAxis): number[] =>
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
    const axes = axesOf(x, dy as tf.Tensor, attributes);
    if (axes.every((one) => one.before === 0 && beyond(one) <= 0))
      return stockGradient(kernelName)(dy, saved, attributes);
    return {
      x: () => {
        const ofAxis = (one: WindowAxis): tf.Tensor =>
          tf.tensor(
            scarcity(one),
            x.shape.map((_, axis) => (axis === one.axis ? one.windows : 1)),
          );
        const weighted = axes.reduce((y, one) => tf.mul(y, ofAxis(one)), dy as tf.Tensor);
        const shape = [...x.shape];
        for (const one of axes) shape[one.axis] = one.before + one.length + Math.max(0, beyond(one));
        const wide = runKernel(
          gradientName,
          { dy: weighted, input: tf.zeros(shape) },
          { ...attributes, pad: 'valid', dimRoundingMode: 'floor' },
        );
        return axes.reduce((dx, { axis, before, length }) => {
          const skipped = Math.max(0, -before);
          return padAxis(cutAxis(dx, axis, before + skipped, length - skipped), axis, [skipped, 0]);
        }, wide);
      },
    };
  },
});

/** Below every value that images have. */
const LOWEST = -3.4e38;

/** The gradient of max-pooling with ties given to the first maximum, by a kernel that gives them to the last: the images are mirrored. */
const byMirror = (gradientName: string, dy: tf.Tensor, x: tf.Tensor, y: tf.Tensor, attributes: object): tf.Tensor => {
  const axes = axesOf(x, dy, attributes).map((one) => {
    const [past, skipped] = [beyond(one), Math.max(0, -one.before)];
    const [before, length] = [one.before + skipped, one.length - skipped];
    return { axis: one.axis, skipped, before, length, used: length + Math.min(0, past), past: Math.max(0, past) };
  });
  const mirrored = (images: tf.Tensor): tf.Tensor =>
    reverseAxes(
      images,
      axes.map(({ axis }) => axis),
    );
  const seen = axes.reduce((images, { axis, skipped, used }) => cutAxis(images, axis, skipped, used), x);
  const input = axes.reduce(
    (images, { axis, past, before }) => padAxis(images, axis, [past, before], LOWEST),
    mirrored(seen),
  );
  const wide = runKernel(
    gradientName,
    { dy: mirrored(dy), input, output: mirrored(y) },
    { ...attributes, pad: 'valid', dimRoundingMode: 'floor' },
  );
  const kept = mirrored(axes.reduce((dx, { axis, past, used }) => cutAxis(dx, axis, past, used), wide));
  return axes.reduce((dx, { axis, skipped, length, used }) => padAxis(dx, axis, [skipped, length - used]), kept);
};

const ask = (gradientName: string, rank: number): boolean =>
  tf.getKernel(gradientName, tf.getBackend()) !== undefined &&
  tf.tidy(() => {
    const shape = (columns: number): number[] => [...Array<number>(rank - 2).fill(1), columns, 1];
    const [input, output] = [tf.ones(shape(2)), tf.ones(shape(1))];
    const sizes = shape(2).slice(1, -1);
    const attributes = { filterSize: sizes, strides: sizes, pad: 'valid' };
    const [first, last] = runKernel(gradientName, { dy: output, input, output }, attributes).dataSync();
    return first === 0 && last === 1;
  });

/** What backends have answered, by the name of the kernel. */
const answers = new WeakMap<object, Map<string, boolean>>();

/** Whether the current backend's kernel gives a tie to the last maximum, as that of `webgl` does in TensorFlow.js 4.22. */
const givesTiesToTheLast = (gradientName: string, rank: number): boolean => {
  const known = answers.get(tf.backend()) ?? new Map<string, boolean>();
  const answer = known.get(gradientName) ?? ask(gradientName, rank);
  answers.set(tf.backend(), known.set(gradientName, answer));
  return answer;
};

/** Ties occur wherever the background is constant, and giving them to the last maximum moves the gradient to other pixels. */
const firstMaximum = (kernelName: string, gradientName: string, rank: number): Correction => ({
  kernelName,
  inputsToSave: ['x'],
  outputsToSave: [true],
  isNeeded: () => givesTiesToTheLast(gradientName, rank),
  gradFunc: (dy, [x, y], attributes) => ({ x: () => byMirror(gradientName, dy as tf.Tensor, x, y, attributes) }),
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
    gradFunc: (dys, saved, attributes) => tf.getGradient('MaxPool').gradFunc([dys].flat()[0], saved, attributes),
  },
];
