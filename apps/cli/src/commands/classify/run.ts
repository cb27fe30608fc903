import { predictedClasses } from '@interp/core';
import { float32Entry } from '@interp/files';
import { checkBatch, predictedLabels, probabilitiesOf } from '@interp/core/internal';
import { isPictureShape } from '@interp/images';
import * as tf from '@tensorflow/tfjs-core';
import { collector, inBatches } from '../../inputs/batches.js';
import { preparedOf, rowsResult } from '../../inputs/rows.js';
import type { LoadedModel } from '../../models/loaded-model.js';
import { checkHasClasses } from '../../models/wanted-classes.js';
import type { Judge } from '../../models/novelty.js';
import type { Job, Result } from '../../shell/job.js';
import { pictureOfImages, previewOfImages } from '../../shell/pictures.js';
import type { ClassifyOptions } from './options.js';
import { captionOf, classesText, type ClassifiedImage } from './view.js';

/** The classes with a probability over one half, with their names where they have any. */
const labelsOf = (logits: Float32Array, { settings: { labels: names } }: LoadedModel) => {
  const labels = predictedLabels(logits);
  return { labels, ...(names && { names: labels.map((c) => names[c]) }) };
};

const classifyBy = async (
  classifier: LoadedModel,
  inputs: readonly string[],
  options: ClassifyOptions,
  job: Job,
  judge?: Judge,
): Promise<Result> => {
  const { inputShape: shape, classes, probabilities: kind } = classifier;
  checkHasClasses(classifier, 'classify');
  const images = await job.readInputs(inputs, { ...classifier, takesMissing: 'all' }, options);
  const [logits, probabilities] = [collector(images.size, [classes]), collector(images.size, [classes])];
  const rows: ClassifiedImage[] = [];
  const done = await inBatches(images, 500, 'classify', job, async (batch, from) => {
    checkBatch(classifier, batch);
    const verdicts = await judge?.(batch);
    tf.tidy(() => {
      const scores = classifier.logits(batch);
      const predicted = predictedClasses(scores);
      const [l, p] = [scores.dataSync<'float32'>(), probabilitiesOf(scores, kind).dataSync<'float32'>()];
      logits.add(from, l);
      probabilities.add(from, p);
      predicted.forEach((best, i) => {
        const [first, last] = [i * classes, (i + 1) * classes];
        rows.push({
          input: images.name(from + i),
          label: images.label(from + i),
          trueLabels: images.labelSet(from + i),
          class: best,
          name: classifier.settings.labels?.[best],
          probability: p[first + best],
          probabilities: Array.from(p.subarray(first, last)),
          logits: Array.from(l.subarray(first, last)),
          ...preparedOf(images, from + i),
          novelty: verdicts?.[i],
          ...(kind === 'sigmoid' && labelsOf(l.subarray(first, last), classifier)),
        });
      });
    });
  });
  const novelty = Float32Array.from(rows, (row) => row.novelty?.score ?? NaN);
  const captions = rows.map(captionOf);
  return {
    ...rowsResult(images, rows, classifier, classesText(rows)),
    tensors: [
      ['images', float32Entry([done, ...shape], images.pixels(0, done))],
      ['logits', float32Entry([done, classes], logits.rows(done))],
      ['probabilities', float32Entry([done, classes], probabilities.rows(done))],
      ...(judge ? [['novelty', float32Entry([done], novelty)] as const] : []),
    ],
    picture: done === 0 || !isPictureShape(shape) ? undefined : () => pictureOfImages(images, shape, captions, job),
    preview: (width) => previewOfImages(images, shape, captions, width, job),
  };
};

/** Classifies images: logits, probabilities, the predicted class. */
export const run = async (inputs: readonly string[], options: ClassifyOptions, job: Job): Promise<Result> => {
  await job.startBackend();
  const { model, reject, rejectRate } = options;
  return job.withClassifier(
    model,
    async (classifier) => {
      if (!reject && rejectRate === undefined) return classifyBy(classifier, inputs, options, job);
      const { withNovelty } = await import('../../models/novelty.js');
      return withNovelty(classifier, rejectRate, (judge) => classifyBy(classifier, inputs, options, job, judge));
    },
    options,
  );
};
