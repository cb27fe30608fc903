import { callback, checkedBy, checkFunctions, checkObject, InterpError, number, optionsTable } from '@interp/checks';
import { drive, type Classifier, type Decoder, type DriveOptions, type LabelledImages } from '@interp/core';
import {
  checkBatch,
  checkedClassifier,
  checkedImages,
  checkedDecoder,
  checkReturned,
  range,
  splitDriveOptions,
  probabilitiesOf,
} from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { sampleLatent } from '../sample.js';
import { hiddenFeatures, type FeatureFunction } from './features.js';
import { frechetDistance } from './frechet-distance.js';
import { momentSums, type FeatureMoments } from './moments.js';
import { distanceSummary, nearestDistances, type NeighbourDistances } from './nearest-distances.js';

const checkDecoder = (name: string, value: unknown): void => {
  checkFunctions(name, value, ['decode']);
};

/** The real images that samples are compared with. */
export interface RealImages {
  /** Images that the generator was trained on. */
  readonly train: LabelledImages;
  /** Images that it was not trained on. */
  readonly test: LabelledImages;
}

/** Options of {@link evaluateGan}. */
export interface EvaluateGanOptions {
  /** How many samples. Default 10,000. */
  readonly count?: number;
  /** Seed of the latent codes, an integer. Default 0. */
  readonly seed?: number;
  /** Features for the Fréchet distance. Default {@link hiddenFeatures} of the classifier's model. */
  readonly features?: FeatureFunction;
  /** Number of samples, and of test images, whose nearest training image is searched; 0 for none. Default 200. */
  readonly neighbours?: number;
  /** Another decoder whose Fréchet distance is measured too, an untrained generator's for example. Default none. */
  readonly comparison?: Decoder;
  /** The probability of the predicted class above which the classifier counts as sure of an image, 0 to below 1. Default 0.9. */
  readonly sureAbove?: number;
  /** Images at a time. Default 500. */
  readonly batch?: number;
}

/** Checks and defaults of {@link EvaluateGanOptions}. */
export const evaluateGanOptions = optionsTable<EvaluateGanOptions>()({
  count: number({ min: 2, integer: true, default: 10_000 }),
  seed: number({ integer: true, default: 0 }),
  features: callback(),
  neighbours: number({ min: 0, integer: true, default: 200 }),
  comparison: checkedBy<Decoder>(checkDecoder),
  sureAbove: number({ min: 0, max: 0.999999, default: 0.9 }),
  batch: number({ min: 1, integer: true, default: 500 }),
});

/** Progress of an evaluation. */
export interface EvaluateGanStep {
  /** The current phase. */
  readonly doing: 'samples' | 'test images' | 'training images' | 'comparison' | 'neighbours';
  /** Images done in this phase. */
  readonly done: number;
}

/** Measures of a generator's samples, by a classifier and its features. */
export interface GanEvaluation {
  /** How many samples. */
  readonly n: number;
  /** The fraction of the samples predicted as each class. */
  readonly coverage: readonly number[];
  /** The smallest of these fractions. */
  readonly leastCovered: number;
  /** Entropy of these fractions in nats; at most log(classes). */
  readonly entropy: number;
  /** The mean probability of the predicted class. */
  readonly confidence: number;
  /** The same for the real images, for comparison. */
  readonly realConfidence: number;
  /** The fraction of the samples whose predicted class has a probability above `sureAbove`. */
  readonly sure: number;
  /** The same for the real images, for comparison. */
  readonly realSure: number;
  /** Fréchet distance of the samples' features to the real images'. */
  readonly frechet: number;
  /** The same between real images and as many other real images: the lower limit for any generator. */
  readonly floor: number;
  /** The same for the option `comparison`, if given. */
  readonly comparison?: number;
  /** Distances of samples to their nearest training images, unless `neighbours` is 0. */
  readonly neighbours?: NeighbourDistances;
  /** Distances of test images to their nearest training images: samples much nearer than these are copies. */
  readonly realNeighbours?: NeighbourDistances;
}

const sameShape = (a: readonly number[], b: readonly number[]): boolean => a.join() === b.join();

