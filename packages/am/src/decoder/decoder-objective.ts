import { backward, canWalk, trace, type Classifier, type Decoder, type Density, type Network } from '@interp/core';
import { outputNetwork, tapeRefusal } from '@interp/core/internal';
import { scoreValues, type Score } from '@interp/targets';
import { withCorrectedGradients } from '@interp/tape';
import * as tf from '@tensorflow/tfjs-core';
import {
  thresholdMask,
  type Objective,
  type ObjectiveFunction,
  type StepRecord,
} from '../ascent/objective-function.js';
import { squaredNorms, withSquaredNorm } from '../regularisers/squared-norm.js';

/**
 * The record of one latent code z in an ascent with a decoder. The `objective` is P(c|G(z)) - λ‖z‖² or, with an expert of weight
 * γ > 0, log P(c|G(z)) + γ log p*(G(z)) - λ‖z‖².
 */
export interface DecoderStepRecord extends StepRecord {
  /** ‖z‖²; for codes from N(0, I) its mean is the latent size. */
  readonly squaredNorm: number;
  /** log p*(G(z)), the expert's log-density of the image, in nats, up to a constant; present with an expert. */
  readonly logDensity?: number;
}

/**
 * The gradient of a function of decoded images with respect to the latent codes. Called inside `tf.tidy`.
 *
 * @param latents - `[n, latentSize]`; borrowed
 * @param imageGradient - given the images (borrowed), the function's gradient with respect to them
 * @returns a tensor of the shape of the codes, which belongs to the caller
 */
export type DecoderGradient = (latents: tf.Tensor, imageGradient: (images: tf.Tensor) => tf.Tensor) => tf.Tensor;

const byTape =
  (decoder: Decoder): DecoderGradient =>
  (latents, imageGradient) => {
    let isForward = true;
    const decode = (z: tf.Tensor): tf.Tensor => {
      isForward = true;
      const images = decoder.decode(z as tf.Tensor2D);
      isForward = false;
      return images;
    };
    const start = imageGradient(decode(latents));
    try {
      return withCorrectedGradients(() => tf.grad(decode)(latents, start));
    } catch (error) {
      throw isForward ? error : tapeRefusal(error);
    }
  };

const byTrace =
  (network: Network, outputShape: readonly number[]): DecoderGradient =>
  (latents, imageGradient) => {
    const run = trace(network, latents);
    const start = imageGradient(tf.reshape(run.output, [-1, ...outputShape]));
    return backward(run, tf.reshape(start, run.output.shape));
  };

/** Whether a trace of the network gives the decoder's images: decoders may rescale. */
const givesImages = (network: Network, { decode }: Decoder, latents: tf.Tensor): boolean =>
  tf.tidy(() => {
    const traced = tf.reshape(trace(network, latents).output, [-1]);
    const images = tf.reshape(decode(latents as tf.Tensor2D), [-1]);
    return traced.size === images.size && tf.max(tf.abs(tf.sub(traced, images))).dataSync()[0] < 1e-4;
  });

/**
 * The gradient through a decoder: by a trace of the network behind it if that gives the same images, else by the tape.
 *
 * @param decoder - the decoder; borrowed
 * @param latents - codes to try it with, `[n, latentSize]`; borrowed
 * @returns the gradient
 */
export const decoderGradient = (decoder: Decoder, latents: tf.Tensor): DecoderGradient => {
  const { outputShape } = decoder;
  const network = decoder.network && outputNetwork(decoder.network);
  return network && canWalk(network) && givesImages(network, decoder, latents)
    ? byTrace(network, outputShape)
    : byTape(decoder);
};

/** Options of {@link decoderObjective}. */
export interface DecoderObjectiveOptions {
  /** The target class of each run. */
  readonly targets: readonly number[];
  /** The objective, a function of the logits. */
  readonly objective: Objective;
  /** λ, the weight of ‖z‖², which favours likely codes. */
  readonly lambda: number;
  /** The probability below which λ and the expert are off. */
  readonly threshold: number;
  /** A density over the images. */
  readonly expert?: Density | undefined;
  /** γ, its weight; 0 to record its log-density only. */
  readonly gamma: number;
}

/**
 * The objective function of latent codes, with or without an expert.
 *
 * @param classifier - gives P(c|x)
 * @param gradientOf - the gradient through the decoder
 * @param options - targets, objective, λ, expert
 * @returns the objective function of codes `[n, latentSize]`
 */
export const decoderObjective = (
  classifier: Classifier,
  gradientOf: DecoderGradient,
  { targets, objective, lambda, threshold, expert, gamma }: DecoderObjectiveOptions,
): ObjectiveFunction<DecoderStepRecord> => {
  const weightedExpert = expert !== undefined && gamma > 0 ? expert : undefined;
  const recordsOf = (images: tf.Tensor, logits: tf.Tensor2D, target: readonly number[], norms: readonly number[]) => {
    const { probabilities: kind } = classifier;
    const scoresOf = (score: Score): number[] => scoreValues(logits, { target, score, probabilities: kind });
    const probabilities = scoresOf(kind === 'none' ? 'logit' : 'probability');
    const shares = weightedExpert ? scoresOf('log-probability') : probabilities;
    const densities = expert?.logDensity(images).dataSync<'float32'>();
    return probabilities.map((probability, i): DecoderStepRecord => ({
      probability,
      objective: shares[i] - lambda * norms[i] + (weightedExpert ? gamma * densities![i] : 0),
      squaredNorm: norms[i],
      ...(densities && { logDensity: densities[i] }),
    }));
  };
  return (points, runs) => {
    const target = runs.map((run) => targets[run]);
    let records: readonly DecoderStepRecord[] = [];
    const gradient = gradientOf(points, (images) => {
      const scored = classifier.gradient(images, objective(target));
      records = recordsOf(images, scored.logits, target, squaredNorms(points));
      if (!weightedExpert) return scored.gradient;
      const mask = thresholdMask(records, threshold, images.rank);
      return tf.add(scored.gradient, tf.mul(weightedExpert.gradLogDensity(images), tf.mul(mask, gamma)));
    });
    return { records, gradient: withSquaredNorm(gradient, points, { lambda, records, threshold }) };
  };
};
