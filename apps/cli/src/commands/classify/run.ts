import { predictedClasses } from '@interp/core';
import { checkBatch, predictedLabels, probabilitiesOf } from '@interp/core/internal';
import { isPictureShape } from '@interp/images';
import * as tf from '@tensorflow/tfjs-core';
import { inBatches } from '../../inputs/batches.js';
import { imageEntries, preparedOf, rowsResult } from '../../inputs/rows.js';
import type { OpenedClassifier } from '@interp/open';
import { checkHasClasses } from '../../models/wanted-classes.js';
import type { Judge } from '../../models/novelty.js';
import type { Job, Result } from '../../shell/job.js';
import { pictureOfImages, previewOfImages } from '../../shell/pictures.js';
import type { ClassifyOptions } from './options.js';
import { captionOf, classesText, type ClassifiedImage } from './view.js';

/** The classes with a probability over one half, with their names where they have any. */
const labelsOf = (logits: Float32Array, { settings: { labels: names } }: OpenedClassifier) => {
  const labels = predictedLabels(logits);
  return { labels, ...(names && { names: labels.map((c) => names[c]) }) };
};

const classifyBy = async (
  classifier: OpenedClassifier,
  inputs: readonly string[],
  options: ClassifyOptions,
  job: Job,
  judge?: Judge,
): Promise<Result> => {
  const { inputShape: shape, classes, probabilities: kind } = classifier;
  checkHasClasses(classifier, 'classify');
  const images = await job.readInputs(inputs, { ...classifier, takesMissing: 'all' }, options);
  const { n, rows, values } = await inBatches(images, 500, 'classify', job, async (batch, from) => {
    checkBatch(classifier, batch);
    const verdicts = await judge?.(batch);
    const [scores, shares] = tf.tidy(() => {
      const found = classifier.logits(batch);
      return [found, probabilitiesOf(found, kind)];
    });
    const predicted = predictedClasses(scores);
    const [logits, probabilities] = [scores, shares].map((tensor) => tensor.dataSync<'float32'>());
    tf.dispose([scores, shares]);
    const classified = Array.from(predicted, (best, i): ClassifiedImage => {
      const [first, last] = [i * classes, (i + 1) * classes];
      const own = logits.subarray(first, last);
      return {
        input: images.name(from + i),
        label: images.label(from + i),
        trueLabels: images.labelSet(from + i),
        class: best,
        name: classifier.settings.labels?.[best],
        labelName: classifier.settings.labels?.[images.label(from + i) ?? NaN],
        probability: probabilities[first + best],
        probabilities: Array.from(probabilities.subarray(first, last)),
        logits: Array.from(own),
        ...preparedOf(images, from + i),
        novelty: verdicts?.[i],
        ...(kind === 'sigmoid' && labelsOf(own, classifier)),
      };
    });
    return { rows: classified, values: { logits, probabilities } };
  });
  const novelty = Float32Array.from(rows, (row) => row.novelty?.score ?? NaN);
  const none = new Float32Array();
  const captions = rows.map(captionOf);
  return {
    ...rowsResult(images, rows, classifier, classesText(rows)),
    tensors: [
      ...imageEntries(shape, n, { images: images.pixels(0, n) }),
      ...imageEntries([classes], n, { logits: none, probabilities: none, ...values }),
      ...imageEntries([], n, judge ? { novelty } : {}),
    ],
    picture: n === 0 || !isPictureShape(shape) ? undefined : () => pictureOfImages(images, shape, captions, job),
    preview: (width) => previewOfImages(images, shape, captions, width, job),
  };
};

/** Classifies images: logits, probabilities, the predicted class. */
export const run = async (inputs: readonly string[], options: ClassifyOptions, job: Job): Promise<Result> => {
  const { model, reject, rejectRate } = options;
  return job.withClassifier(
    model,
    async (classifier) => {
      if (!reject && rejectRate === undefined) return classifyBy(classifier, inputs, options, job);
      const { withNovelty } = await import('../../models/novelty.js');
      return withNovelty(classifier, rejectRate, (judge) => classifyBy(classifier, inputs, options, job, judge));
    },
    { ...options, given: inputs },
  );
};