/** Checks that a decoder's images fit a classifier. */
const checkFit = (source: Decoder, classifier: Classifier, { train, test }: RealImages): void => {
  checkDecoder('the decoder', source);
  const shapes: readonly (readonly [string, readonly number[]])[] = [
    ["the decoder's images", source.outputShape],
    ['the training images', train.inputShape],
    ['the test images', test.inputShape],
  ];
  for (const [what, shape] of shapes)
    if (!sameShape(shape, classifier.inputShape))
      throw new InterpError(
        'bad-shape',
        `${what} have the shape [${shape.join(', ')}]; expected the classifier's [${classifier.inputShape.join(', ')}]`,
      );
  const [[low, high], [least, most]] = [source.bounds, classifier.bounds];
  if (low !== least || high !== most)
    throw new InterpError(
      'bad-option',
      `the decoder's images lie in [${low}, ${high}] and the classifier expects [${least}, ${most}]; give decoder() those bounds`,
    );
};

/** Looks at images within a `tf.tidy`, and disposes of them. */
const withDisposal = <T extends tf.TensorContainer>(images: tf.Tensor, look: () => T): T => {
  try {
    return tf.tidy(look);
  } finally {
    images.dispose();
  }
};

const interruptedError = (): DOMException => new DOMException('the evaluation was interrupted', 'AbortError');

type Work<T> = AsyncGenerator<EvaluateGanStep, T, boolean>;

interface SampleStatistics {
  readonly moments: FeatureMoments;
  readonly counts: readonly number[];
  readonly confidence: number;
  readonly sure: number;
}

/**
 * The evaluation of a generator as a generator of steps, for `drive` of `@interp/core`; {@link evaluateGan} is the same in one call.
 * Stopped early, it throws, because a partial evaluation has no meaning.
 *
 * @param source - a decoder; borrowed
 * @param classifier - what looks at the samples; borrowed
 * @param images - training and test images; borrowed
 * @param options - how many samples, which features
 * @returns the steps; their result is the evaluation
 * @throws InterpError `bad-shape`, `bad-option` for what does not fit together, `unsupported-model` where features must be given,
 *   `not-finite` for samples that are not numbers
 */
