import {
  boolean,
  checkedBy,
  checkNumber,
  checkObject,
  choice,
  InterpError,
  number,
  optionsTable,
  type DefaultedRule,
  type OptionRule,
} from '@interp/checks';
import { areFinite, hostTensor, hostValues, loop } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { runCompiled } from '../sampling/kernels.js';
import type { Variant } from '../variants.js';
import type { CentredParameters } from './centred-parameters.js';
import type { RbmGradient } from './gradient.js';

/** The groups of parameters that are trained. */
export type ParameterGroup = 'weights' | 'visibleBias' | 'hiddenBias' | 'logPrecision';

/** Every {@link ParameterGroup}. */
export const parameterGroups: readonly ParameterGroup[] = ['weights', 'visibleBias', 'hiddenBias', 'logPrecision'];

/** Options of the parameter updates. */
export interface RbmUpdateOptions {
  /**
   * The learning rate of each group as a fraction of `rate`. Default 1, and 0.1 for `logPrecision`, t = -ln σ², which affects all
   * other gradients. If all visible units share a σ, its gradient is the mean over them.
   */
  readonly rates?: Readonly<Partial<Record<ParameterGroup, number>>>;
  /** The fraction of the last change that is added to the next, from 0 to below 1. Default 0. */
  readonly momentum?: number;
  /** Weight decay per step, as a fraction of rate × weights. Default 0. */
  readonly weightDecay?: number;
  /** Gradient clipping: the largest Euclidean norm of each group's gradient. Default none. */
  readonly clip?: Readonly<Partial<Record<ParameterGroup, number>>>;
  /** The units to centre; the centres are folded into the biases after training. Default `both`. */
  readonly centre?: 'both' | 'visible' | 'none';
  /** How fast the centres of the hidden units follow their mean activity, from 0 to 1. Default 0.01. */
  readonly centreRate?: number;
  /** Whether σ is learnt, if the variant has one. Default true. */
  readonly learnSigma?: boolean;
  /** The lowest σ; for pixels that never change it would go to 0. Default 0.3, for pixels from -1 to 1. */
  readonly sigmaFloor?: number;
}

const rateOf = (group: ParameterGroup, usual: number): DefaultedRule<number> =>
  checkedBy<number>((_, value) => checkNumber(`the rate of ${group}`, value, { min: 0 }), { default: usual });
const ratesTable = optionsTable<NonNullable<RbmUpdateOptions['rates']>>()({
  weights: rateOf('weights', 1),
  visibleBias: rateOf('visibleBias', 1),
  hiddenBias: rateOf('hiddenBias', 1),
  logPrecision: rateOf('logPrecision', 0.1),
});
const clipOf = (group: ParameterGroup): OptionRule<number> =>
  checkedBy<number>((_, value) => checkNumber(`the clip of ${group}`, value, { above: 0 }));
const clipTable = optionsTable<NonNullable<RbmUpdateOptions['clip']>>()({
  weights: clipOf('weights'),
  visibleBias: clipOf('visibleBias'),
  hiddenBias: clipOf('hiddenBias'),
  logPrecision: clipOf('logPrecision'),
});

/** Checks and defaults of {@link RbmUpdateOptions}. */
export const rbmUpdateOptions = optionsTable<RbmUpdateOptions>()({
  rates: checkedBy<NonNullable<RbmUpdateOptions['rates']>>(
    (name, value) => {
      checkObject(name, value);
      ratesTable.withDefaults(value as RbmUpdateOptions['rates']);
    },
    { default: ratesTable.defaults },
  ),
  momentum: number({ min: 0, max: 0.999, default: 0 }),
  weightDecay: number({ min: 0, default: 0 }),
  clip: checkedBy<NonNullable<RbmUpdateOptions['clip']>>(
    (name, value) => {
      checkObject(name, value);
      clipTable.withDefaults(value as RbmUpdateOptions['clip']);
    },
    { default: {} },
  ),
  centre: choice(['both', 'visible', 'none'], { default: 'both' }),
  centreRate: number({ min: 0, max: 1, default: 0.01 }),
  learnSigma: boolean({ default: true }),
  sigmaFloor: number({ above: 0, default: 0.3 }),
});

