import { type Operator, scaling } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { storedConstant } from '../lowering/align.js';
import { type Site, storedAxis } from '../lowering/site.js';
import { axisOf, type Live } from '../lowering/value.js';
import type { Operation, Operations } from './operation.js';
import { scaledBy, shiftedBy } from './elementwise/scales.js';

/** The axis of the channels. */
const channelAxis = (rank: number, channelsLast: boolean): number => (channelsLast ? rank - 1 : Math.min(1, rank - 1));

/** The shape that lets one number a channel broadcast. */
const alongChannels = (rank: number, channels: number, channelsLast: boolean): number[] =>
  Array.from({ length: rank }, (_, axis) => (axis === channelAxis(rank, channelsLast) ? channels : 1));

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
    const along = alongChannels(x.axes.length, site.constant(1)!.size, site.flag('channelsLast'));
    const { shape, prepare } = storedConstant(site, x, along);
    const epsilon = site.number('epsilon', 1e-5);
    const parts = [1, 2, 3, 4].map((i) => site.weight(i));
    const part = (which: 0 | 1): tf.Tensor => {
      const values = parts.map((weight) => tf.add(weight.read(), 0));
      return prepare(tf.reshape(affine(values, epsilon)[which], along));
    };
    const scale = site.made('factor', () => part(0));
    const shift = site.made('shift', () => part(1));
    return [site.add({ ...scaling(site.builder.cache, scale, shift), scaleShape: shape }, [x], x.stored, x.axes)];
  },
};

/**
 * A step that gives values of each image the mean 0 and the deviation 1. Its `signal` holds the deviation constant, so that it is a linear map (Ali et
 * al. 2022).
 *
 * @param split - a shape, without the batch, in which the axes to normalise over are axes of their own
 * @param over - these axes, the batch being 0
 * @param epsilon - added to the variance
 * @returns the step, whose output has the shape of its input
 */
const normalising = (split: readonly number[], over: readonly number[], epsilon: number): Operator => {
  const cut = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [x.shape[0], ...split]);
  const mean = (x: tf.Tensor): tf.Tensor => tf.mean(x, [...over], true);
  const deviation = (centred: tf.Tensor): tf.Tensor => tf.sqrt(tf.add(mean(tf.square(centred)), epsilon));
  const centredOf = (x: tf.Tensor): tf.Tensor => tf.sub(cut(x), mean(cut(x)));
  return {
    kind: 'function',
    forward: ([x]) => {
      const centred = centredOf(x);
      return [tf.reshape(tf.div(centred, deviation(centred)), x.shape)];
    },
    vjp: (dy, { x, y }) => {
      const [d, normal] = [cut(dy), cut(y)];
      const inner = tf.sub(tf.sub(d, mean(d)), tf.mul(normal, mean(tf.mul(d, normal))));
      return tf.reshape(tf.div(inner, deviation(centredOf(x!))), dy.shape);
    },
    signal: (dy, { x }) => {
      const d = cut(dy);
      return tf.reshape(tf.div(tf.sub(d, mean(d)), deviation(centredOf(x!))), dy.shape);
    },
  };
};

const normalisedPlain = (x: tf.Tensor, over: number[], epsilon: number): tf.Tensor => {
  const { mean, variance } = tf.moments(x, over, true);
  return tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, epsilon)));
};

const from = (rank: number, axis: number): number[] =>
  Array.from({ length: rank }, (_, i) => i).slice(axisOf(axis, rank));

const same = (value: tf.Tensor): tf.Tensor => value;

const layerNormalization: Operation = {
  evaluate: ([x, scale, bias], at) => {
    const scaled = tf.mul(normalisedPlain(x, from(x.rank, at.number('axis', -1)), at.number('epsilon', 1e-5)), scale);
    return [bias ? tf.add(scaled, bias) : scaled];
  },
  lower: (site) => {
    const x = site.live(0);
    const over = from(x.axes.length, site.number('axis', -1)).map((axis) => storedAxis(site, x, axis));
    const step = normalising(x.stored, over, site.number('epsilon', 1e-5));
    const scaled = scaledBy(site, site.add(step, [x], x.stored, x.axes), 1, 'scale', same);
    return [site.inputs[2] === undefined ? scaled : shiftedBy(site, scaled, 2, 'shift', same)];
  },
};

/** Scales and shifts each channel by constants. */
const byChannels = (site: Site, value: Live): Live => {
  const rank = value.axes.length;
  const along = (given: tf.Tensor): tf.Tensor =>
    tf.reshape(given, alongChannels(rank, given.size, site.flag('channelsLast')));
  const isLast = channelAxis(rank, site.flag('channelsLast')) === rank - 1;
  if (isLast) return shiftedBy(site, scaledBy(site, value, 1, 'scale', same), 2, 'shift', same);
  const parts = ([1, 2] as const).map((i) => {
    const { prepare, shape } = storedConstant(site, value, alongChannels(rank, site.constant(i)!.size, false));
    return { weight: site.weight(i, `by channel ${value.name}`, (given) => prepare(along(given))), shape };
  });
  const step = { ...scaling(site.builder.cache, parts[0].weight, parts[1].weight), scaleShape: parts[0].shape };
  return site.add(step, [value], value.stored, value.axes);
};

