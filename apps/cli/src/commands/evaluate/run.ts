import { measureRobustness, standardAttacks } from '@interp/adversarial';
import { InterpError, type Classifier, type LabelledImages } from '@interp/core';
import { float32Entry, int32Entry, type SafetensorsEntry } from '@interp/files';
import { labelledImages, mapImages, type Images } from '@interp/images';
import { evaluate } from '@interp/lenet';
import { openMnist } from '../../inputs/mnist.js';
import { missingRow, missingText, namesOf } from '../../inputs/rows.js';
import { inputsOf, type LoadedModel } from '../../models/loaded-model.js';
import { checkHasClasses } from '../../models/wanted-classes.js';
import { Interrupted, UsageError } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import { defaultEpsilon, type EvaluateOptions } from './options.js';
import { accuracyPicture, evaluationText, orderText, robustnessText, type RobustRow } from './view.js';

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

/** Attacks the network, and the one to stand beside it where there is one. */
const robustRows = async (
  classifier: LoadedModel,
  images: Images,
  options: EvaluateOptions,
  job: Job,
): Promise<{ readonly epsilon: number; readonly models: readonly RobustRow[] }> => {
  const [low, high] = classifier.bounds;
  const { model, against, epsilon = (defaultEpsilon * (high - low)) / 2, limit = 1000 } = options;
  const how = { epsilon, limit: Math.min(limit, images.size) };
  const models = [await robustnessOf(model, classifier, labelledImages(images), how, options, job)];
  if (against !== undefined && !job.signal.aborted)
    models.unshift(
      await job.withClassifier(against, (other) => {
        const own = mapImages(images, (inputs) => inputsOf(classifier, other, inputs));
        return robustnessOf(against, other, labelledImages(own), how, options, job);
      }),
    );
  return { epsilon, models };
};

/** A part of MNIST, as the model takes it; as it is where the model takes other images, which is refused then. */
const readMnist = async (classifier: LoadedModel, options: EvaluateOptions, job: Job): Promise<Images> => {
  const { split } = options;
  const { size, inputShape } = await openMnist(split, options, job);
  const [height, width, channels] = classifier.inputShape;
  const isFit = height === inputShape[0] && width === inputShape[1] && (channels === 1 || channels === 3);
  const consumer = isFit ? { ...classifier, check: undefined } : { inputShape };
  return job.readInputs([`mnist:${split}/0-${size - 1}`], consumer, { ...options, showInput: undefined });
};

/** Images with their labels: a folder's subfolders are classes. */
const readLabelled = async (
  classifier: LoadedModel,
  inputs: readonly string[],
  options: EvaluateOptions,
  job: Job,
): Promise<Images> => {
  const { limit } = options;
  const consumer = { ...classifier, takesMissing: 'some', labelled: true, classFolders: true, limit } as const;
  const images = await job.readInputs(inputs, consumer, options);
  if (images.classNames)
    job.note(`the subfolders are taken for classes in this order: ${orderText(images.classNames)}`);
  return images;
};

/** Labels as a tensor: one an image or, where all are known, a column for each class. */
const labelsEntry = ({ labels, labelSets }: LabelledImages, n: number, classes: number): SafetensorsEntry => {
  if (!labelSets) return int32Entry([n], Int32Array.from(labels.subarray(0, n)));
  const columns = new Int32Array(n * classes);
  labelSets.slice(0, n).forEach((set, i) => set.forEach((label) => (columns[i * classes + label] = 1)));
  return int32Entry([n, classes], columns);
};

const evaluateBy = async (
  classifier: LoadedModel,
  inputs: readonly string[],
  options: EvaluateOptions,
  job: Job,
): Promise<Result> => {
  const { limit, robust } = options;
  const { classes } = classifier;
  checkHasClasses(classifier, 'evaluate');
  const images =
    inputs.length > 0
      ? await readLabelled(classifier, inputs, options, job)
      : await readMnist(classifier, options, job);
  const data = labelledImages(images);
  const names = classifier.settings.labels ?? images.classNames;
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
  const robustness = robust && !job.signal.aborted ? await robustRows(classifier, images, options, job) : undefined;
  const { logits, ...json } = result;
  return {
    json: {
      ...json,
      labels: names,
      missing: images.missing.length > 0 ? images.missing.map(missingRow) : undefined,
      robustness,
    },
    inputs: namesOf(images, result.n),
    labels: names,
    text: [
      evaluationText(result, names),
      ...missingText(images),
      ...(robustness ? ['', robustnessText(robustness, classifier.bounds)] : []),
    ].join('\n'),
    tensors: [
      ['logits', float32Entry([result.n, classes], logits ?? [])],
      ['labels', labelsEntry(data, result.n, classes)],
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
