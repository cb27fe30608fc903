import { checkedBy, checkList, InterpError, number, optionsTable } from '@interp/checks';
import { drive, random, type DriveOptions, type Random } from '@interp/core';
import { splitDriveOptions } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { visibleRows } from '../energy.js';
import type { Rbm } from '../rbm.js';
import { conditionalsOf, drawVisible } from '../sampling/conditionals.js';
import { randomBlocks } from '../sampling/random-blocks.js';
import { annealingPath } from './annealing-path.js';
import { aisEstimate, aisMove, aisRun, type AisEstimate } from './annealing.js';
import { ownBaseRate, type BaseRate } from './base-rate.js';
import { enumerateStates } from './enumerate.js';
import { canEnumerate, exactStates } from './exact-log-partition.js';

/** Options of {@link ais}. */
export interface AisOptions {
  /** Number of temperatures from the base rate to the model, evenly spaced. Default 10,000. */
  readonly temperatures?: number;
  /** Chains, all in one batch. Default 100. */
  readonly chains?: number;
  /** Seed of all random numbers, an integer. Default 0. */
  readonly seed?: number;
  /** The base rate, where the path starts; {@link baseRate} makes one from images. Default: from the model's own means. */
  readonly base?: BaseRate;
  /**
   * Well-mixed samples as start of the reverse run, `[n, ...inputShape]`; borrowed. Default: exact samples if the states can be
   * enumerated, else the forward run's last chains, resampled by their weights and mixed for `mixing` steps.
   */
  readonly samples?: tf.Tensor;
  /** Gibbs steps that mix the samples if they are neither given nor exact. Default 1,000. */
  readonly mixing?: number;
  /** The difference of both runs, in nats, above which there is a warning. Default 1. */
  readonly tolerance?: number;
}

/** Checks and defaults of {@link AisOptions}. */
export const aisOptions = optionsTable<AisOptions>()({
  temperatures: number({ min: 1, integer: true, default: 10_000 }),
  chains: number({ min: 2, integer: true, default: 100 }),
  seed: number({ integer: true, default: 0 }),
  // Checked later, when the model is known.
  base: checkedBy(() => undefined),
  samples: checkedBy(() => undefined),
  mixing: number({ min: 0, integer: true, default: 1000 }),
  tolerance: number({ min: 0, default: 1 }),
});

/** Progress of an estimate. */
export interface AisStep {
  /** The phase: the forward run, mixing the samples, or the reverse run. */
  readonly phase: 'forward' | 'mixing' | 'reverse';
  /** Steps done in this phase, from 1. */
  readonly step: number;
  /** Steps of this phase. */
  readonly steps: number;
}

/** An estimate of log Z from forward and reverse runs. */
export interface LogPartitionEstimate {
  /** The mean of both runs, in nats. */
  readonly logZ: number;
  /** The lower of both runs minus three standard errors, in nats. */
  readonly low: number;
  /** The higher of both runs plus three standard errors, in nats. */
  readonly high: number;
  /** The forward run, from the base rate to the model: too low on average. */
  readonly forward: AisEstimate;
  /** The reverse run, from samples of the model to the base rate: too high on average, if the samples are good. */
  readonly reverse: AisEstimate;
  /** Where the samples of the reverse run came from. */
  readonly samples: 'exact' | 'given' | 'mixed';
  /** Present if the two runs differ by more than the tolerance: do not trust the estimate. */
  readonly warning?: string;
}

/** Resamples chains by their weights. */
const resample = (x: tf.Tensor2D, logWeights: Float64Array, random: Random): tf.Tensor2D => {
  const highest = logWeights.reduce((a, b) => Math.max(a, b));
  const sums = logWeights.map((w) => Math.exp(w - highest));
  for (let n = 1; n < sums.length; n++) sums[n] += sums[n - 1];
  const total = sums[sums.length - 1];
  const chosen = Int32Array.from(sums, () => {
    const level = random.uniform() * total;
    return Math.min(sums.findIndex((sum) => level < sum) >>> 0, sums.length - 1);
  });
  return tf.tidy(() => tf.gather(x, tf.tensor1d(chosen, 'int32')));
};

/** Exact samples, as scaled visible units. */
const exactStart = (model: Rbm, chains: number, random: Random): tf.Tensor2D =>
  tf.tidy(() => {
    const states = enumerateStates(model);
    const drawn = exactStates(states, chains, random);
    if (states.side === 'visible') return drawn;
    const weights = tf.tensor2d(model.parameters.weights, [model.visible, model.hidden]);
    return drawVisible(drawn, weights, conditionalsOf(model), randomBlocks(random));
  });

const warningOf = (forward: AisEstimate, reverse: AisEstimate, tolerance: number): string | undefined => {
  const gap = reverse.logZ - forward.logZ;
  if (Math.abs(gap) <= tolerance) return undefined;
  return `the runs forward and back differ by ${gap.toFixed(2)} nats, more than ${tolerance}; use more temperatures, or better samples`;
};

/**
 * {@link ais} as a generator of steps, for `drive` of `@interp/core` or a loop of your own: it yields after each temperature.
 *
 * @param model - the RBM; borrowed
 * @param options - how
 * @returns the steps; their result is the estimate, or undefined if they were stopped
 * @throws InterpError `bad-option` for an option out of range, `bad-shape` or `bad-value` for samples that do not fit
 */
