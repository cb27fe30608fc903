import { float32Entry, type Classifier } from '@interp/core';
import {
  atlas as atlasOf,
  classifySegments,
  digitTable,
  refusals,
  robustness,
  segmentImages,
  thesisDigitTable,
  type Refusals,
  type Robustness,
  type SegmentAnswer,
} from '@interp/sevenseg';
import type * as tf from '@tensorflow/tfjs-core';
import { startBackendOf } from '../../shell/backend.js';
import { withNovelty } from '../../models/novelty.js';
import type { SevensegOptions } from './command.js';
import { Interrupted } from '../../shell/failure.js';
import type { Job } from '../../shell/job.js';
import { withClassifier } from '../../models/classifier.js';
import type { Outcome } from '../../shell/result.js';
import { previewOfImages } from '../../shell/pictures.js';
import { segmentPictures } from './pictures.js';
import { digitsText, refusedText, robustnessText } from './view.js';
import { percent } from '../../shell/text.js';

const geometries = 225;

const shaken = async (classifier: Classifier, job: Job<SevensegOptions>): Promise<Robustness> => {
  const { length, noise, seed, antialias } = job.options;
  const view = job.progress('robustness', geometries);
  const options = { antialias, seed, ...(length !== undefined && { length }), ...(noise !== undefined && { noise }) };
  return robustness(classifier, { ...options, signal: job.signal, onStep: ({ step }) => view.update(step) }).finally(
    () => view.stop(),
  );
};

const refusedOf = (classifier: Classifier, images: tf.Tensor, job: Job<SevensegOptions>): Promise<Refusals> =>
  withNovelty(job.options.model, classifier, (judge) =>
    refusals(images, async (all) => (await judge(all)).map(({ rejected }) => rejected)),
  );

const sevensegBy = async (classifier: Classifier, job: Job<SevensegOptions>): Promise<Outcome> => {
  const { length, thickness, slant, shift, noise, antialias, seed, picture } = job.options;
  const { inputShape, bounds, classes } = classifier;
  const given = Object.entries({ length, thickness, slant, shift, noise }).filter(([, value]) => value !== undefined);
  if (job.signal.aborted) throw new Interrupted('interrupted before any image was done');
  const images = segmentImages({ ...Object.fromEntries(given), antialias, seed, inputShape, bounds });
  const pixels = Float32Array.from(images.dataSync<'float32'>());
  const shape = [...images.shape];
  let answers: SegmentAnswer[];
  let refused: Refusals | undefined;
  try {
    answers = classifySegments(classifier, images);
    refused = job.options.reject ? await refusedOf(classifier, images, job) : undefined;
  } finally {
    images.dispose();
  }

  const digits = digitTable(answers);
  const atlas = atlasOf(answers);
  const overGeometries = job.options.robustness ? await shaken(classifier, job) : undefined;
  const sure = answers.filter(({ probability }) => probability > 0.9).length;
  const probabilities = Float32Array.from(answers.flatMap((answer) => answer.probabilities));
  const ten = digits.map(({ digit, ...row }) => ({ digit, ...row, thesis: thesisDigitTable[digit] }));
  const size = pixels.length / answers.length;
  const tenPixels = digits.flatMap(({ segments }) => answers.findIndex((answer) => answer.segments === segments));
  return {
    json: {
      rows: answers,
      digits: ten,
      atlas,
      ...(refused && { refusals: refused }),
      ...(overGeometries && { robustness: overGeometries }),
    },
    text: [
      digitsText(digits, atlas),
      `of all ${answers.length} images: ${atlas.counts.map((count, c) => `${count} read as ${c}`).join(', ')}; ${sure} with P above 0.9`,
      ...(refused ? [refusedText(refused)] : []),
      ...(overGeometries ? [robustnessText(overGeometries)] : []),
    ].join('\n'),
    tensors: [
      ['images', float32Entry(shape, pixels)],
      ['probabilities', float32Entry([answers.length, classes], probabilities)],
    ],
    picture: () => segmentPictures[picture]({ images: { data: pixels, shape, range: bounds }, answers, atlas }),
    preview: (width) =>
      previewOfImages(
        {
          pixels: (from, to) =>
            Float32Array.from(
              tenPixels.slice(from, to).flatMap((at) => Array.from(pixels.subarray(at * size, (at + 1) * size))),
            ),
        },
        inputShape,
        digits.map((row) => `${row.class}: ${percent(row.probability)}`),
        width,
        job,
      ),
  };
};

/** Asks a classifier about all states of a seven-segment digit. */
export const sevenseg = async (job: Job<SevensegOptions>): Promise<Outcome> => {
  await startBackendOf(job);
  return withClassifier(job.options.model, (classifier) => sevensegBy(classifier, job));
};
