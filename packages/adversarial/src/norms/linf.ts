import { hostValues, recordPlaces, repetitions, type Recorder, type Repeated } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Norm, NormStep } from './norm.js';

const largest = (r: ArrayLike<number>): number => {
  let top = 0;
  for (let i = 0; i < r.length; i++) top = Math.max(top, Math.abs(r[i]));
  return top;
};

/** Where a recorded step has images, originals and gradients, and where it puts the images after it. */
interface Places {
  readonly given: readonly tf.TensorInfo[];
  readonly next: tf.TensorInfo;
}

const steps = repetitions<Places>();

/** The most bytes of a recorded step. */
const mostBytes = 2 ** 26;

const keyOf = ({ length }: Float32Array, { stepSize, epsilon, bounds }: NormStep): string =>
  [length, stepSize, epsilon, ...bounds].join();

/** Images after a step, by the kernel of `@interp/backend`. */
const moved = (
  [x, origin, gradient]: readonly tf.Tensor[],
  { stepSize, epsilon, bounds: [low, high] }: NormStep,
): tf.Tensor => {
  const attributes = { length: stepSize, radius: epsilon, low, high };
  return tf.engine().runKernel<tf.Tensor[]>('SignStep', { x, origin, gradient }, attributes)[0];
};

const record = (by: Recorder, size: number, at: NormStep): Repeated<Places> | undefined =>
  recordPlaces(by, mostBytes, ({ given, keep }) => {
    const taken = [0, 1, 2].map(() => given([size]));
    const tensors = taken.map(([tensor]) => tensor);
    return { given: taken.map(([, place]) => place), next: keep(moved(tensors, at)) };
  });

/** The L∞ norm, the largest absolute value. Its steepest step is the sign of the gradient. */
export const linf: Norm = {
  name: 'linf',
  length: largest,
  direction: (gradient, out) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.sign(gradient[i]);
  },
  project: (r, epsilon) => {
    for (let i = 0; i < r.length; i++) r[i] = r[i] > epsilon ? epsilon : r[i] < -epsilon ? -epsilon : r[i];
  },
  step: (images, at) => {
    if (!tf.getKernel('SignStep', tf.getBackend())) return false;
    const given = [images, at.originals, at.gradients];
    const known = steps.find(linf, keyOf(images, at), (by) => record(by, images.length, at));
    if (known) {
      given.forEach((values, i) => {
        hostValues(known.places.given[i]).set(values);
      });
      known.recording.play(0);
      images.set(hostValues(known.places.next));
    } else
      tf.tidy(() => {
        images.set(
          hostValues(
            moved(
              given.map((values) => tf.tensor1d(values)),
              at,
            ),
          ),
        );
      });
    return true;
  },
  random: (stream, size, epsilon) => stream.uniforms(size, -epsilon, epsilon),
};
