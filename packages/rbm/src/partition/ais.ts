import { random, type Random } from '@interp/core';
import { checkList } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { aisEstimate, type AisEstimate } from './ais-estimate.js';
import { aisSettings, type AisOptions, type AisSettings } from './ais-options.js';
import { aisMove, aisRun, type AisRun } from './annealing.js';
import { ownBaseRate, type BaseRate } from './base-rate.js';
import { visibleRows } from '../check-visible.js';
import { enumerated } from './enumerate.js';
import { exactStates } from './exact-samples.js';
import { canEnumerate } from './exact-log-partition.js';
import { randomBlocks } from '../sampling/random-blocks.js';
import type { Rbm } from '../rbm.js';
import { drawVisible } from '../sampling/conditionals.js';
import { temperedModel } from './annealing-path.js';
import { lawsOf } from '../sampling/uncentred-laws.js';

/** How far an estimate is. */
export interface AisStep {
  /** What is done: the run forward, mixing the samples, or the run back. */
  readonly phase: 'forward' | 'mixing' | 'reverse';
  /** Steps done of it, from 1. */
  readonly step: number;
  /** Steps of it in all. */
  readonly steps: number;
}

/** An estimate of log Z from both sides. */
export interface LogPartitionEstimate {
  /** The middle of both runs, in nats. */
  readonly logZ: number;
  /** The lower of both runs less three standard errors, in nats. */
  readonly low: number;
  /** The higher of both runs and three standard errors, in nats. */
  readonly high: number;
  /** From the base rate to the model: on average too low. */
  readonly forward: AisEstimate;
  /** From samples of the model back to the base rate: on average too high, if the samples are good. */
  readonly reverse: AisEstimate;
  /** Where the samples of the reverse run came from. */
  readonly samples: 'exact' | 'given' | 'mixed';
  /** Said where the two runs differ by more than the tolerance: the estimate is then not to be trusted. */
  readonly warning?: string;
}

const resampled = (x: tf.Tensor2D, logWeights: Float64Array, numbers: Random): tf.Tensor2D => {
  const highest = logWeights.reduce((a, b) => Math.max(a, b));
  const sums = logWeights.map((w) => Math.exp(w - highest));
  for (let n = 1; n < sums.length; n++) sums[n] += sums[n - 1];
  const total = sums[sums.length - 1];
  const chosen = Int32Array.from(sums, () => {
    const level = numbers.uniform() * total;
    return Math.min(sums.findIndex((sum) => level < sum) >>> 0, sums.length - 1);
  });
  return tf.tidy(() => tf.gather(x, tf.tensor1d(chosen, 'int32')));
};

/** Scaled visible units that are exact samples. */
const exactStart = (machine: Rbm, chains: number, numbers: Random): tf.Tensor2D =>
  tf.tidy(() => {
    const states = enumerated(machine);
    const drawn = exactStates(states, chains, numbers);
    if (states.side === 'visible') return drawn;
    const weights = tf.tensor2d(machine.parameters.weights, [machine.visible, machine.hidden]);
    return drawVisible(drawn, weights, lawsOf(machine), randomBlocks(numbers));
  });

const warned = (forward: AisEstimate, reverse: AisEstimate, { tolerance }: AisSettings): { warning?: string } => {
  const gap = reverse.logZ - forward.logZ;
  if (Math.abs(gap) <= tolerance) return {};
  return {
    warning: `the runs forward and back differ by ${gap.toFixed(2)} nats, more than ${tolerance}; use more temperatures, or better samples`,
  };
};

/**
 * {@link ais} as a generator of steps, for `drive` of `@interp/core` or a loop of one's own: it yields after each temperature.
 *
 * @param machine - the RBM; borrowed
 * @param options - how
 * @returns the steps; their result is the estimate, or nothing where they were stopped
 * @throws InterpError `bad-option` for an option out of range, `bad-shape` or `bad-value` for samples that do not fit
 */
export function* aisSteps(
  machine: Rbm,
  options: AisOptions = {},
): Generator<AisStep, LogPartitionEstimate | undefined, boolean> {
  const settings = aisSettings(options);
  const { temperatures: steps, chains, mixing } = settings;
  const root = random(settings.seed);
  const numbers = randomBlocks(root);
  const { base = ownBaseRate(machine) } = settings;
  for (const part of ['location', 'deviation'] as const)
    checkList(`the base rate's ${part}`, (base as BaseRate | null)?.[part], { length: machine.visible, numbers: true });
  const model = temperedModel(machine, base);
  const weights = tf.keep(tf.tensor2d(machine.parameters.weights, [machine.visible, machine.hidden]));
  let held: tf.Tensor2D | undefined;
  const path = Float64Array.from({ length: steps + 1 }, (_, k) => k / steps);
  const follow = function* (
    phase: AisStep['phase'],
    start: tf.Tensor2D,
    betas: Float64Array,
  ): Generator<AisStep, { logWeights: Float64Array; x: tf.Tensor2D } | undefined, boolean> {
    const run: AisRun = { start, weights, model, betas, numbers };
    const inner = aisRun(run);
    let stop = false;
    try {
      for (let step = 1; ; step++) {
        const next = inner.next(stop);
        if (next.done) return next.value;
        stop = yield { phase, step, steps };
      }
    } finally {
      inner.return(undefined);
    }
  };
  try {
    const none = tf.zeros<tf.Rank.R2>([chains, machine.hidden]);
    const laws = { visible: model.visibleAt(0), hidden: model.hidden };
    const first = tf.keep(drawVisible(none, weights, laws, numbers));
    none.dispose();
    const forward = yield* follow('forward', first, path);
    if (!forward) return undefined;
    held = forward.x;
    const there = aisEstimate(forward.logWeights, model.logBase, 1);
    let samples: LogPartitionEstimate['samples'] = 'given';
    let start: tf.Tensor2D;
    if (settings.samples) {
      const given = settings.samples;
      start = tf.keep(
        tf.tidy((): tf.Tensor2D => tf.mul(visibleRows(machine, given), tf.tensor1d(lawsOf(machine).visible.gain))),
      );
    } else if (canEnumerate(machine)) {
      samples = 'exact';
      start = tf.keep(exactStart(machine, chains, root.split()));
    } else {
      samples = 'mixed';
      start = tf.keep(resampled(forward.x, forward.logWeights, root.split()));
      for (let step = 1; step <= mixing; step++) {
        const xw: tf.Tensor2D = tf.matMul(start, weights);
        start = aisMove(start, xw, 1, { weights, model, numbers });
        xw.dispose();
        if (yield { phase: 'mixing', step, steps: mixing }) {
          start.dispose();
          return undefined;
        }
      }
    }
    const reverse = yield* follow('reverse', start, path.slice().reverse());
    if (!reverse) return undefined;
    reverse.x.dispose();
    const back = aisEstimate(reverse.logWeights, model.logBase, -1);
    return {
      logZ: (there.logZ + back.logZ) / 2,
      low: Math.min(there.logZ - 3 * there.standardError, back.logZ - 3 * back.standardError),
      high: Math.max(there.logZ + 3 * there.standardError, back.logZ + 3 * back.standardError),
      forward: there,
      reverse: back,
      samples,
      ...warned(there, back, settings),
    };
  } finally {
    weights.dispose();
    held?.dispose();
  }
}
