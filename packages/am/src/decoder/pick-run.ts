import type { Classifier, Decoder, Density } from '@interp/core';
import { median } from '@interp/core/internal';
import { scoreValues } from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';
import type { Trajectory } from '../ascent/gradient-ascent.js';
import type { DecoderStepRecord } from './decoder-objective.js';
import { decodeLatents } from './latents.js';

type Run = Trajectory<DecoderStepRecord>;

/** What picks one of the runs of a prototype. */
export interface PickOptions {
  /** Which one. */
  readonly pick: 'best' | 'odd';
  /** The probability that a run must have reached. */
  readonly threshold: number;
  /** Another network that looks at the images. */
  readonly judge?: Classifier | undefined;
  /** A density over the images. */
  readonly expert?: Density | undefined;
}

/** The judge's probability above which an image counts as recognised. */
const recognised = 0.999;

/** The item with the highest value, the first of equals. */
const highest = <T>(items: readonly T[], value: (item: T) => number): T =>
  items.reduce((most, item) => (value(item) > value(most) ? item : most));

/** The probability that a judge gives to a class, for the best image of each run. */
const judgedProbabilities = (judge: Classifier, decoder: Decoder, runs: readonly Run[], wanted: number): number[] =>
  tf.tidy(() => {
    const latents = tf.stack(runs.map(({ bestPoint }) => tf.tensor1d(bestPoint))) as tf.Tensor2D;
    const logits = judge.logits(decodeLatents(decoder, latents));
    const score = judge.probabilities === 'none' ? 'logit' : 'probability';
    return scoreValues(logits, { target: runs.map(() => wanted), score, probabilities: judge.probabilities });
  });

/**
 * Says which run of a prototype is kept. Only those count that reach the threshold; if none does, the one with the highest probability is
 * kept. Of two that do:
 *
 * - `best` prefers the one that the judge recognises, with a probability of its class of 0.999, or else a higher one; then, with an expert, the
 *   more typical one, whose log-density is nearer the median of the runs (the highest density belongs to an image with next
 *   to no strokes); without one, the higher objective.
 * - `odd` prefers the one to which the judge gives the lower probability; without a judge the less typical one.
 *
 * @param decoder - makes the images; borrowed
 * @param options - which, threshold, judge, expert
 * @returns picks one of the runs of a class
 */
export const pickRun =
  (decoder: Decoder, { pick, threshold, judge, expert }: PickOptions) =>
  (runs: readonly Run[], wanted: number): Run => {
    const sure = runs.filter(({ best }) => best.probability >= threshold);
    if (sure.length === 0) return highest(runs, ({ best }) => best.probability);
    const middle = expert && median(sure.map(({ best }) => best.logDensity!));
    const typical = ({ best }: Run): number => (middle === undefined ? 0 : -Math.abs(best.logDensity! - middle));
    const judged = judge && judgedProbabilities(judge, decoder, sure, wanted);
    const trust = (run: Run): number => (judged ? judged[sure.indexOf(run)] : 0);
    if (pick === 'odd') return highest(sure, (run) => (judged ? -trust(run) : -typical(run)));
    const trusted = judged ? sure.filter((run) => trust(run) >= recognised) : sure;
    if (trusted.length === 0) return highest(sure, trust);
    return highest(trusted, (run) => (middle === undefined ? run.best.objective : typical(run)));
  };