export function* aisSteps(
  model: Rbm,
  options?: AisOptions,
): Generator<AisStep, LogPartitionEstimate | undefined, boolean> {
  const settings = aisOptions.withDefaults(options);
  const { temperatures, chains, seed, mixing, tolerance, samples: given, base = ownBaseRate(model) } = settings;
  const root = random(seed);
  const blocks = randomBlocks(root);
  for (const part of ['location', 'deviation'] as const)
    checkList(`the base rate's ${part}`, (base as BaseRate | null)?.[part], { length: model.visible, numbers: true });
  const path = annealingPath(model, base);
  const weights = tf.keep(tf.tensor2d(model.parameters.weights, [model.visible, model.hidden]));
  let forwardSamples: tf.Tensor2D | undefined;
  /** Chains that nothing else disposes of. */
  let chainsHere: tf.Tensor2D | undefined;
  const betas = Float64Array.from({ length: temperatures + 1 }, (_, k) => k / temperatures);
  const follow = function* (
    phase: AisStep['phase'],
    start: tf.Tensor2D,
    along: Float64Array,
  ): Generator<AisStep, { logWeights: Float64Array; x: tf.Tensor2D } | undefined, boolean> {
    const inner = aisRun({ start, weights, path, betas: along, random: blocks });
    let stop = false;
    try {
      for (let step = 1; ; step++) {
        const next = inner.next(stop);
        if (next.done) return next.value;
        stop = yield { phase, step, steps: temperatures };
      }
    } finally {
      inner.return(undefined);
    }
  };
  try {
    const first = tf.tidy(() => {
      const none = tf.zeros<tf.Rank.R2>([chains, model.hidden]);
      return tf.keep(drawVisible(none, weights, { visible: path.visibleAt(0), hidden: path.hidden }, blocks));
    });
    const forward = yield* follow('forward', first, betas);
    if (!forward) return undefined;
    forwardSamples = forward.x;
    const there = aisEstimate(forward.logWeights, path.logBase, 1);
    let samples: LogPartitionEstimate['samples'] = 'given';
    if (given) {
      chainsHere = tf.keep(
        tf.tidy((): tf.Tensor2D =>
          tf.mul(visibleRows(model, given), tf.tensor1d(conditionalsOf(model).visible.inputGain)),
        ),
      );
    } else if (canEnumerate(model)) {
      samples = 'exact';
      chainsHere = tf.keep(exactStart(model, chains, root.split()));
    } else {
      samples = 'mixed';
      chainsHere = tf.keep(resample(forward.x, forward.logWeights, root.split()));
      for (let step = 1; step <= mixing; step++) {
        const now: tf.Tensor2D = chainsHere;
        chainsHere = tf.tidy((): tf.Tensor2D =>
          aisMove(now, tf.matMul(now, weights), 1, { weights, path, random: blocks }),
        );
        if (yield { phase: 'mixing', step, steps: mixing }) return undefined;
      }
    }
    const start = chainsHere;
    chainsHere = undefined;
    const reverse = yield* follow('reverse', start, betas.slice().reverse());
    if (!reverse) return undefined;
    reverse.x.dispose();
    const back = aisEstimate(reverse.logWeights, path.logBase, -1);
    const warning = warningOf(there, back, tolerance);
    return {
      logZ: (there.logZ + back.logZ) / 2,
      low: Math.min(there.logZ - 3 * there.standardError, back.logZ - 3 * back.standardError),
      high: Math.max(there.logZ + 3 * there.standardError, back.logZ + 3 * back.standardError),
      forward: there,
      reverse: back,
      samples,
      ...(warning !== undefined && { warning }),
    };
  } finally {
    for (const tensor of [weights, chainsHere, forwardSamples]) tensor?.dispose();
  }
}

/**
 * Estimates log Z by annealed importance sampling (Neal 2001; Salakhutdinov & Murray 2008), from a base rate to the model and in reverse
 * (Burda, Grosse & Salakhutdinov 2015): the two runs bracket log Z, and the result has a warning if they disagree. Weights are summed in
 * float64.
 *
 * @param model - the RBM; borrowed
 * @param options - temperatures, chains, samples, and `onStep` and `signal` of `drive`
 * @returns the estimate
 * @throws InterpError `bad-option` for an option out of range or where the signal stopped it, `bad-shape` or `bad-value` for samples that do
 *   not fit
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { sampleDigits } from '@interp/mnist';
 * import { ais, cho, exactLogPartition, initialRbm } from '@interp/rbm';
 *
 * await startBackend('wasm');
 * const model = await initialRbm(sampleDigits(), { hidden: 8, variant: cho });
 * const { logZ, low, high, warning } = await ais(model, { temperatures: 100, chains: 20 });
 * console.log(await exactLogPartition(model), low, logZ, high, warning ?? 'both runs agree');
 * model.dispose();
 * ```
 */
export const ais = async (
  model: Rbm,
  options: AisOptions & DriveOptions<AisStep> = {},
): Promise<LogPartitionEstimate> => {
  const [own, driving] = splitDriveOptions(options);
  const estimate = await drive(aisSteps(model, own), driving);
  if (!estimate)
    throw new InterpError('bad-option', 'the sampling was stopped; an estimate needs all temperatures; run it again');
  return estimate;
};
