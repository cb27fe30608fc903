import * as tf from '@tensorflow/tfjs-core';
import type { Recorder } from './host.js';
import type { Repeated } from './repetitions.js';

/** What work that is recorded may do besides running kernels. */
export interface PlaceTools {
  /** A float32 tensor of a shape, with these values or zeros, and its place, which is filled before a part is played. */
  readonly given: (
    shape: readonly number[],
    values?: Float32Array,
  ) => readonly [tensor: tf.Tensor, place: tf.TensorInfo];
  /** The place of a tensor's values, which nothing else is written to. */
  readonly keep: (tensor: tf.TensorInfo) => tf.TensorInfo;
  /** Ends a part. */
  readonly nextPart: () => void;
}

/**
 * Records work and where it has what it takes and makes.
 *
 * @param by - records
 * @param mostBytes - the most that the recording may hold
 * @param work - runs once, inside `tf.tidy`, and does the same whatever the values are
 * @param changing - variables whose values change in place, and the only tensors that work may read besides its own. Default: it may read any, and none changes
 * @returns the recording with the places that work returned; undefined if that cannot be recorded
 */
export const recordPlaces = <Places>(
  by: Recorder,
  mostBytes: number,
  work: (tools: PlaceTools) => Places,
  changing?: readonly tf.TensorInfo[],
): Repeated<Places> | undefined => {
  let places: Places | undefined;
  const recording = by.record(
    ({ given, keep, nextPart }) => {
      const placed: PlaceTools['given'] = (shape, values) => {
        const tensor = tf.engine().makeTensorFromTensorInfo(given(shape, values));
        return [tensor, keep(tensor)];
      };
      tf.tidy(() => {
        places = work({ given: placed, keep, nextPart });
      });
    },
    mostBytes,
    changing,
  );
  return recording && { recording, recorder: by, isUnchanged: () => true, places: places! };
};
