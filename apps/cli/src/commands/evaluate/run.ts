import { measureRobustness, standardAttacks } from '@interp/adversarial';
import { InterpError, type Classifier, type LabelledImages } from '@interp/core';
import { float32Entry, int32Entry } from '@interp/files';
import { sizeOfShape } from '@interp/core/internal';
import { evaluate } from '@interp/lenet';
import * as tf from '@tensorflow/tfjs-core';
import { readClassFolder, type LabelledFolder } from '../../inputs/class-folders.js';
import { concatImages } from '../../inputs/concat-images.js';
import { missingRow, missingText, type Images } from '../../inputs/images.js';
import { imagesOf, openMnist } from '../../inputs/mnist.js';
import { inputsOf, preprocessed } from '../../inputs/preprocessing.js';
import type { LoadedModel } from '../../models/loaded-model.js';
import { checkHasClasses } from '../../models/wanted-classes.js';
import { Interrupted, UsageError } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import { defaultEpsilon, type EvaluateOptions } from './options.js';
import { accuracyPicture, evaluationText, orderText, robustnessText, type RobustRow } from './view.js';

const withLabels = (images: Images, shape: readonly number[]): LabelledImages => ({
  size: images.size,
  inputShape: shape,
  labels: Int32Array.from({ length: images.size }, (_, i) => {
    const label = images.label(i);
    if (label !== undefined) return label;
    throw new InterpError(
      'bad-value',
      `${images.name(i)} has no label; expected labelled images, as MNIST's or a file with labels`,
    );
  }),
  images: (indices) => {
    const parts = Array.from(indices, (i) => images.pixels(i, i + 1));
    const size = sizeOfShape(shape);
    const values = new Float32Array(parts.length * size);
    parts.forEach((part, i) => values.set(part, i * size));
    return tf.tensor(values, [parts.length, ...shape]);
  },
});

/** Labels that the model does not have are bad data or the wrong model, not wrong usage. */
const checkLabels = ({ labels }: LabelledImages, classes: number): void => {
  const wrong = labels.findIndex((label) => label < 0 || label >= classes);
  if (wrong >= 0)
    throw new InterpError(
      'bad-value',
      `image ${wrong} has the label ${String(labels[wrong])}; expected 0 to ${classes - 1}, the classes of the model; evaluate it on images of these classes`,
    );
};

/** Attacks a network by FGSM, PGD of 40 steps from a random start, and DeepFool. */
const robustnessOf = async (
  model: string,
  classifier: Classifier,
  data: LabelledImages,
  { epsilon, limit }: { readonly epsilon: number; readonly limit: number },
  { seed }: EvaluateOptions,
  job: Job,
): Promise<RobustRow> => {
  const view = job.progress(`attack ${model}`, limit);
  const robustness = await measureRobustness(classifier, data, {
    attacks: standardAttacks(epsilon),
    limit,
    seed,
    signal: job.signal,
    onStep: ({ value }) => view.update(value.done, value.attack),
  }).finally(() => view.stop());
  if (robustness.n < limit) job.note(`interrupted: ${robustness.n} of ${limit} images were attacked`);
  return { model, ...robustness };
};

/** The same images as another network takes them. */
const dataFor = (other: LoadedModel, classifier: LoadedModel, data: LabelledImages): LabelledImages => ({
  ...data,
  images: (indices) =>
    tf.tidy(() => {
      const images = data.images(indices);
      return tf.tensor(inputsOf(classifier, other, images.dataSync<'float32'>()), images.shape);
    }),
});

/** Attacks the network, and the one to stand beside it where there is one. */
const robustRows = async (
  classifier: LoadedModel,
  data: LabelledImages,
  options: EvaluateOptions,
  job: Job,
): Promise<{ readonly epsilon: number; readonly models: readonly RobustRow[] }> => {
  const [low, high] = classifier.bounds;
  const { model, against, epsilon = (defaultEpsilon * (high - low)) / 2, limit = 1000 } = options;
  const how = { epsilon, limit: Math.min(limit, data.size) };
  const models = [await robustnessOf(model, classifier, data, how, options, job)];
  if (against !== undefined && !job.signal.aborted)
    models.unshift(
      await job.withClassifier(against, (other) =>
        robustnessOf(against, other, dataFor(other, classifier, data), how, options, job),
      ),
    );
  return { epsilon, models };
};

