import { measureRobustness, standardAttacks } from '@interp/adversarial';
import { InterpError, type LabelledImages } from '@interp/core';
import { float32Entry } from '@interp/files';
import { imageNames, labelledImages, labelsEntry, missingRecords, type Images } from '@interp/images';
import { evaluate } from '@interp/lenet';
import { openMnist } from '../../inputs/mnist.js';
import { missingText } from '../../inputs/rows.js';
import type { OpenedClassifier } from '@interp/open';
import { sideBySide } from '../../models/side-by-side.js';
import { checkHasClasses } from '../../models/wanted-classes.js';
import { Interrupted, UsageError } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import { withProgress } from '../../shell/terminal/progress.js';
import { defaultEpsilon, type EvaluateOptions } from './options.js';
import { evaluationText, robustnessText, type RobustRow } from './view.js';

/** Labels that the model does not have are bad data or the wrong model, not wrong usage. */
const checkLabels = ({ labels }: LabelledImages, { classes }: OpenedClassifier): void => {
  const wrong = labels.findIndex((label) => label < 0 || label >= classes);
  if (wrong >= 0)
    throw new InterpError(
      'bad-value',
      `image ${wrong} has the label ${String(labels[wrong])}; expected 0 to ${classes - 1}, the classes of the model; evaluate it on images of these classes`,
    );
};

/** Attacks the network, and the one to stand beside it where there is one, by FGSM, PGD of 40 steps from a random start, and DeepFool. */
const robustRows = async (
  classifier: OpenedClassifier,
  images: Images,
  options: EvaluateOptions,
  job: Job,
): Promise<{ readonly epsilon: number; readonly models: readonly RobustRow[] }> => {
  const [low, high] = classifier.bounds;
  const { epsilon = (defaultEpsilon * (high - low)) / 2, seed } = options;
  const limit = Math.min(options.limit ?? 1000, images.size);
  const models = await sideBySide(classifier, images, options, job, async (model, network, own): Promise<RobustRow> => {
    const robustness = await withProgress(job, `attack ${model}`, limit, (update) =>
      measureRobustness(network, labelledImages(own), {
        attacks: standardAttacks(epsilon),
        limit,
        seed,
        signal: job.signal,
        onStep: ({ value }) => update(value.done, value.attack),
      }),
    );
    if (robustness.n < limit) job.note(`interrupted: ${robustness.n} of ${limit} images were attacked`);
    return { model, ...robustness };
  });
  return { epsilon, models };
};

/** A part of MNIST, as the model takes it; as it is where the model takes other images, which is refused then. */
const readMnist = async (classifier: OpenedClassifier, options: EvaluateOptions, job: Job): Promise<Images> => {
  const { split } = options;
  const { size, inputShape } = await openMnist(split, options, job);
  const [height, width, channels] = classifier.inputShape;
  const isFit = height === inputShape[0] && width === inputShape[1] && (channels === 1 || channels === 3);
  const consumer = isFit ? { ...classifier, rangeDoubt: undefined } : { inputShape };
  return job.readInputs([`mnist:${split}/0-${size - 1}`], consumer, { ...options, showInput: undefined });
};

/** Images with their labels: a folder's subfolders are classes. */
const readLabelled = async (
  classifier: OpenedClassifier,
  inputs: readonly string[],
  options: EvaluateOptions,
  job: Job,
): Promise<Images> => {
  const { limit } = options;
  const consumer = { ...classifier, takesMissing: 'some', labelled: true, classFolders: true, limit } as const;
  const images = await job.readInputs(inputs, consumer, options);
  const order = images.classNames?.map((name, c) => `${c} ${name}`).join(', ');
  if (order !== undefined) job.note(`the subfolders are taken for classes in this order: ${order}`);
  return images;
};

const evaluateBy = async (
  classifier: OpenedClassifier,
  inputs: readonly string[],
  options: EvaluateOptions,
  job: Job,
): Promise<Result> => {
  const { limit, robust } = options;
  const { signal } = job;
  checkHasClasses(classifier, 'evaluate');
  classifier.others?.checkPictures(1);
  const given = inputs.length > 0;
  const images = await (given ? readLabelled(classifier, inputs, options, job) : readMnist(classifier, options, job));
  const data = labelledImages(images);
  const names = classifier.settings.labels ?? images.classNames;
  checkLabels(data, classifier);
  if (limit !== undefined && limit > data.size)
    job.note(`--limit is ${limit} and there are ${data.size} images: all of them are used`);
  const n = Math.min(limit ?? data.size, data.size);
  if (signal.aborted) throw new Interrupted('interrupted before any image was done');
  const { logits, ...result } = await withProgress(job, 'evaluate', n, (update) =>
    evaluate(classifier, data, {
      limit: n,
      logits: true,
      signal,
      onStep: ({ value }) => update(value.done),
    }),
  );
  if (result.n < n) job.note(`interrupted: ${result.n} of ${n} images are done`);
  const robustness = robust && !signal.aborted ? await robustRows(classifier, images, options, job) : undefined;
  return {
    json: {
      ...result,
      labels: names,
      missing: images.missing.length > 0 ? missingRecords(images) : undefined,
      robustness,
    },
    inputs: imageNames(images, result.n),
    labels: names,
    text: [
      evaluationText(result, names),
      ...missingText(images),
      ...(robustness ? ['', robustnessText(robustness, classifier.bounds)] : []),
    ].join('\n'),
    tensors: [
      ['logits', float32Entry([result.n, classifier.classes], logits ?? [])],
      ['labels', labelsEntry(data, classifier.classes, result.n)],
    ],
    picture: async () => {
      const { accuracyChart } = await import('@interp/viz');
      return accuracyChart(result, { labels: result.perClass.map((_, c) => names?.[c] ?? String(c)) });
    },
  };
};

/** Evaluates a classifier on labelled images. */
export const run = async (inputs: readonly string[], options: EvaluateOptions, job: Job): Promise<Result> => {
  const idle = (['epsilon', 'against'] as const).find((name) => !options.robust && options[name] !== undefined);
  if (idle !== undefined) throw new UsageError(`--${idle} is for --robust; leave it out, or add that`);
  return job.withClassifier(options.model, (classifier) => evaluateBy(classifier, inputs, options, job), options);
};