/** The coefficients of an update: speed × (momentum × the last change + scale × gradient - decay × parameters). */
type Motion = Readonly<Record<'momentum' | 'scale' | 'decay' | 'speed', number>>;

/** Sums over each row of W from an update. */
interface MovedWeights {
  /** Σ_j gradient × W, before. */
  readonly products: Float32Array;
  /** Σ_j shift_j × W, after. */
  readonly shifts: Float32Array;
  /** Σ_j W, after: finite if all of W is. */
  readonly sums: Float32Array;
}

/** Updates W in place and stores the change; `shift` has a number for each hidden unit, `motion` the coefficients one after the other. */
const moveWeights = (
  values: Float32Array,
  velocity: Float32Array | undefined,
  { weights, parts: [up, down] }: RbmGradient,
  shift: tf.Tensor,
  motion: tf.Tensor,
): MovedWeights => {
  const [M, N] = weights.shape;
  const [products, shifts, sums] = [new Float32Array(M), new Float32Array(M), new Float32Array(M)];
  const last: tf.NamedTensorMap = velocity ? { velocity: hostTensor([M, N], (out) => out.set(velocity)) } : {};
  const made = runCompiled('MomentumRows', { values: weights, up, down, shift, motion, ...last });
  if (made) {
    const [next, change, ...bySums] = made;
    loop(() => {
      values.set(hostValues(next));
      velocity?.set(hostValues(change));
      [products, shifts, sums].forEach((sum, k) => sum.set(hostValues(bySums[k])));
    });
    return { products, shifts, sums };
  }
  const [positive, negative, by] = [up, down, shift].map(hostValues);
  const [momentum, scale, decay, speed] = hostValues(motion);
  for (let i = 0, at = 0; i < M; i++)
    for (let j = 0; j < N; j++, at++) {
      const gradient = positive[at] + negative[at];
      products[i] += gradient * values[at];
      const change = momentum * (velocity?.[at] ?? 0) + scale * gradient - decay * values[at];
      if (velocity) velocity[at] = change;
      values[at] += speed * change;
      shifts[i] += by[j] * values[at];
      sums[i] += values[at];
    }
  return { products, shifts, sums };
};

/** {@link RbmUpdateOptions} with the defaults filled in. */
export type RbmUpdateSettings = Required<RbmUpdateOptions> & {
  /** The rates of all groups. */
  readonly rates: Readonly<Record<ParameterGroup, number>>;
};

/**
 * Fills in the rates of the groups that are left out.
 *
 * @param rates - of some groups
 * @returns the rates of all
 */
export const ratesWithDefaults = (rates: RbmUpdateOptions['rates']): Readonly<Record<ParameterGroup, number>> =>
  ratesTable.withDefaults(rates);

/** The last changes, for momentum. */
export type Velocities = Readonly<Record<ParameterGroup, Float32Array>>;

/** Learning rate and number of a step; where that is recorded, of the step that is played. */
export interface UpdateStep {
  /** The current learning rate of the weights. */
  rate: number;
  /** The total step, from 1. */
  step: number;
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
  const logPrecision = new Float32Array(M);
  for (let i = 0; i < M; i++) {
    const precision = variant.continuous ? Math.exp(p.logPrecision[one ? 0 : i]) : 1;
    visibleBias[i] = precision * (data.visible[i] - model.visible[i]);
    logPrecision[i] = -0.5 * precision * (data.square[i] - model.square[i]) + variant.inputGainDerivative * products[i];
  }
  if (!one) return { visibleBias, hiddenBias, logPrecision };
  const shared = hiddenBias.reduce((sum, g, j) => sum + variant.hiddenGainDerivative * p.hiddenBias[j] * g, 0);
  return {
    visibleBias,
    hiddenBias,
    logPrecision: Float32Array.of(logPrecision.reduce((sum, gradient) => sum + gradient, shared) / M),
  };
};

