import { checkFields, InterpError, shownValue } from '@interp/checks';
import { random, type Classifier } from '@interp/core';
import { float32Entry, readSafetensors, type SafetensorsEntry, writeSafetensors } from '@interp/files';
import { checkClassifier, sizeOfShape } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { checkShift } from './five-places.js';
import { detectorOf, type NoveltyDetector, type NoveltyParameters } from './novelty-detector.js';

const format = 'interp-novelty-2';

/** What a classifier says of one input that is always the same, by which it is known again. */
const answerOf = ({ inputShape, bounds: [low, high], logits }: Classifier): Float32Array => {
  const numbers = random(0);
  const size = sizeOfShape(inputShape);
  const isBounded = Number.isFinite(low) && Number.isFinite(high);
  const values = isBounded ? numbers.uniforms(size, low, high) : numbers.normals(size);
  return tf.tidy(() => Float32Array.from(logits(tf.tensor(values, [1, ...inputShape])).dataSync<'float32'>()));
};

/** Whether two answers are of one classifier: of any two backends, but not of another classifier. */
const isSame = (a: Float32Array, b: Float32Array): boolean => {
  const scale = a.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  return a.every((value, i) => Math.abs(value - b[i]) <= 1e-2 * scale);
};

/** The weight of the distance, which files of before do not have. */
const weightIn = (metadata: ReadonlyMap<string, string>): number => {
  const text = metadata.get('distance_weight') ?? '1';
  const weight = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(weight) && weight >= 0) return weight;
  throw new InterpError('bad-file', `distance_weight is ${shownValue(text)}; expected a number of at least 0`);
};

/** By how many pixels images are moved; by none in files that do not say. */
const shiftIn = (metadata: ReadonlyMap<string, string>): number => {
  const text = metadata.get('shift') ?? '0';
  const shift = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  if (Number.isFinite(shift)) return shift;
  throw new InterpError('bad-file', `shift is ${shownValue(text)}; expected a whole number of pixels`);
};

/** The names of the head's tensors in a file, in the order of its arrays. */
const headNames = ['head.mean', 'head.scale', 'head.0.weight', 'head.0.bias', 'head.1.weight', 'head.1.bias'] as const;

/**
 * Writes a detector as safetensors: `whitening` `[f, f]` and `means` `[classes, f]` of the features, the scores of held-out known images
 * `known.distance` and `known.outlier` `[n]`, and the head: `head.mean`, `head.scale` `[v]`, `head.0.weight` `[v, hidden]`, `head.0.bias`,
 * `head.1.weight` `[hidden, classes + 1]`, `head.1.bias`; the metadata have `distance_weight` and `shift`. The classifier is not in it, but what it says of one input, `answer` `[classes]`, by which it is known again.
 *
 * @param detector - the detector; borrowed
 * @param metadata - further entries
 * @returns the bytes
 */
export const noveltyToSafetensors = (
  detector: NoveltyDetector,
  metadata: Iterable<readonly [string, string]> = [],
): Uint8Array => {
  checkFields('the detector', detector, { classifier: 'object', parameters: 'object' });
  const {
    classifier,
    parameters: { gaussians, head, known, distanceWeight = 1, shift = 0 },
  } = detector;
  const { features, whitening, means } = gaussians;
  const answer = answerOf(classifier);
  const tensors: [string, SafetensorsEntry][] = [
    ['answer', float32Entry([answer.length], answer)],
    ['whitening', float32Entry([features, features], whitening)],
    ['means', float32Entry([means.length / features, features], means)],
    ['known.distance', float32Entry([known.distance.length], known.distance)],
  ];
  if (known.outlier) tensors.push(['known.outlier', float32Entry([known.outlier.length], known.outlier)]);
  if (head) {
    const [values, hidden, outputs] = head.sizes;
    const shapes = [[values], [values], [values, hidden], [hidden], [hidden, outputs], [outputs]];
    headNames.forEach((name, i) => tensors.push([name, float32Entry(shapes[i], head.arrays[i])]));
  }
  const numbers = [
    ['distance_weight', String(distanceWeight)],
    ['shift', String(shift)],
  ] as const;
  return writeSafetensors(tensors, [...metadata, ...numbers, ['format', format]]);
};