/** A part of MNIST, in the range that a model of one's own takes; as it is where the model takes other images, which is refused then. */
const mnistFor = async (
  { inputShape: shape, preprocessing }: LoadedModel,
  split: EvaluateOptions['split'],
  options: EvaluateOptions,
  job: Job,
): Promise<LabelledImages> => {
  const set = await openMnist(split, options, job);
  const [height, width] = set.inputShape;
  const fits = shape[0] === height && shape[1] === width && (shape[2] === 1 || shape[2] === 3);
  if (!preprocessing || !fits) return set;
  const images = imagesOf(
    set,
    Uint32Array.from({ length: set.size }, (_, i) => i),
    (i) => `mnist:${split}/${i}`,
  );
  return { ...withLabels(preprocessed(images, preprocessing, sizeOfShape(shape)), shape), labels: set.labels };
};

/** Images with their labels: a folder's subfolders are classes. */
const readLabelled = async (
  classifier: LoadedModel,
  inputs: readonly string[],
  options: EvaluateOptions,
  job: Job,
): Promise<LabelledFolder> => {
  const how = { labels: classifier.settings.labels, most: options.limit };
  const consumer = { ...classifier, takesMissing: 'some' } as const;
  const groups: LabelledFolder[] = [];
  for (const input of inputs)
    groups.push(
      (await readClassFolder(input, consumer, how, options, job)) ?? (await job.readInputs([input], consumer, options)),
    );
  const classNames = groups.find((group) => group.classNames)?.classNames;
  if (classNames) job.note(`the subfolders are taken for classes in this order: ${orderText(classNames)}`);
  return { ...concatImages(groups), classNames };
};

const evaluateBy = async (
  classifier: LoadedModel,
  inputs: readonly string[],
  options: EvaluateOptions,
  job: Job,
): Promise<Result> => {
  const { split, limit, robust } = options;
  const { inputShape: shape, classes } = classifier;
  checkHasClasses(classifier, 'evaluate');
  const given = inputs.length > 0 ? await readLabelled(classifier, inputs, options, job) : undefined;
  const data = given ? withLabels(given, shape) : await mnistFor(classifier, split, options, job);
  const names = classifier.settings.labels ?? given?.classNames;
  checkLabels(data, classes);
  if (limit !== undefined && limit > data.size)
    job.note(`--limit is ${limit} and there are ${data.size} images: all of them are used`);
  const n = Math.min(limit ?? data.size, data.size);
  if (job.signal.aborted) throw new Interrupted('interrupted before any image was done');
  const view = job.progress('evaluate', n);
  const result = await evaluate(classifier, data, {
    limit: n,
    logits: true,
    signal: job.signal,
    onStep: ({ value }) => view.update(value.done),
  }).finally(() => view.stop());
  if (result.n < n) job.note(`interrupted: ${result.n} of ${n} images are done`);
  const robustness = robust && !job.signal.aborted ? await robustRows(classifier, data, options, job) : undefined;
  const { logits, ...json } = result;
  return {
    json: {
      ...json,
      labels: names,
      missing: given?.missing?.length ? given.missing.map(missingRow) : undefined,
      robustness,
    },
    inputs: Array.from({ length: result.n }, (_, i) => given?.name(i) ?? `mnist:${split}/${i}`),
    labels: names,
    text: [
      evaluationText(result, names),
      ...(given ? missingText(given) : []),
      ...(robustness ? ['', robustnessText(robustness, classifier.bounds)] : []),
    ].join('\n'),
    tensors: [
      ['logits', float32Entry([result.n, classes], logits ?? [])],
      ['labels', int32Entry([result.n], Int32Array.from(data.labels.subarray(0, result.n)))],
    ],
    picture: () => accuracyPicture(result, names),
  };
};

/** Evaluates a classifier on labelled images. */
export const run = async (inputs: readonly string[], options: EvaluateOptions, job: Job): Promise<Result> => {
  const { robust, epsilon, against } = options;
  if (!robust && epsilon !== undefined) throw new UsageError('--epsilon is for --robust; leave it out, or add that');
  if (!robust && against !== undefined) throw new UsageError('--against is for --robust; leave it out, or add that');
  await job.startBackend();
  return job.withClassifier(options.model, (classifier) => evaluateBy(classifier, inputs, options, job), options);
};
