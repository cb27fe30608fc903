import { type Classifier, type Decoder, InterpError } from '@interp/core';
import { checkCallback, checkedOptions, checkNumber } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { sampleLatent } from '../sample-latent.js';
import { checkFit } from './check-fit.js';
import { distanceSummary } from './distance-summary.js';
import type { EvaluateGanOptions, EvaluateGanStep, RealImages } from './evaluate-options.js';
import { hiddenFeatures } from './features.js';
import { frechetDistance } from './frechet-distance.js';
import type { GanEvaluation, NeighbourDistances } from './gan-evaluation.js';
import { momentSums, type FeatureMoments } from './moments.js';
import { nearestDistances } from './nearest-distances.js';

type Work<T> = AsyncGenerator<EvaluateGanStep, T, boolean>;

interface Seen {
  readonly moments: FeatureMoments;
  readonly counts: readonly number[];
  readonly confidence: number;
}

const range = (from: number, to: number): Uint32Array => Uint32Array.from({ length: to - from }, (_, i) => from + i);

/**
 * The evaluation of a generator as a generator of steps, for `drive` of `@interp/core`; {@link evaluateGan} is the same in one call.
 * Stopped early it throws, for half an evaluation says nothing.
 *
 * @param source - a decoder; borrowed
 * @param classifier - what looks at the samples; borrowed
 * @param real - training and test images; borrowed
 * @param options - how many samples, which features
 * @returns the steps; their result is the evaluation
 * @throws InterpError `bad-shape`, `bad-option` for what does not fit together, `unsupported-model` where features must be given,
 *   `not-finite` for samples that are no numbers
 */
export async function* evaluateGanSteps(
  source: Decoder,
  classifier: Classifier,
  real: RealImages,
  options: EvaluateGanOptions = {},
): AsyncGenerator<EvaluateGanStep, GanEvaluation, boolean> {
  const { count = 10_000, seed = 0, features, neighbours = 200, comparison, batch = 500 } = checkedOptions(options);
  checkNumber('count', count, { min: 2, integer: true });
  checkNumber('neighbours', neighbours, { min: 0, integer: true });
  checkNumber('batch', batch, { min: 1, integer: true });
  checkFit(source, classifier, real);
  if (comparison !== undefined) checkFit(comparison, classifier, real);
  checkCallback('features', features);
  if (!features && !classifier.model)
    throw new InterpError('unsupported-model', 'the classifier has no tf.LayersModel behind it; give features');
  const featuresOf = features ?? hiddenFeatures(classifier.model!);

  async function* look(
    doing: EvaluateGanStep['doing'],
    n: number,
    images: (from: number, to: number) => tf.Tensor,
  ): Work<Seen> {
    let sums: ReturnType<typeof momentSums> | undefined;
    const counts = Array.from({ length: classifier.classes }, () => 0);
    let confidence = 0;
    for (let from = 0; from < n; from += batch) {
      const x = images(from, Math.min(from + batch, n));
      const seen = tf.tidy(() => {
        const probabilities = tf.softmax(classifier.logits(x));
        return [tf.argMax(probabilities, 1), tf.max(probabilities, 1), featuresOf(x)] as const;
      });
      x.dispose();
      if (!(seen[2] instanceof tf.Tensor) || seen[2].rank !== 2)
        throw new InterpError('bad-option', 'features gives no tensor [n, size]; expected the features of each image');
      const [found, sure, vectors] = await Promise.all(seen.map((tensor) => tensor.data()));
      const size = seen[2].shape[1];
      tf.dispose([...seen]);
      if (!vectors.every(Number.isFinite))
        throw new InterpError('not-finite', `the features of the ${doing} hold values that are not finite`);
      sums ??= momentSums(size);
      sums.add(Float32Array.from(vectors));
      found.forEach((one) => counts[one]++);
      for (const one of sure) confidence += one;
      if (yield { doing, done: Math.min(from + batch, n) }) throw stopped();
    }
    return { moments: sums!.moments(), counts, confidence: confidence / n };
  }
  async function* near(images: tf.Tensor): Work<NeighbourDistances> {
    const search = nearestDistances(images, real.train, real.train.size);
    try {
      for (let next = await search.next(false); ; next = await search.next(false)) {
        if (next.done) return distanceSummary(next.value);
        if (yield { doing: 'neighbours', done: next.value }) throw stopped();
      }
    } finally {
      await search.return(new Float64Array());
    }
  }
  const latent = sampleLatent(count, source.latentSize, seed);
  const decoded = (by: Decoder, from: number, to: number): tf.Tensor =>
    tf.tidy(() => by.decode(tf.slice(latent, [from, 0], [to - from, by.latentSize])));
  try {
    const samples = yield* look('samples', count, (from, to) => decoded(source, from, to));
    const test = yield* look('test images', real.test.size, (from, to) => real.test.images(range(from, to)));
    const others = Math.min(real.train.size, Math.max(count, 2));
    const train = yield* look('training images', others, (from, to) => real.train.images(range(from, to)));
    const rival = comparison && (yield* look('comparison', count, (from, to) => decoded(comparison, from, to)));
    const coverage = samples.counts.map((one) => one / count);
    const few = Math.min(neighbours, count, real.test.size);
    const distances = async function* (images: tf.Tensor): Work<NeighbourDistances> {
      try {
        return yield* near(images);
      } finally {
        images.dispose();
      }
    };
    return {
      n: count,
      coverage,
      leastCovered: Math.min(...coverage),
      entropy: coverage.reduce((sum, part) => (part > 0 ? sum - part * Math.log(part) : sum), 0),
      confidence: samples.confidence,
      realConfidence: test.confidence,
      frechet: frechetDistance(samples.moments, test.moments),
      floor: frechetDistance(train.moments, test.moments),
      ...(rival && { comparison: frechetDistance(rival.moments, test.moments) }),
      ...(few > 0 && {
        neighbours: yield* distances(decoded(source, 0, few)),
        realNeighbours: yield* distances(real.test.images(range(0, few))),
      }),
    };
  } finally {
    latent.dispose();
  }
}

const stopped = (): DOMException => new DOMException('the evaluation was interrupted', 'AbortError');
