import { InterpError } from '@interp/checks';
import { checkRbm } from '../check-rbm.js';
import { sigmaAt, type Rbm } from '../rbm.js';
import { softplus } from './log-sum-exp.js';

/** A walk over the states of one side of an RBM, the other side summed or integrated out; one unit changes at a time (a Gray code). */
interface StateWalk {
  /** Units of that side. */
  readonly units: number;
  /** Which side it is. */
  readonly side: 'hidden' | 'visible';
  /** Sets the state, given as bits, and recomputes the log-weight. */
  reset(bits: number): void;
  /** Changes one unit. */
  flip(unit: number): void;
  /** The log of the sum of exp(-E) over the other side, in the current state. */
  weight(): number;
}

/** Gaussian visible units integrate to an exponent that is quadratic in h: constant + linear·h + ½ hᵀKh. */
const gaussianWalk = ({ variant, parameters, visible: M, hidden: N }: Rbm): StateWalk => {
  const { weights, visibleBias, hiddenBias, sigma } = parameters;
  const linear = Float64Array.from(hiddenBias, (c) => c * variant.hiddenGain(sigma[0]));
  const coupling = new Float64Array(N * N);
  let constant = 0;
  for (let i = 0; i < M; i++) {
    const s = sigmaAt(sigma, i);
    const gain = variant.inputGain(s);
    const square = gain * variant.outputGain(s);
    constant += 0.5 * Math.log(2 * Math.PI * s * s) - variant.visibleConstant(visibleBias[i], s);
    for (let j = 0; j < N; j++) {
      const w = weights[i * N + j];
      linear[j] += gain * visibleBias[i] * w;
      for (let k = 0; k <= j; k++) coupling[j * N + k] += square * w * weights[i * N + k];
    }
  }
  for (let j = 0; j < N; j++) for (let k = 0; k < j; k++) coupling[k * N + j] = coupling[j * N + k];
  const h = new Uint8Array(N);
  const field = new Float64Array(N);
  let value = constant;
  const flip = (unit: number): void => {
    const sign = h[unit] ? -1 : 1;
    h[unit] ^= 1;
    value += sign * (field[unit] + 0.5 * coupling[unit * N + unit]);
    for (let k = 0; k < N; k++) if (k !== unit) field[k] += sign * coupling[unit * N + k];
  };
  return {
    units: N,
    side: 'hidden',
    reset: (bits) => {
      h.fill(0);
      field.set(linear);
      value = constant;
      for (let j = 0; j < N; j++) if (Math.floor(bits / 2 ** j) % 2 === 1) flip(j);
    },
    flip,
    weight: () => value,
  };
};

const binaryWalk = ({ parameters, visible: M, hidden: N }: Rbm): StateWalk => {
  const { weights, visibleBias, hiddenBias } = parameters;
  const overHidden = N <= M;
  const [units, others] = overHidden ? [N, M] : [M, N];
  const [near, far] = overHidden ? [hiddenBias, visibleBias] : [visibleBias, hiddenBias];
  const at = (unit: number, other: number): number => weights[overHidden ? other * N + unit : unit * N + other];
  const state = new Uint8Array(units);
  const inputs = new Float64Array(others);
  let own = 0;
  const flip = (unit: number): void => {
    const sign = state[unit] ? -1 : 1;
    state[unit] ^= 1;
    own += sign * near[unit];
    for (let o = 0; o < others; o++) inputs[o] += sign * at(unit, o);
  };
  return {
    units,
    side: overHidden ? 'hidden' : 'visible',
    reset: (bits) => {
      state.fill(0);
      inputs.set(far);
      own = 0;
      for (let u = 0; u < units; u++) if (Math.floor(bits / 2 ** u) % 2 === 1) flip(u);
    },
    flip,
    weight: () => inputs.reduce((sum, input) => sum + softplus(input), own),
  };
};

/** A walk over the side of an RBM that can be enumerated: the hidden one, or the smaller one where both are binary. */
const stateWalk = (model: Rbm): StateWalk => (model.variant.continuous ? gaussianWalk(model) : binaryWalk(model));

/** Limit on the number of enumerated states. */
export const mostStates = 2 ** 20;

/**
 * Units of the side that is enumerated: hidden ones, or the fewer where both sides are binary.
 *
 * @param model - the RBM
 * @returns how many
 */
export const enumeratedUnits = (model: Pick<Rbm, 'variant' | 'visible' | 'hidden'>): number => {
  checkRbm(model);
  const { variant, visible, hidden } = model;
  return variant.continuous ? hidden : Math.min(visible, hidden);
};

const blockBits = 12;

/** The log-weights of all states of one side. */
export interface StateWeights {
  /** Which side. */
  readonly side: StateWalk['side'];
  /** Units of that side. */
  readonly units: number;
  /** log Σ exp(-E) over the other side, for each state; bit u of the index is unit u. */
  readonly weights: Float64Array;
}

/**
 * Enumerates the states of one side in blocks, in float64; yields the states done after each block.
 *
 * @param model - the RBM; borrowed
 * @returns the steps; their result is every state's log-weight, or undefined if they were stopped
 * @throws InterpError `bad-option` for more than 2^20 states
 */
export function* enumerateSteps(model: Rbm): Generator<number, StateWeights | undefined, boolean> {
  const units = enumeratedUnits(model);
  const states = 2 ** units;
  if (states > mostStates)
    throw new InterpError(
      'bad-option',
      `the exact log Z asks for 2^${units} states; expected at most 2^20; estimate it by annealed importance sampling, ais()`,
    );
  const walk = stateWalk(model);
  const weights = new Float64Array(states);
  const block = Math.min(states, 2 ** blockBits);
  for (let start = 0; start < states; start += block) {
    walk.reset(start);
    let bits = start;
    weights[bits] = walk.weight();
    for (let i = 1; i < block; i++) {
      const unit = 31 - Math.clz32(i & -i);
      walk.flip(unit);
      bits ^= 1 << unit;
      weights[bits] = walk.weight();
    }
    if (yield start + block) return undefined;
  }
  return { side: walk.side, units, weights };
}

/**
 * Runs {@link enumerateSteps} to its end, for small models.
 *
 * @param model - the RBM; borrowed
 * @returns every state's log-weight
 * @throws InterpError `bad-option` for more than 2^20 states
 */
export const enumerateStates = (model: Rbm): StateWeights => {
  const steps = enumerateSteps(model);
  for (;;) {
    const next = steps.next(false);
    if (next.done) return next.value!;
  }
};
