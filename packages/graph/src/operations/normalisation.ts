import { scaling } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { storedConstant } from '../lowering/align.js';
import type { Operation, Operations } from './operation.js';

/** The shape that lets one number a channel broadcast. */
const alongChannels = (rank: number, channels: number, channelsLast: boolean): number[] =>
  Array.from({ length: rank }, (_, axis) =>
    axis === (channelsLast ? rank - 1 : Math.min(1, rank - 1)) ? channels : 1,
  );

/** Factor and shift of a batch normalisation by its running mean and variance. */
const affine = ([gamma, beta, mean, variance]: readonly tf.Tensor[], epsilon: number): [tf.Tensor, tf.Tensor] => {
  const factor = tf.div(gamma, tf.sqrt(tf.add(variance, epsilon)));
  return [factor, tf.sub(beta, tf.mul(mean, factor))];
};

const batchNormalization: Operation = {
  evaluate: ([x, ...parameters], at) => {
    const shape = alongChannels(x.rank, parameters[0].size, at.flag('channelsLast'));
    const [factor, shift] = affine(parameters, at.number('epsilon', 1e-5));
    return [tf.add(tf.mul(x, tf.reshape(factor, shape)), tf.reshape(shift, shape))];
  },
  lower: (site) => {
    if (site.flag('training_mode'))
      throw site.refusal('normalises as in training; expected a model exported for inference');
    const x = site.live(0);
    const channels = site.constant(1)!.size;
    const { shape, prepare } = storedConstant(
      site,
      x,
      alongChannels(x.axes.length, channels, site.flag('channelsLast')),
    );
    const epsilon = site.number('epsilon', 1e-5);
    const parts = [1, 2, 3, 4].map((i) => site.weight(i));
    const part = (which: 0 | 1): tf.Tensor =>
      prepare(
        tf.reshape(
          affine(
            parts.map((weight) => tf.add(weight.read(), 0)),
            epsilon,
          )[which],
          alongChannels(x.axes.length, channels, site.flag('channelsLast')),
        ),
      );
    const scale = site.made('factor', () => part(0));
    const shift = site.made('shift', () => part(1));
    return [site.add({ ...scaling(site.builder.cache, scale, shift), scaleShape: shape }, [x], x.stored, x.axes)];
  },
};

/** Normalisations. */
export const normalisations: Operations = { BatchNormalization: batchNormalization };
