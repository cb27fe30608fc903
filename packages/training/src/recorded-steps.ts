import { type Recorder, type Repeated } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';

/** What work that is recorded as steps of a training may do besides running kernels. */
interface StepTools {
  /** A float32 tensor of a shape and its place, which is filled before a part is played. */
  readonly given: (shape: readonly number[]) => readonly [tensor: tf.Tensor, place: tf.TensorInfo];
  /** The place of a tensor's values, for whoever reads them after a part was played. */
  readonly keep: (tensor: tf.TensorInfo) => tf.TensorInfo;
  /** Ends a part. */
  readonly nextPart: () => void;
}

/** The most bytes of a recorded step: it keeps the values of all layers. */
const mostBytes = 2 ** 28;

/**
 * Records steps of a training, whose weights change in place from one to the next, see `trainedWeights`. What is made of weights and kept elsewhere,
 * such as a variant of a kernel, cannot be recorded: it would not follow them.
 *
 * @param by - records
 * @param weights - the variables that it reads; it may read no other tensor that it does not make
 * @param work - the steps, which run once, on zeros. They may not change anything, and do the same whatever the values are
 * @returns the recording, with the places that work returned; undefined if that cannot be recorded
 */
export const recordedSteps = <Places>(
  by: Recorder,
  weights: readonly tf.Tensor[],
  work: (tools: StepTools) => Places,
): Repeated<Places> | undefined => {
  let places: Places | undefined;
  const recording = by.record(
    ({ given, keep, nextPart }) => {
      const place: StepTools['given'] = (shape) => {
        const tensor = tf.engine().makeTensorFromTensorInfo(given(shape));
        return [tensor, keep(tensor)];
      };
      tf.tidy(() => {
        places = work({ given: place, keep, nextPart });
      });
    },
    mostBytes,
    weights,
  );
  return recording && { recording, recorder: by, isUnchanged: () => true, places: places! };
};

const repeatables = new WeakSet();

/** Says that what something does with tensors is the same whatever their values are, so that it can be recorded. */
export const repeatable = <T extends object>(one: T): T => {
  repeatables.add(one);
  return one;
};

/** Whether {@link repeatable} said so; of somebody's own loss or trainer nothing is known. */
export const isRepeatable = (one: object): boolean => repeatables.has(one);