/**
 * Reads a detector from safetensors, written by {@link noveltyToSafetensors}.
 *
 * @param bytes - the whole file; borrowed
 * @param classifier - the classifier that it was fitted to; borrowed, and kept by the detector
 * @returns the detector, which holds no tensors
 * @throws InterpError `bad-file` for a file that holds none: something missing, sizes that do not fit, numbers that are not finite;
 *   `unsupported-model` for another classifier than the one that it was fitted to
 *
 * @example
 * ```ts
 * import { classifier } from '@interp/core';
 * import { lenet } from '@interp/lenet';
 * import { drawnDigits } from '@interp/mnist';
 * import { fitNovelty, noveltyFromSafetensors, noveltyToSafetensors } from '@interp/novelty';
 *
 * const digits = classifier(lenet());
 * const detector = await fitNovelty(digits, drawnDigits({ seed: 1, count: 100 }));
 * const again = noveltyFromSafetensors(noveltyToSafetensors(detector), digits);
 * console.log(again.threshold() === detector.threshold()); // true
 * ```
 */
export const noveltyFromSafetensors = (bytes: Uint8Array, classifier: Classifier): NoveltyDetector => {
  checkClassifier(classifier);
  const { tensors, metadata } = readSafetensors(bytes);
  if (metadata.get('format') !== format)
    throw new InterpError(
      'bad-file',
      `the file is not of the format ${format}; expected what noveltyToSafetensors writes`,
    );
  const take = (
    name: string,
    shape: readonly (number | undefined)[],
  ): { shape: readonly number[]; data: Float32Array } => {
    const entry = tensors.get(name);
    if (!entry)
      throw new InterpError('bad-file', `the file has no tensor ${name}; expected what noveltyToSafetensors writes`);
    const fits =
      entry.shape.length === shape.length && shape.every((size, i) => size === undefined || size === entry.shape[i]);
    if (entry.dtype !== 'F32' || !fits || sizeOfShape(entry.shape) === 0)
      throw new InterpError(
        'bad-file',
        `${name} is ${entry.dtype} [${entry.shape.join(', ')}]; expected F32 [${shape.map((size) => size ?? 'n').join(', ')}]`,
      );
    const data = entry.data as Float32Array;
    if (!data.every(Number.isFinite))
      throw new InterpError('bad-file', `${name} has a number that is not finite; give an undamaged file`);
    return { shape: entry.shape, data };
  };
  const means = take('means', [undefined, undefined]);
  const [classes, features] = means.shape;
  if (classes !== classifier.classes)
    throw new InterpError(
      'unsupported-model',
      `the detector is of ${classes} classes and the classifier has ${classifier.classes}; expected the classifier that it was fitted to`,
    );
  if (!isSame(take('answer', [classes]).data, answerOf(classifier)))
    throw new InterpError(
      'unsupported-model',
      'the detector was fitted to another classifier, whose inner values differ; expected that one',
    );
  const whitening = take('whitening', [features, features]).data;
  const distance = take('known.distance', [undefined]).data;
  const gaussians = { features, whitening, means: means.data };
  const [distanceWeight, shift] = [weightIn(metadata), shiftIn(metadata)];
  checkShift(classifier, shift, 'bad-file');
  if (!tensors.has('known.outlier')) return detectorOf(classifier, { gaussians, shift, known: { distance } });
  const outlier = take('known.outlier', [distance.length]).data;
  const first = take('head.0.weight', [undefined, undefined]);
  const [values, hidden] = first.shape;
  const shapes = [[values], [values], [values, hidden], [hidden], [hidden, classes + 1], [classes + 1]];
  const arrays = headNames.map((name, i) => take(name, shapes[i]).data) as unknown as NonNullable<
    NoveltyParameters['head']
  >['arrays'];
  return detectorOf(classifier, {
    gaussians,
    head: { sizes: [values, hidden, classes + 1], arrays },
    distanceWeight,
    shift,
    known: { distance, outlier },
  });
};
