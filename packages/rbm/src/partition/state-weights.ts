import type { Rbm } from '../rbm.js';
import { sigmaAt } from '../rbm-tensors.js';
import { softplus } from './log-sum-exp.js';

/** A walk over the states of one side of an RBM, the other side summed or integrated out; one unit changes at a time. */
export interface StateWalk {
  /** Units of that side. */
  readonly units: number;
  /** Which side it is. */
  readonly side: 'hidden' | 'visible';
  /** Goes to a state, given as bits, and computes the log-weight afresh. */
  reset(bits: number): void;
  /** Changes one unit. */
  flip(unit: number): void;
  /** The log of the sum of exp(-E) over the other side, in the state where the walk is. */
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

/**
 * A walk over the states of the side of an RBM that can be enumerated: the hidden one, or the smaller one where both are binary.
 *
 * @param machine - the RBM; borrowed
 * @returns the walk
 */
export const stateWalk = (machine: Rbm): StateWalk =>
  machine.variant.continuous ? gaussianWalk(machine) : binaryWalk(machine);
