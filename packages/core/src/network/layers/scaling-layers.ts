import * as tf from '@tensorflow/tfjs-core';
import type { LayerLowering } from './layer-options.js';
import { computedWeight } from './layer-reading.js';
import { scaling } from './linear-operators.js';
import type { Weight } from '../maps/weights.js';

/** Batch normalisation with its running mean and variance: a factor and a shift per channel. */
export const batchNormalization: LayerLowering = ({ layer, config, rank, cache, weight, refuse }) => {
  const weights = layer.weights.map((_, i) => weight(i));
  const hasFactor = config.scale !== false;
  const gamma = hasFactor ? [weights[0]] : [];
  const beta = config.center === false ? [] : [weights[hasFactor ? 1 : 0]];
  const [mean, variance] = weights.slice(-2);
  const { epsilon = 1e-3 } = config;
  const [axis] = [config.axis ?? -1].flat();
  if (axis !== -1 && axis !== rank - 1) {
    return refuse(
      `normalises along axis ${axis}, which TensorFlow.js computes differently on its backends; expected the last axis`,
    );
  }
  const factor = (): tf.Tensor => {
    const deviation = tf.sqrt(tf.add(variance.read(), epsilon));
    return tf.div(gamma[0]?.read() ?? 1, deviation);
  };
  const scale = computedWeight(cache, `${variance.key} scale`, [...gamma, variance], factor);
  const shift = computedWeight(cache, `${variance.key} shift`, [...gamma, ...beta, mean, variance], () =>
    tf.sub(beta[0]?.read() ?? 0, tf.mul(mean.read(), factor())),
  );
  return [{ ...scaling(cache, scale, shift), perChannel: true }];
};

/** One factor and one shift for all values. */
export const rescaling: LayerLowering = ({ layer, config, cache }) => {
  const constant = (name: string, value: number): Weight => ({
    key: `${layer.id} ${name}`,
    sources: () => [],
    read: () => tf.scalar(value),
  });
  return [scaling(cache, constant('scale', Number(config.scale ?? 1)), constant('offset', config.offset ?? 0))];
};
