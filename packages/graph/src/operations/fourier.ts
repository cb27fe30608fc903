import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../attributes.js';
import { asFunction } from '../lowering/as-function.js';
import { axisOf } from '../lowering/value.js';
import { alongAxis } from './along-axis.js';
import type { Operation, Operations } from './operation.js';

/** The longest transform: its matrices have so many rows and columns. */
const longest = 4096;

/** What is asked of a transform. */
interface Transform {
  readonly axis: number;
  readonly length: number;
  readonly isInverse: boolean;
  readonly isOneSided: boolean;
}

const waves = (rows: number, { length, isInverse }: Transform, of: (angle: number) => number): tf.Tensor3D => {
  const sign = isInverse ? 1 : -1;
  const values = Float32Array.from({ length: rows * length }, (_, i) => {
    const [k, t] = [Math.floor(i / length), i % length];
    return of((sign * 2 * Math.PI * ((k * t) % length)) / length) / (isInverse ? length : 1);
  });
  return tf.tensor3d(values, [1, rows, length]);
};

/** An axis cut, or filled with zeros, to a length. */
const fitted = (x: tf.Tensor, axis: number, length: number): tf.Tensor => {
  const size = x.shape[axis];
  if (size === length) return x;
  const start = x.shape.map(() => 0);
  if (size > length) return tf.slice(x, start, x.shape.with(axis, length));
  const sides = x.shape.map((_, i): [number, number] => [0, i === axis ? length - size : 0]);
  return tf.pad(x, sides);
};

/** The discrete Fourier transform along an axis of values `[…, 1]` or, with imaginary parts, `[…, 2]`. */
const transformed = (at: Attributes, x: tf.Tensor, how: Transform): tf.Tensor => {
  const { axis, length, isInverse, isOneSided } = how;
  const parts = x.shape.at(-1)!;
  if (!(length >= 1 && length <= longest)) throw at.refusal(`transforms ${length} places; expected 1 to ${longest}`);
  if (parts !== 1 && parts !== 2)
    throw at.refusal(`has ${parts} parts of each number; expected real ones, or real and imaginary ones`);
  const isHalfGiven = isInverse && isOneSided;
  const half = Math.floor(length / 2) + 1;
  const given = fitted(x, axis, isHalfGiven ? half : length);
  const [real, imaginary] = parts === 2 ? tf.split(given, 2, -1) : [given, undefined];
  const rows = isOneSided && !isInverse ? half : length;
  // Of half a spectrum, the other half is conjugate: what is neither its first nor its middle counts twice.
  const counts = (wave: tf.Tensor3D): tf.Tensor3D => {
    if (!isHalfGiven) return wave;
    const twice = Array.from({ length: half }, (_, t) => (t === 0 || 2 * t === length ? 1 : 2));
    return tf.mul(tf.slice(wave, [0, 0, 0], [1, rows, half]), twice);
  };
  const [cosines, sines] = [counts(waves(rows, how, Math.cos)), counts(waves(rows, how, Math.sin))];
  const along = (value: tf.Tensor, matrix: tf.Tensor): tf.Tensor => alongAxis(value, axis, matrix, false);
  const [a, b] = [along(real, cosines), along(real, sines)];
  const first = imaginary ? tf.sub(a, along(imaginary, sines)) : a;
  if (isHalfGiven) return first;
  return tf.concat([first, imaginary ? tf.add(b, along(imaginary, cosines)) : b], -1);
};

const wholeOf = (tensor: tf.Tensor | undefined): number | undefined => tensor?.dataSync()[0];

const dft: Operation = {
  evaluate: ([x, length, axis], at) => {
    const along = axisOf(wholeOf(axis) ?? at.number('axis', axis === undefined ? -2 : 1), x.rank);
    const [isInverse, isOneSided] = [at.flag('inverse'), at.flag('onesided')];
    const size = isInverse && isOneSided ? 2 * (x.shape[along] - 1) : x.shape[along];
    return [transformed(at, x, { axis: along, length: wholeOf(length) ?? size, isInverse, isOneSided })];
  },
  passes: 'sums',
};

/** Transforms of stretches of a signal `[n, length, parts]`, each under a window. */
const stft: Operation = {
  evaluate: ([signal, step, window, given], at) => {
    const length = wholeOf(given) ?? window?.size;
    const stride = wholeOf(step)!;
    if (length === undefined || !(stride >= 1))
      throw at.refusal('says neither a window nor a length of frames, or no step; expected both');
    const [n, places] = signal.shape;
    const parts = signal.shape[2] ?? 1;
    const frames = Math.floor((places - length) / stride) + 1;
    if (!(frames >= 1))
      throw at.refusal(`cuts ${places} places in frames of ${length}; expected at least as many places`);
    const indices = Array.from({ length: frames * length }, (_, i) => Math.floor(i / length) * stride + (i % length));
    const cut = tf.reshape(tf.gather(signal, tf.tensor1d(indices, 'int32'), 1), [n, frames, length, parts]);
    const seen = window ? tf.mul(cut, tf.reshape(window, [1, 1, length, 1])) : cut;
    return [transformed(at, seen, { axis: 2, length, isInverse: false, isOneSided: at.number('onesided', 1) !== 0 })];
  },
  passes: 'sums',
};

const lowered = (operation: Operation): Operation => ({ ...operation, lower: (site) => asFunction(site, operation) });

/** Fourier transforms, which are linear. */
export const fourier: Operations = { DFT: lowered(dft), STFT: lowered(stft) };
