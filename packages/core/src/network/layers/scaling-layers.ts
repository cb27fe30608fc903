import * as tf from '@tensorflow/tfjs-core';
import type { LayerLowering } from './layer-options.js';
import { computedWeight } from './layer-reading.js';
import { scaling } from './linear-operators.js';
import type { Weight } from '../maps/weights.js';

/** Batch normalisation with its running mean and variance: a factor and a shift for each place along its axis. */
export const batchNormalization: LayerLowering = ({ layer, config, rank, cache, weight }) => {
  const weights = layer.weights.map((_, i) => weight(i));
  const hasFactor = config.scale !== false;
  const gamma = hasFactor ? [weights[0]] : [];
  const beta = config.center === false ? [] : [weights[hasFactor ? 1 : 0]];
  const [mean, variance] = weights.slice(-2);
  const { epsilon = 1e-3 } = config;
  const [given] = [config.axis ?? -1].flat();
  const axis = given < 0 ? given + rank : given;
  const scaleShape = Array.from({ length: rank }, (_, i) => (i === axis ? layer.weights[0].shape[0]! : 1));
  const along = (values: tf.Tensor): tf.Tensor => (axis === rank - 1 ? values : tf.reshape(values, scaleShape));
  const factor = (): tf.Tensor => {
    const deviation = tf.sqrt(tf.add(variance.read(), epsilon));
    return along(tf.div(gamma[0]?.read() ?? 1, deviation));
  };
  const scale = computedWeight(cache, `${variance.key} scale`, [...gamma, variance], factor);
  const shift = computedWeight(cache, `${variance.key} shift`, [...gamma, ...beta, mean, variance], () =>
    tf.sub(beta[0] ? along(beta[0].read()) : 0, tf.mul(along(mean.read()), factor())),
  );
  return [{ ...scaling(cache, scale, shift), scaleShape }];
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
