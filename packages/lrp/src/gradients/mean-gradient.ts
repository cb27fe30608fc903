import { backward, type Classifier, type Trace } from '@interp/core';
import { imagesAtOnce, inParts } from '@interp/core/internal';
import { scoreStart, type ScoreOptions } from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';
import { decidedGradient } from '../exact/decided-gradient.js';
import { exactEnds } from '../exact/exact-ends.js';
import { float64Steps } from '../exact/float64-steps.js';
import type { Step } from '../exact/step.js';
import { affineBeginning, type AffineBeginning } from './affine-beginning.js';
import type { Quadrature } from './gauss-legendre.js';
import { optionsOfPart } from '../per-batch.js';
import { pooledPath, straightPath, type Path } from './path.js';

/**
 * The mean gradient on the straight path from a start, `[1, ...inputShape]`, to each image, `[n, ...inputShape]`, both borrowed. The
 * score's options have a class for each node of each image, the nodes of an image one after the other. Called inside `tf.tidy`.
 */
export type MeanGradient = (
  start: tf.Tensor,
  images: tf.Tensor,
  quadrature: Quadrature,
  fixed: ScoreOptions,
) => tf.Tensor;

const ofClassifier =
  ({ gradient }: Classifier): MeanGradient =>
  (start, images, quadrature, fixed) => {
    const { points, mean } = straightPath(start, images, quadrature);
    return mean(gradient(points, scoreStart(fixed)).gradient);
  };

/** The steps to run for every point, also in double precision if available. */
interface Rest {
  readonly path: Path;
  readonly run: (points: tf.Tensor) => Trace;
  readonly steps: readonly Step[] | undefined;
}

/** A chain in double precision, split after its leading affine steps and, if it follows, max-pooling. */
const chainParts = (chain: readonly Step[]) => {
  const bend = chain.findIndex(({ isAffine }) => !isAffine);
  const [first, rest] = bend < 0 ? [chain, []] : [chain.slice(0, bend), chain.slice(bend)];
  const pooling = rest.slice(0, 2).findIndex(({ windows }) => windows);
  return { first, rest, windows: rest[pooling]?.windows, pooled: rest.filter((_, i) => i !== pooling) };
};

/** The most values that the points of the paths of one pass may have together. */
const valuesAtOnce = 8_000_000;

/** Runs the affine steps only at the ends of the path, and backwards for the mean. */
const ofParts = (classifier: Classifier, { first, rest, pooled }: AffineBeginning): MeanGradient => {
  const most = imagesAtOnce(classifier);
  const { network, inputShape } = classifier;
  const chain = network && float64Steps(network, inputShape);
  const exact = chain && chainParts(chain);
  const restOf = (start: tf.Tensor, images: tf.Tensor, ends: readonly [Trace, Trace], quadrature: Quadrature): Rest => {
    const [from, to] = ends.map(({ output }) => output);
    if (!exact) return { path: straightPath(from, to, quadrature), run: rest, steps: undefined };
    const sure = exactEnds(exact.first, start, images);
    if (!pooled || !exact.windows)
      return { path: straightPath(from, to, quadrature, sure), run: rest, steps: exact.rest };
    return { path: pooledPath(sure, to.shape, exact.windows, quadrature), run: pooled, steps: exact.pooled };
  };
  const ofImages = (start: tf.Tensor, from: Trace, images: tf.Tensor, quadrature: Quadrature, fixed: ScoreOptions) => {
    const to = first(images);
    const { path, run, steps } = restOf(start, images, [from, to], quadrature);
    const gradientAt = (begin: number, count: number): tf.Tensor => {
      const part = run(count === path.points.shape[0] ? path.points : tf.slice(path.points, begin, count));
      const seeds = scoreStart(optionsOfPart(fixed, begin, begin + count))(part.output as tf.Tensor2D);
      return path.exact && steps
        ? decidedGradient(part, seeds, steps, (point) => path.exact!(begin + point))
        : backward(part, seeds);
    };
    return backward(to, path.mean(inParts(path.points.shape[0], most, gradientAt)));
  };
  return (start, images, quadrature, fixed) => {
    const from = first(start);
    const nodes = quadrature.nodes.length;
    const together = Math.max(1, Math.floor(valuesAtOnce / (from.output.size * nodes)));
    return inParts(images.shape[0], together, (begin, count) => {
      const own = optionsOfPart(fixed, begin * nodes, (begin + count) * nodes);
      return ofImages(start, from, tf.slice(images, begin, count), quadrature, own);
    });
  };
};

/**
 * The method of averaging a gradient along a straight path. For a `tf.LayersModel` the leading affine steps are not run for
 * every point, and for a chain with double precision kinks are decided exactly.
 *
 * @param classifier - any classifier
 * @returns the method
 */
export const meanGradientOf = (classifier: Classifier): MeanGradient => {
  const parts = classifier.network && affineBeginning(classifier.network);
  return parts ? ofParts(classifier, parts) : ofClassifier(classifier);
};