export async function* evaluateGanSteps(
  source: Decoder,
  classifier: Classifier,
  images: RealImages,
  options: EvaluateGanOptions = {},
): AsyncGenerator<EvaluateGanStep, GanEvaluation, boolean> {
  const { count, seed, features, neighbours, comparison, sureAbove, batch } = evaluateGanOptions.withDefaults(options);
  const net = checkedClassifier(classifier);
  checkObject('the real images', images);
  const real = {
    train: checkedImages('the training images', images.train),
    test: checkedImages('the test images', images.test),
  };
  checkFit(source, net, real);
  if (comparison !== undefined) checkFit(comparison, net, real);
  const model = net.network?.model;
  if (!features && !model)
    throw new InterpError('unsupported-model', 'the classifier has no tf.LayersModel behind it; give features');
  const featuresOf = features ?? hiddenFeatures(model!);

  async function* look(
    doing: EvaluateGanStep['doing'],
    n: number,
    images: (from: number, to: number) => tf.Tensor,
  ): Work<SampleStatistics> {
    let sums: ReturnType<typeof momentSums> | undefined;
    const counts = Array.from({ length: net.classes }, () => 0);
    let [confidence, above] = [0, 0];
    for (let from = 0; from < n; from += batch) {
      const x = images(from, Math.min(from + batch, n));
      const seen = withDisposal(x, () => {
        checkBatch(net, x);
        const probabilities = probabilitiesOf(net.logits(x), net.probabilities);
        const features = checkReturned('the features', featuresOf(x), [x.shape[0], null]) as tf.Tensor2D;
        return [tf.argMax(probabilities, 1), tf.max(probabilities, 1), features] as const;
      });
      const [found, most, vectors] = await Promise.all(seen.map((tensor) => tensor.data()));
      const size = seen[2].shape[1];
      tf.dispose([...seen]);
      if (!vectors.every(Number.isFinite))
        throw new InterpError('not-finite', `the features of the ${doing} hold values that are not finite`);
      sums ??= momentSums(size);
      sums.add(Float32Array.from(vectors));
      found.forEach((one) => counts[one]++);
      for (const one of most) {
        confidence += one;
        if (one > sureAbove) above++;
      }
      if (yield { doing, done: Math.min(from + batch, n) }) throw interruptedError();
    }
    return { moments: sums!.moments(), counts, confidence: confidence / n, sure: above / n };
  }
  async function* distancesOf(images: tf.Tensor): Work<NeighbourDistances> {
    const search = nearestDistances(images, real.train);
    try {
      for (let next = await search.next(); ; next = await search.next()) {
        if (next.done) return distanceSummary(next.value);
        if (yield { doing: 'neighbours', done: next.value }) throw interruptedError();
      }
    } finally {
      await search.return(new Float64Array());
      images.dispose();
    }
  }
  const latent = sampleLatent(count, source.latentSize, seed);
  const decoded = (by: Decoder, from: number, to: number): tf.Tensor =>
    tf.tidy(() => {
      const images = checkedDecoder(by).decode(tf.slice(latent, [from, 0], [to - from, by.latentSize]));
      return checkReturned("the decoder's images", images, images.shape, true);
    });
  try {
    const samples = yield* look('samples', count, (from, to) => decoded(source, from, to));
    const test = yield* look('test images', real.test.size, (from, to) => real.test.images(range(from, to)));
    const others = Math.min(real.train.size, Math.max(count, 2));
    const train = yield* look('training images', others, (from, to) => real.train.images(range(from, to)));
    const rival = comparison && (yield* look('comparison', count, (from, to) => decoded(comparison, from, to)));
    const coverage = samples.counts.map((one) => one / count);
    const few = Math.min(neighbours, count, real.test.size);
    return {
      n: count,
      coverage,
      leastCovered: Math.min(...coverage),
      entropy: coverage.reduce((sum, part) => (part > 0 ? sum - part * Math.log(part) : sum), 0),
      confidence: samples.confidence,
      realConfidence: test.confidence,
      sure: samples.sure,
      realSure: test.sure,
      frechet: frechetDistance(samples.moments, test.moments),
      floor: frechetDistance(train.moments, test.moments),
      ...(rival && { comparison: frechetDistance(rival.moments, test.moments) }),
      ...(few > 0 && {
        neighbours: yield* distancesOf(decoded(source, 0, few)),
        realNeighbours: yield* distancesOf(real.test.images(range(0, few))),
      }),
    };
  } finally {
    latent.dispose();
  }
}

/**
 * Evaluates samples of a generator with a classifier: class coverage, confidence, sureness, the Fréchet distance between
 * features of samples and of real images (with the distance between real images as the floor), and whether samples are
 * copies of training images.
 *
 * @param source - a decoder, of {@link decoder} for example; borrowed
 * @param classifier - what looks at the samples; borrowed
 * @param real - training and test images; borrowed
 * @param options - how many samples, which features, and `onStep` and `signal` of `drive`
 * @returns the evaluation
 * @throws InterpError `bad-shape`, `bad-option` for what does not fit together, `unsupported-model` where features must be given,
 *   `not-finite` for samples that are not numbers; an `AbortError` where the signal ends it
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { classifier } from '@interp/core';
 * import { decoder, evaluateGan, generator } from '@interp/gan';
 * import { lenet } from '@interp/lenet';
 * import { drawnDigits } from '@interp/mnist';
 *
 * await startBackend('wasm');
 * const real = { train: drawnDigits({ count: 300, seed: 1 }), test: drawnDigits({ count: 300, seed: 2 }) };
 * const untrained = decoder(generator({ seed: 1 }));
 * const { frechet, floor } = await evaluateGan(untrained, classifier(lenet({ seed: 1 })), real, { count: 300 });
 * console.log(frechet > floor); // true
 * ```
 */
export const evaluateGan = async (
  source: Decoder,
  classifier: Classifier,
  real: RealImages,
  options: EvaluateGanOptions & DriveOptions<EvaluateGanStep> = {},
): Promise<GanEvaluation> => {
  const [own, driving] = splitDriveOptions(options);
  return drive(evaluateGanSteps(source, classifier, real, own), driving);
};
