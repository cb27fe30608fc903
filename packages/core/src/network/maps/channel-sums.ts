import type * as tf from '@tensorflow/tfjs-core';
import { hostTensor, hostValues } from '@interp/tape/internal';

/** The sum over the last axis, which has so many channels: `[places]`, one sum per place. */
export const channelSums = (y: tf.Tensor, channels: number): tf.Tensor =>
  hostTensor([y.size / channels], (out) => {
    const values = hostValues(y);
    for (let place = 0, i = 0; place < out.length; place++) {
      let sum = 0;
      for (const end = i + channels; i < end; i++) sum += values[i];
      out[place] = sum;
    }
  });

/** Repeats each value so many times, into a tensor of the given shape. */
export const repeatedEach = (values: tf.Tensor, times: number, shape: readonly number[]): tf.Tensor =>
  hostTensor(shape, (out) => {
    const from = hostValues(values);
    for (let i = 0, to = 0; i < from.length; i++) for (let k = 0; k < times; k++) out[to++] = from[i];
  });
