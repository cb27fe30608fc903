import { recordPlaces, type PlaceTools, type Recorder, type Repeated } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';

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
  work: (tools: PlaceTools) => Places,
): Repeated<Places> | undefined => recordPlaces(by, mostBytes, work, weights);

const repeatables = new WeakSet();

/** Says that what something does with tensors is the same whatever their values are, so that it can be recorded. */
export const repeatable = <T extends object>(one: T): T => {
  repeatables.add(one);
  return one;
};

/** Whether {@link repeatable} said so; of somebody's own loss or trainer nothing is known. */
export const isRepeatable = (one: object): boolean => repeatables.has(one);