/** Axes without the batch and the channels. */
const places = (rank: number, channelsLast: boolean): number[] =>
  from(rank, 1).filter((axis) => axis !== channelAxis(rank, channelsLast));

const instanceNormalization: Operation = {
  evaluate: ([x, scale, bias], at) => {
    const along = alongChannels(x.rank, scale.size, at.flag('channelsLast'));
    const normal = normalisedPlain(x, places(x.rank, at.flag('channelsLast')), at.number('epsilon', 1e-5));
    return [tf.add(tf.mul(normal, tf.reshape(scale, along)), tf.reshape(bias, along))];
  },
  lower: (site) => {
    const x = site.live(0);
    const over = places(x.axes.length, site.flag('channelsLast')).map((axis) => storedAxis(site, x, axis));
    const step = normalising(x.stored, over, site.number('epsilon', 1e-5));
    return [byChannels(site, site.add(step, [x], x.stored, x.axes))];
  },
};

const groupNormalization: Operation = {
  evaluate: ([x, scale, bias], at) => {
    const channelsLast = at.flag('channelsLast');
    const [groups, axis] = [at.number('num_groups'), channelAxis(x.rank, channelsLast)];
    const split = x.shape.toSpliced(axis, 1, groups, x.shape[axis] / groups);
    const over = from(split.length, 1).filter((one) => one !== axis);
    const normal = tf.reshape(normalisedPlain(tf.reshape(x, split), over, at.number('epsilon', 1e-5)), x.shape);
    const along = alongChannels(x.rank, scale.size, channelsLast);
    return [tf.add(tf.mul(normal, tf.reshape(scale, along)), tf.reshape(bias, along))];
  },
  lower: (site) => {
    const x = site.live(0);
    const groups = site.number('num_groups');
    const axis = storedAxis(site, x, channelAxis(x.axes.length, site.flag('channelsLast')));
    const channels = x.stored[axis - 1];
    if (!(groups >= 1) || channels % groups !== 0)
      throw site.refusal(`normalises ${channels} channels in ${groups} groups; expected groups of one size`);
    const split = x.stored.toSpliced(axis - 1, 1, groups, channels / groups);
    const over = from(split.length + 1, 1).filter((one) => one !== axis);
    const step = normalising(split, over, site.number('epsilon', 1e-5));
    return [byChannels(site, site.add(step, [x], x.stored, x.axes))];
  },
};

/** A band of ones: which channels are neighbours, `[channels, channels]`. */
const neighbours = (channels: number, size: number): tf.Tensor2D => {
  const [before, after] = [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)];
  return tf.tidy(() => {
    const values = new Float32Array(channels * channels);
    for (let to = 0; to < channels; to++)
      for (let k = Math.max(0, to - before); k <= Math.min(channels - 1, to + after); k++)
        values[k * channels + to] = 1;
    return tf.tensor2d(values, [channels, channels]);
  });
};

/** Local response normalisation over neighbouring channels, the last stored axis. Its `signal` holds the divisors constant. */
const localResponse = (channels: number, size: number, alpha: number, beta: number, bias: number): Operator => {
  const over = (x: tf.Tensor, isBack = false): tf.Tensor => {
    const rows = tf.reshape(x, [-1, channels]);
    return tf.reshape(tf.matMul(rows, neighbours(channels, size), false, isBack), x.shape);
  };
  const divisor = (x: tf.Tensor): tf.Tensor => tf.add(bias, tf.mul(alpha / size, over(tf.square(x))));
  const power = (d: tf.Tensor, exponent: number): tf.Tensor => tf.pow(d, tf.scalar(exponent));
  return {
    kind: 'function',
    forward: ([x]) => [tf.mul(x, power(divisor(x), -beta))],
    vjp: (dy, { x }) => {
      const d = divisor(x!);
      const back = over(tf.mul(tf.mul(dy, x!), power(d, -beta - 1)), true);
      return tf.sub(tf.mul(dy, power(d, -beta)), tf.mul(tf.mul((2 * beta * alpha) / size, x!), back));
    },
    signal: (dy, { x }) => tf.mul(dy, power(divisor(x!), -beta)),
  };
};

const lrn: Operation = {
  evaluate: ([x], at) => {
    const axis = channelAxis(x.rank, at.flag('channelsLast'));
    const order = [...from(x.rank, 0).filter((one) => one !== axis), axis];
    const step = localResponse(x.shape[axis], at.number('size'), at.number('alpha', 1e-4), at.number('beta', 0.75), at.number('bias', 1)); // prettier-ignore
    const [y] = step.forward([tf.transpose(x, order)]);
    return [
      tf.transpose(
        y,
        order.map((_, i) => order.indexOf(i)),
      ),
    ];
  },
  lower: (site) => {
    const x = site.live(0);
    const axis = storedAxis(site, x, channelAxis(x.axes.length, site.flag('channelsLast')));
    if (axis !== x.stored.length)
      throw site.refusal('normalises over channels that are not stored last; expected images');
    const step = localResponse(x.stored[axis - 1], site.number('size'), site.number('alpha', 1e-4), site.number('beta', 0.75), site.number('bias', 1)); // prettier-ignore
    return [site.add(step, [x], x.stored, x.axes)];
  },
};

/** Normalisations. */
export const normalisations: Operations = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  InstanceNormalization: instanceNormalization,
  GroupNormalization: groupNormalization,
  LRN: lrn,
};
