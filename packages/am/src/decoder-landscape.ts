import { scoreValues, type Classifier, type Density } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderStepRecord } from './decoder-moment.js';
import type { Landscape } from './landscape.js';
import type { Objective } from './objective.js';
import { squaredNorm } from './squared-norm.js';
import { squaredNorms } from './squared-norms.js';
import type { ThroughDecoder } from './through-decoder.js';

/** What {@link decoderLandscape} is made of. */
export interface DecoderLandscapeOptions {
  /** The wanted class of each run. */
  readonly targets: readonly number[];
  /** What is climbed. */
  readonly objective: Objective;
  /** λ, which draws to the codes that are the likeliest. */
  readonly lambda: number;
  /** The probability below which λ and the expert wait. */
  readonly threshold: number;
  /** A density over the images. */
  readonly expert?: Density | undefined;
  /** γ, its weight; 0 to hear it without climbing it. */
  readonly gamma: number;
}

/** 1 where λ and the expert have their say. */
const heard = (moments: readonly DecoderStepRecord[], threshold: number, rank: number): tf.Tensor =>
  tf.tensor(
    moments.map(({ probability }) => (probability >= threshold ? 1 : 0)),
    [moments.length, ...Array.from({ length: rank - 1 }, () => 1)],
  );

/**
 * The landscape of latent codes over a decoder and a classifier, with or without an expert.
 *
 * @param classifier - gives P(c|x)
 * @param through - goes back through the decoder
 * @param options - targets, objective, λ, expert
 * @returns the landscape
 */
export const decoderLandscape = (
  classifier: Classifier,
  through: ThroughDecoder,
  { targets, objective, lambda, threshold, expert, gamma }: DecoderLandscapeOptions,
): Landscape<DecoderStepRecord> => {
  const momentsOf = (images: tf.Tensor, logits: tf.Tensor2D, target: readonly number[], norms: readonly number[]) => {
    const probabilities = scoreValues(logits, { target, score: 'probability' });
    const weighs = expert !== undefined && gamma > 0;
    const shares = weighs ? scoreValues(logits, { target, score: 'log-probability' }) : probabilities;
    const densities = expert?.logDensity(images).dataSync<'float32'>();
    return probabilities.map((probability, i): DecoderStepRecord => ({
      probability,
      objective: shares[i] - lambda * norms[i] + (weighs ? gamma * densities![i] : 0),
      squaredNorm: norms[i],
      ...(densities && { logDensity: densities[i] }),
    }));
  };
  return (points, runs) => {
    const target = runs.map((run) => targets[run]);
    let moments: readonly DecoderStepRecord[] = [];
    const uphill = through(points, (images) => {
      const { logits, gradient } = classifier.gradient(images, objective(target));
      moments = momentsOf(images, logits, target, squaredNorms(points));
      if (expert === undefined || gamma === 0) return gradient;
      const pull = tf.mul(expert.gradLogDensity(images), tf.mul(heard(moments, threshold, images.rank), gamma));
      return tf.add(gradient, pull);
    });
    const pull = tf.mul(squaredNorm(lambda)(points), heard(moments, threshold, points.rank));
    return { moments, gradient: tf.add(uphill, pull) };
  };
};
