import { float32Entry, predictedClasses, type Classifier, type SafetensorsEntry } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { startBackendOf } from '../../shell/backend.js';
import { batchOf, collector } from '../../inputs/batch.js';
import type { NoveltyJudge, NoveltyVerdict } from '../../models/novelty.js';
import type { ClassifyOptions } from './command.js';
import { inChunks } from '../../shell/in-chunks.js';
import type { Images } from '../../inputs/images.js';
import { readInputs } from '../../inputs/read-inputs.js';
import type { Job } from '../../shell/job.js';
import { withClassifier } from '../../models/classifier.js';
import type { Outcome } from '../../shell/result.js';
import { pictureOfImages, previewOfImages } from '../../shell/pictures.js';
import { percent, table } from '../../shell/text.js';

interface Row {
  readonly input: string;
  readonly label?: number;
  readonly class: number;
  readonly probability: number;
  readonly probabilities: readonly number[];
  readonly logits: readonly number[];
  readonly novelty?: NoveltyVerdict;
}

const chunk = 500;

const isRejected = (row: Row): boolean => row.novelty?.rejected === true;

const textOf = (rows: readonly Row[]): string => {
  const labelled = rows.filter((row) => row.label !== undefined);
  const right = labelled.filter((row) => row.class === row.label).length;
  const verdict = (row: Row): string =>
    row.label === undefined ? '' : row.label === row.class ? 'right' : `is ${row.label}`;
  const said = (row: Row): string => (isRejected(row) ? `no digit (says ${row.class})` : String(row.class));
  const lines = table(rows.map((row) => [row.input, said(row), percent(row.probability), verdict(row)]));
  const rejected = rows.filter(isRejected).length;
  return [
    lines,
    ...(labelled.length > 1 ? [`${right} of ${labelled.length} right`] : []),
    ...(rows.length > 1 && rows[0].novelty ? [`${rejected} of ${rows.length} rejected as no digit`] : []),
  ].join('\n');
};

const noveltyTensor = (rows: readonly Row[]): [string, SafetensorsEntry] => [
  'novelty',
  float32Entry(
    [rows.length],
    Float32Array.from(rows, ({ novelty }) => novelty?.score ?? NaN),
  ),
];

const captionOf = (row: Row): string =>
  `${isRejected(row) ? 'no digit\n' : ''}${row.class}: ${percent(row.probability)}`;

/** Classifies images: logits, probabilities, the predicted class. */
export const classify = async (inputs: readonly string[], job: Job<ClassifyOptions>): Promise<Outcome> => {
  await startBackendOf(job);
  const { model, reject } = job.options;
  return withClassifier(model, async (classifier) => {
    if (!reject) return classifyBy(classifier, inputs, job);
    const { withNovelty } = await import('../../models/novelty.js');
    return withNovelty(model, classifier, (judge) => classifyBy(classifier, inputs, job, judge));
  });
};

const classifyBy = async (
  classifier: Classifier,
  inputs: readonly string[],
  job: Job<ClassifyOptions>,
  judge?: NoveltyJudge,
): Promise<Outcome> => {
  const { inputShape: shape, classes } = classifier;
  const images: Images = await readInputs(inputs, shape, job, classes);
  const logits = collector(images.size, classes);
  const probabilities = collector(images.size, classes);
  const rows: Row[] = [];
  const done = await inChunks(images.size, chunk, 'classify', job, async (from, to) => {
    const batch = batchOf(images, shape, from, to);
    const verdicts = await judge?.(batch);
    tf.tidy(() => {
      const scores = classifier.logits(batch);
      const predicted = predictedClasses(scores);
      const [l, p] = [scores.dataSync<'float32'>(), tf.softmax(scores).dataSync<'float32'>()];
      logits.add(from, l);
      probabilities.add(from, p);
      predicted.forEach((best, i) => {
        const [first, last] = [i * classes, (i + 1) * classes];
        const label = images.label(from + i);
        rows.push({
          input: images.name(from + i),
          ...(label !== undefined && { label }),
          class: best,
          probability: p[first + best],
          probabilities: Array.from(p.subarray(first, last)),
          logits: Array.from(l.subarray(first, last)),
          ...(verdicts && { novelty: verdicts[i] }),
        });
      });
    });
    batch.dispose();
  });
  return {
    json: rows,
    text: textOf(rows),
    tensors: [
      ['images', float32Entry([done, ...shape], images.pixels(0, done))],
      ['logits', float32Entry([done, classes], logits.rows(done))],
      ['probabilities', float32Entry([done, classes], probabilities.rows(done))],
      ...(judge ? [noveltyTensor(rows)] : []),
    ],
    picture: () => pictureOfImages(images, shape, rows.map(captionOf), job),
    preview: (width) => previewOfImages(images, shape, rows.map(captionOf), width, job),
  };
};
