import { hostValues, InterpError } from '@interp/core';
import type { CentredParameters } from './centred-parameters.js';
import type { RbmGradient } from './rbm-machine.js';
import type { ParameterGroup, TrainRbmSettings } from './train-options.js';
import type { Variant } from './variant.js';

/** The last changes, that momentum keeps a part of. */
export type Velocities = Readonly<Record<ParameterGroup, Float32Array>>;

/** What one step is. */
export interface UpdateMoment {
  /** The rate of the weights now. */
  readonly rate: number;
  /** The step in all, from 1. */
  readonly step: number;
}

/** Where each gradient is put together before it is used. */
export type GradientRoom = Readonly<Record<ParameterGroup, Float32Array>>;

/**
 * The gradients of all groups, data minus model.
 *
 * @param variant - the energy
 * @param p - the numbers, about centres
 * @param gradient - what batch and samples gave
 * @param room - where they are written
 */
export const gatherGradients = (
  variant: Variant,
  p: CentredParameters,
  { weights, data, model }: RbmGradient,
  room: GradientRoom,
): void => {
  const [M, N] = [p.visibleBias.length, p.hiddenBias.length];
  const [positive, negative] = [hostValues(weights[0]), hostValues(weights[1])];
  const one = p.logPrecision.length === 1;
  let shared = 0;
  const k = variant.hiddenGain(Math.exp(-0.5 * p.logPrecision[0]));
  for (let j = 0; j < N; j++) {
    room.hiddenBias[j] = k * (data.hidden[j] - model.hidden[j]);
    shared += variant.hiddenSlope * p.hiddenBias[j] * room.hiddenBias[j];
  }
  for (let i = 0; i < M; i++) {
    let product = 0;
    for (let j = 0, at = i * N; j < N; j++, at++) {
      const g = positive[at] + negative[at];
      room.weights[at] = g;
      product += g * p.weights[at];
    }
    const precision = variant.continuous ? Math.exp(p.logPrecision[one ? 0 : i]) : 1;
    room.visibleBias[i] = precision * (data.visible[i] - model.visible[i]);
    const square = -0.5 * precision * (data.square[i] - model.square[i]);
    const slope = square + variant.inputSlope * product;
    if (one) shared += slope;
    else room.logPrecision[i] = slope;
  }
  if (one) room.logPrecision[0] = shared / M;
};

const shortened = (gradient: Float32Array, longest: number | undefined): number => {
  if (longest === undefined) return 1;
  let square = 0;
  for (const g of gradient) square += g * g;
  const length = Math.sqrt(square);
  return length > longest ? longest / length : 1;
};

/** Moves numbers along a gradient and gives their sum, which is finite where they all are. */
const moved = (
  values: Float32Array,
  gradient: Float32Array,
  velocity: Float32Array,
  { momentum, scale, decay, speed }: Readonly<Record<'momentum' | 'scale' | 'decay' | 'speed', number>>,
): number => {
  let sum = 0;
  if (momentum === 0)
    for (let at = 0; at < values.length; at++) {
      values[at] += speed * (scale * gradient[at] - decay * values[at]);
      sum += values[at];
    }
  else
    for (let at = 0; at < values.length; at++) {
      const change = momentum * velocity[at] + scale * gradient[at] - decay * values[at];
      velocity[at] = change;
      values[at] += speed * change;
      sum += values[at];
    }
  return sum;
};

/**
 * Moves every group along its gradient, and the hidden centres after the units' mean activity.
 *
 * @param variant - the energy
 * @param p - the numbers, about centres; changed in place
 * @param room - the gradients
 * @param velocities - the last changes; changed in place
 * @param activity - mean of each hidden unit over the data
 * @param settings - rates, momentum, decay, clipping
 * @param moment - the rate now
 * @throws InterpError `not-finite`, naming the group, where a number is finite no more
 */
export const moveParameters = (
  variant: Variant,
  p: CentredParameters,
  room: GradientRoom,
  velocities: Velocities,
  activity: Float64Array,
  settings: TrainRbmSettings,
  { rate, step }: UpdateMoment,
): void => {
  const { momentum, weightDecay, clip, rates } = settings;
  const move = (group: ParameterGroup, decay: number): void => {
    const values = p[group];
    const gradient = room[group];
    const velocity = velocities[group];
    const scale = shortened(gradient, clip[group]);
    const speed = rate * rates[group]!;
    const sum = moved(values, gradient, velocity, { momentum, scale, decay, speed });
    if (!Number.isFinite(sum))
      throw new InterpError(
        'not-finite',
        `${group} is not finite after step ${step}, at rate ${speed.toPrecision(3)}; lower the rate or clip, and go on from the last checkpoint`,
      );
  };
  move('weights', weightDecay);
  move('visibleBias', 0);
  move('hiddenBias', 0);
  if (variant.continuous && settings.learnSigma) {
    move('logPrecision', 0);
    const highest = -2 * Math.log(settings.sigmaFloor);
    for (let i = 0; i < p.logPrecision.length; i++) p.logPrecision[i] = Math.min(p.logPrecision[i], highest);
  }
  if (settings.centre === 'both') moveCentres(variant, p, activity, settings.centreRate);
};

/** Moves the hidden centres; the visible biases take up what that changes. */
const moveCentres = (variant: Variant, p: CentredParameters, activity: Float64Array, rate: number): void => {
  const N = p.hiddenCentre.length;
  const change = new Float64Array(N);
  for (let j = 0; j < N; j++) {
    const next = Math.fround(p.hiddenCentre[j] + rate * (activity[j] - p.hiddenCentre[j]));
    change[j] = next - p.hiddenCentre[j];
    p.hiddenCentre[j] = next;
  }
  for (let i = 0; i < p.visibleBias.length; i++) {
    let sum = 0;
    for (let j = 0, at = i * N; j < N; j++, at++) sum += p.weights[at] * change[j];
    p.visibleBias[i] += variant.outputGain(Math.exp(-0.5 * p.logPrecision[p.logPrecision.length === 1 ? 0 : i])) * sum;
  }
};
