import { InterpError } from '@interp/core';
import { areFinite, hostValues } from '@interp/core/internal';
import type { CentredParameters } from './centred-parameters.js';
import { moveWeights, type Motion } from './moved-weights.js';
import type { RbmGradient } from './gradient.js';
import type { ParameterGroup, TrainRbmSettings } from './train-options.js';
import type { Variant } from '../variants.js';

/** The last changes, that momentum keeps a part of. */
export type Velocities = Readonly<Record<ParameterGroup, Float32Array>>;

/** What one step is. */
export interface UpdateMoment {
  /** The rate of the weights now. */
  readonly rate: number;
  /** The step in all, from 1. */
  readonly step: number;
}

/** The gradients of all groups but W, data minus model; `products` has Σ_j gradient × W for each visible unit. */
const otherGradients = (
  variant: Variant,
  p: CentredParameters,
  { data, model }: RbmGradient,
  products: Float32Array,
): Readonly<Record<'visibleBias' | 'hiddenBias' | 'logPrecision', Float32Array>> => {
  const M = p.visibleBias.length;
  const one = p.logPrecision.length === 1;
  const k = variant.hiddenGain(Math.exp(-0.5 * p.logPrecision[0]));
  const hiddenBias = p.hiddenBias.map((_, j) => k * (data.hidden[j] - model.hidden[j]));
  const visibleBias = new Float32Array(M);
  const slopes = new Float32Array(M);
  for (let i = 0; i < M; i++) {
    const precision = variant.continuous ? Math.exp(p.logPrecision[one ? 0 : i]) : 1;
    visibleBias[i] = precision * (data.visible[i] - model.visible[i]);
    slopes[i] = -0.5 * precision * (data.square[i] - model.square[i]) + variant.inputSlope * products[i];
  }
  if (!one) return { visibleBias, hiddenBias, logPrecision: slopes };
  const shared = hiddenBias.reduce((sum, g, j) => sum + variant.hiddenSlope * p.hiddenBias[j] * g, 0);
  return {
    visibleBias,
    hiddenBias,
    logPrecision: Float32Array.of(slopes.reduce((sum, slope) => sum + slope, shared) / M),
  };
};

/** What a gradient, the sum of some parts, is multiplied by so that it is no longer than it may be. */
const shortening = (parts: readonly Float32Array[], longest: number | undefined): number => {
  if (longest === undefined) return 1;
  let square = 0;
  for (let at = 0; at < parts[0].length; at++) square += parts.reduce((sum, part) => sum + part[at], 0) ** 2;
  const length = Math.sqrt(square);
  return length > longest ? longest / length : 1;
};

/** Moves numbers along a gradient. */
const move = (
  values: Float32Array,
  gradient: Float32Array,
  velocity: Float32Array,
  { momentum, scale, decay, speed }: Motion,
): void => {
  for (let at = 0; at < values.length; at++) {
    const change = momentum * velocity[at] + scale * gradient[at] - decay * values[at];
    if (momentum > 0) velocity[at] = change;
    values[at] += speed * change;
  }
};

/** How far each hidden centre moves after the unit's mean activity. */
const centreChanges = (p: CentredParameters, activity: Float64Array, rate: number): Float32Array =>
  p.hiddenCentre.map((centre, j) => Math.fround(centre + rate * (activity[j] - centre)) - centre);

/**
 * Moves every group along its gradient, and the hidden centres after the units' mean activity; the visible biases take up what that
 * changes. Call it within a `tf.tidy`.
 *
 * @param variant - the energy
 * @param p - the numbers, about centres; changed in place
 * @param gradient - what batch and samples gave
 * @param velocities - the last changes; changed in place
 * @param settings - rates, momentum, decay, clipping
 * @param moment - the rate now
 * @throws InterpError `not-finite`, naming the group, where a number is finite no more
 */
export const moveParameters = (
  variant: Variant,
  p: CentredParameters,
  gradient: RbmGradient,
  velocities: Velocities,
  settings: TrainRbmSettings,
  { rate, step }: UpdateMoment,
): void => {
  const { momentum, weightDecay, clip, rates, centre, centreRate, sigmaFloor } = settings;
  const motion = (group: ParameterGroup, parts: readonly Float32Array[]): Motion => ({
    momentum,
    scale: shortening(parts, clip[group]),
    decay: group === 'weights' ? weightDecay : 0,
    speed: rate * rates[group]!,
  });
  const check = (group: ParameterGroup, { speed }: Motion, numbers: Float32Array): void => {
    if (!areFinite(numbers))
      throw new InterpError(
        'not-finite',
        `${group} is not finite after step ${step}, at rate ${speed.toPrecision(3)}; train anew at a lower rate or with clipping; the last checkpoint stays as it is`,
      );
  };
  const changes = centreChanges(p, gradient.data.hidden, centre === 'both' ? centreRate : 0);
  const how = motion('weights', gradient.parts.map(hostValues));
  const { products, shifts, sums } = moveWeights(p.weights, velocities.weights, gradient, changes, how);
  check('weights', how, sums);
  const others = otherGradients(variant, p, gradient, products);
  const learnt = variant.continuous && settings.learnSigma ? (['logPrecision'] as const) : [];
  for (const group of ['visibleBias', 'hiddenBias', ...learnt] as const) {
    const along = motion(group, [others[group]]);
    move(p[group], others[group], velocities[group], along);
    check(group, along, p[group]);
  }
  const highest = -2 * Math.log(sigmaFloor);
  if (learnt.length > 0) p.logPrecision.forEach((t, i) => (p.logPrecision[i] = Math.min(t, highest)));
  changes.forEach((change, j) => (p.hiddenCentre[j] += change));
  const one = p.logPrecision.length === 1;
  for (let i = 0; i < shifts.length; i++)
    p.visibleBias[i] += variant.outputGain(Math.exp(-0.5 * p.logPrecision[one ? 0 : i])) * shifts[i];
};
