import { checkBatch } from '@interp/core/internal';
import { imageEntries, isPictureShape, mapBatches, preparedRecord } from '@interp/images';
import type * as tf from '@tensorflow/tfjs-core';
import { inBatches } from '../../inputs/batches.js';
import { rowsResult } from '../../inputs/rows.js';
import { eachExample, type OpenedClassifier } from '@interp/open';
import { checkHasClasses } from '../../models/wanted-classes.js';
import type { Judge } from '../../models/novelty.js';
import type { Job, Result } from '../../shell/job.js';
import { pictureOfImages, previewOfImages } from '../../shell/pictures.js';
import type { ClassifyOptions } from './options.js';
import { captionOf, classesText, type ClassifiedImage } from './view.js';

const classifyBy = async (
  classifier: OpenedClassifier,
  inputs: readonly string[],
  options: ClassifyOptions,
  job: Job,
  judge?: Judge,
): Promise<Result> => {
  const { inputShape: shape, classes } = classifier;
  const { labels: names } = classifier.settings;
  checkHasClasses(classifier, 'classify');
  const words = classifier.others?.whole?.(inputs[0]);
  const images = words ?? (await job.readInputs(inputs, { ...classifier, takesMissing: 'all' }, options));
  const each = eachExample(classifier, images);
  const work = async (batch: tf.Tensor, from: number) => {
    if (!words) checkBatch(classifier, batch);
    const verdicts = await judge?.(batch);
    const rows = each
      .classify(batch, from)
      .map(({ class: best, probability, probabilities, logits, labels }, i): ClassifiedImage => ({
        input: images.name(from + i),
        label: images.label(from + i),
        trueLabels: images.labelSet(from + i),
        class: best,
        name: names?.[best],
        labelName: names?.[images.label(from + i) ?? NaN],
        probability,
        probabilities: Array.from(probabilities),
        logits: Array.from(logits),
        ...preparedRecord(images, from + i),
        novelty: verdicts?.[i],
        ...(labels && { labels, ...(names && { names: labels.map((c) => names[c]) }) }),
      }));
    return { rows };
  };
  const { n, rows } = await inBatches(images, 'classify', job, (driving) =>
    mapBatches(images, work, { batchSize: each.batchSize(500), ...driving }),
  );
  const novelty = Float32Array.from(rows, (row) => row.novelty?.score ?? NaN);
  const all = (key: 'logits' | 'probabilities') => Float32Array.from(rows.flatMap((row) => row[key]));
  const captions = rows.map(captionOf);
  return {
    ...rowsResult(images, rows, classifier, classesText(rows)),
    tensors: [
      ...(words ? [] : imageEntries(shape, n, { images: images.pixels(0, n) })),
      ...imageEntries([classes], n, { logits: all('logits'), probabilities: all('probabilities') }),
      ...imageEntries([], n, judge ? { novelty } : {}),
    ],
    picture:
      n === 0 || words || !isPictureShape(shape) ? undefined : () => pictureOfImages(images, shape, captions, job),
    preview: words ? undefined : (width) => previewOfImages(images, shape, captions, width, job),
  };
};

/** Classifies images: logits, probabilities, the predicted class. */
export const run = async (inputs: readonly string[], options: ClassifyOptions, job: Job): Promise<Result> => {
  return job.withClassifier(
    options.model,
    async (classifier) => {
      if (!options.reject && options.rejectRate === undefined) return classifyBy(classifier, inputs, options, job);
      const { withNovelty } = await import('../../models/novelty.js');
      return withNovelty(classifier, options.rejectRate, (judge) =>
        classifyBy(classifier, inputs, options, job, judge),
      );
    },
    { ...options, given: inputs },
  );
};
