import { float32Entry, InterpError, int32Entry, type Classifier, type LabelledImages } from '@interp/core';
import { evaluate, type Evaluation } from '@interp/lenet';
import * as tf from '@tensorflow/tfjs-core';
import { startBackendOf } from '../../shell/backend.js';
import type { EvaluateOptions } from './command.js';
import { Interrupted } from '../../shell/failure.js';
import type { Images } from '../../inputs/images.js';
import { openMnist } from '../../inputs/open-mnist.js';
import { readInputs } from '../../inputs/read-inputs.js';
import type { Job } from '../../shell/job.js';
import type { Say } from '../../shell/language.js';
import { withClassifier } from '../../models/classifier.js';
import type { Outcome } from '../../shell/result.js';
import { checkRobust, robustRows } from './robustness.js';
import { duration, percent, table } from '../../shell/text.js';

const withLabels = (images: Images, shape: readonly number[]): LabelledImages => {
  const size = shape.reduce((product, n) => product * n, 1);
  const labels = Int32Array.from({ length: images.size }, (_, i) => {
    const label = images.label(i);
    if (label === undefined)
      throw new InterpError(
        'bad-value',
        `${images.name(i)} has no label; expected labelled images, as MNIST's or a file with labels`,
      );
    return label;
  });
  return {
    size: images.size,
    inputShape: shape,
    labels,
    images: (indices) => {
      const values = new Float32Array(indices.length * size);
      for (let i = 0; i < indices.length; i++) values.set(images.pixels(indices[i], indices[i] + 1), i * size);
      return tf.tensor(values, [indices.length, ...shape]);
    },
  };
};

/** Labels that the model does not have are bad data or the wrong model, not wrong usage. */
const checkLabels = ({ labels }: LabelledImages, classes: number): void => {
  const wrong = labels.findIndex((label) => label < 0 || label >= classes);
  if (wrong >= 0)
    throw new InterpError(
      'bad-value',
      `image ${wrong} has the label ${String(labels[wrong])}; expected 0 to ${classes - 1}, the classes of the model; evaluate it on images of these classes`,
    );
};

/** The result as text: accuracies and the confusion matrix. */
export const evaluationText = ({
  accuracy,
  perClass,
  confusion,
  n,
  loss,
  calibration,
  seconds,
}: Evaluation): string => {
  const head = ['true \\ said', ...perClass.map((_, c) => String(c)), 'right'];
  const rows = confusion.map((row, c) => {
    const part = perClass[c];
    return [String(c), ...row.map((count) => (count === 0 ? '·' : String(count))), part === null ? '–' : percent(part)];
  });
  return [
    `accuracy ${percent(accuracy)} of ${n} images in ${duration(seconds)}`,
    `cross-entropy ${loss.toFixed(4)}, calibration error ${percent(calibration.error)}`,
    table([head, ...rows]),
  ].join('\n');
};

const pictureOf = async ({ perClass, accuracy, n }: Evaluation, say: Say): Promise<string> => {
  const { barChart } = await import('@interp/viz');
  return barChart(
    perClass.map((_, c) => String(c)),
    [{ values: perClass.map((part) => 100 * (part ?? 0)) }],
    {
      title: say(`${percent(accuracy)} of ${n} images right`, `${percent(accuracy)} de ${n} imágenes bien leídas`),
      xTitle: say('class', 'clase'),
      yTitle: say('right, %', 'aciertos, %'),
      yRange: [0, 100],
    },
  );
};

/** Evaluates a classifier on labelled images. */
export const evaluateModel = async (inputs: readonly string[], job: Job<EvaluateOptions>): Promise<Outcome> => {
  checkRobust(job.options);
  await startBackendOf(job);
  return withClassifier(job.options.model, (classifier) => evaluateBy(classifier, inputs, job));
};

const evaluateBy = async (
  classifier: Classifier,
  inputs: readonly string[],
  job: Job<EvaluateOptions>,
): Promise<Outcome> => {
  const { split, limit } = job.options;
  const { inputShape: shape, classes } = classifier;
  const data =
    inputs.length > 0 ? withLabels(await readInputs(inputs, shape, job, classes), shape) : await openMnist(split, job);
  checkLabels(data, classes);
  if (limit !== undefined && limit > data.size)
    job.note(`--limit is ${limit} and there are ${data.size} images: all of them are used`);
  const n = Math.min(limit ?? data.size, data.size);
  if (job.signal.aborted) throw new Interrupted('interrupted before any image was done');
  const view = job.progress('evaluate', n);
  const onStep = ({ value }: { readonly value: { readonly done: number } }): void => view.update(value.done);
  const result = await evaluate(classifier, data, { limit: n, logits: true, signal: job.signal, onStep }).finally(() =>
    view.stop(),
  );
  if (result.n < n) job.note(`interrupted: ${result.n} of ${n} images are done`);
  const attacked = job.options.robust && !job.signal.aborted ? await robustRows(classifier, data, job) : undefined;
  const { logits, ...json } = result;
  return {
    json: { ...json, ...(attacked && { robustness: attacked.json }) },
    text: [evaluationText(result), ...(attacked ? ['', attacked.text] : [])].join('\n'),
    tensors: [
      ['logits', float32Entry([result.n, classes], logits ?? [])],
      ['labels', int32Entry([result.n], Int32Array.from(data.labels.subarray(0, result.n)))],
    ],
    picture: (say) => pictureOf(result, say),
  };
};