/** The factor that clips a gradient, the sum of its parts, to a norm. */
const shortening = (parts: readonly Float32Array[], longest: number | undefined): number => {
  if (longest === undefined || parts.length === 0) return 1;
  let square = 0;
  for (let at = 0; at < parts[0].length; at++) square += parts.reduce((sum, part) => sum + part[at], 0) ** 2;
  const length = Math.sqrt(square);
  return length > longest ? longest / length : 1;
};

/** Updates parameters. */
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

/** The change of a hidden centre towards the unit's mean activity. */
const centreChange = (centre: number, activity: number, rate: number): number =>
  Math.fround(centre + rate * (activity - centre)) - centre;

/**
 * Updates every group by its gradient, and the hidden centres towards the units' mean activity; the visible biases compensate for
 * the latter. Call it within a `tf.tidy`.
 *
 * @param variant - the energy
 * @param p - the parameters, about centres; changed in place
 * @param gradient - what batch and samples gave
 * @param velocities - the last changes; changed in place
 * @param settings - rates, momentum, decay, clipping
 * @param now - learning rate and step
 * @throws InterpError `not-finite`, naming the group, if a parameter is no longer finite
 */
export const updateParameters = (
  variant: Variant,
  p: CentredParameters,
  gradient: RbmGradient,
  velocities: Velocities,
  settings: RbmUpdateSettings,
  now: UpdateStep,
): void => {
  const { momentum, weightDecay, clip, rates, centre, centreRate, sigmaFloor } = settings;
  const motion = (group: ParameterGroup, parts: readonly Float32Array[]): Motion => ({
    momentum,
    scale: shortening(parts, clip[group]),
    decay: group === 'weights' ? weightDecay : 0,
    speed: now.rate * rates[group],
  });
  const check = (group: ParameterGroup, { speed }: Motion, values: Float32Array): void => {
    if (!areFinite(values))
      throw new InterpError(
        'not-finite',
        `${group} is not finite after step ${now.step}, at rate ${speed.toPrecision(3)}; train again at a lower rate or with clipping; the last checkpoint stays as it is`,
      );
  };
  const shift = hostTensor([p.hiddenCentre.length], (out) => {
    for (let j = 0; j < out.length; j++)
      out[j] = centreChange(p.hiddenCentre[j], gradient.data.hidden[j], centre === 'both' ? centreRate : 0);
  });
  const ofWeights = hostTensor([4], (out) => {
    const how = motion('weights', clip.weights === undefined ? [] : gradient.parts.map(hostValues));
    out.set([how.momentum, how.scale, how.decay, how.speed]);
  });
  const velocity = momentum > 0 ? velocities.weights : undefined;
  const { products, shifts, sums } = moveWeights(p.weights, velocity, gradient, shift, ofWeights);
  const learnt = variant.continuous && settings.learnSigma ? (['logPrecision'] as const) : [];
  const highest = -2 * Math.log(sigmaFloor);
  const one = p.logPrecision.length === 1;
  loop(() => {
    check('weights', motion('weights', []), sums);
    const others = otherGradients(variant, p, gradient, products);
    for (const group of ['visibleBias', 'hiddenBias', ...learnt] as const) {
      const along = motion(group, [others[group]]);
      move(p[group], others[group], velocities[group], along);
      check(group, along, p[group]);
    }
    if (learnt.length > 0) p.logPrecision.forEach((t, i) => (p.logPrecision[i] = Math.min(t, highest)));
    hostValues(shift).forEach((change, j) => (p.hiddenCentre[j] += change));
    for (let i = 0; i < shifts.length; i++)
      p.visibleBias[i] += variant.outputGain(Math.exp(-0.5 * p.logPrecision[one ? 0 : i])) * shifts[i];
  });
};
