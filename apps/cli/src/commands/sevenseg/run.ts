import type { Classifier } from '@interp/core';
import { float32Entry } from '@interp/files';
import * as sevenseg from '@interp/sevenseg';
import { percent } from '@interp/report';
import type * as tf from '@tensorflow/tfjs-core';
import { withNovelty } from '../../models/novelty.js';
import { Interrupted } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import { previewOfImages } from '../../shell/pictures.js';
import type { SevensegOptions } from './options.js';
import { digitsText, refusedText, robustnessText, segmentPictures } from './view.js';

const geometries = 225;

const overGeometries = (classifier: Classifier, options: SevensegOptions, job: Job): Promise<sevenseg.Robustness> => {
  const { length, noise, seed, antialias } = options;
  const view = job.progress('robustness', geometries);
  const onStep = ({ step }: { readonly step: number }): void => view.update(step);
  return sevenseg
    .robustness(classifier, { length, noise, antialias, seed, signal: job.signal, onStep })
    .finally(() => view.stop());
};

const countRefusals = (
  classifier: Classifier,
  rate: number | undefined,
  images: tf.Tensor,
): Promise<sevenseg.Refusals> =>
  withNovelty(classifier, rate, (judge) =>
    sevenseg.refusals(images, async (all) => (await judge(all)).map(({ rejected }) => rejected)),
  );

const sevensegBy = async (classifier: Classifier, options: SevensegOptions, job: Job): Promise<Result> => {
  const { length, thickness, slant, shift, noise, antialias, seed, picture, reject, rejectRate } = options;
  const { inputShape, bounds, classes } = classifier;
  if (job.signal.aborted) throw new Interrupted('interrupted before any image was done');
  const geometry = { length, thickness, slant, shift };
  const images = sevenseg.segmentImages({ ...geometry, noise, antialias, seed, inputShape, bounds });
  const pixels = Float32Array.from(images.dataSync<'float32'>());
  const [shape, size] = [[...images.shape], pixels.length / images.shape[0]];
  const { answers, refused } = await (async () => ({
    answers: sevenseg.classifySegments(classifier, images),
    refused: reject || rejectRate !== undefined ? await countRefusals(classifier, rejectRate, images) : undefined,
  }))().finally(() => images.dispose());
  const digits = sevenseg.digitTable(answers);
  const atlas = sevenseg.atlas(answers);
  const robustness = options.robustness ? await overGeometries(classifier, options, job) : undefined;
  const sure = answers.filter(({ probability }) => probability > 0.9).length;
  const ten = digits.map(({ segments }) => answers.findIndex((answer) => answer.segments === segments));
  const pixelsOfTen = (from: number, to: number): Float32Array =>
    Float32Array.from(ten.slice(from, to).flatMap((at) => [...pixels.subarray(at * size, (at + 1) * size)]));
  const captions = digits.map((row) => `${row.class}: ${percent(row.probability)}`);
  return {
    json: {
      rows: answers,
      digits: digits.map((row) => ({ ...row, thesis: sevenseg.thesisDigitTable[row.digit] })),
      atlas,
      refusals: refused,
      robustness,
    },
    text: [
      digitsText(digits, atlas),
      `of all ${answers.length} images: ${atlas.counts.map((count, c) => `${count} read as ${c}`).join(', ')}; ${sure} with P above 0.9`,
      ...(refused ? [refusedText(refused)] : []),
      ...(robustness ? [robustnessText(robustness)] : []),
    ].join('\n'),
    inputs: answers.map(({ segments }) => segments),
    tensors: [
      ['images', float32Entry(shape, pixels)],
      [
        'probabilities',
        float32Entry([answers.length, classes], Float32Array.from(answers.flatMap((answer) => answer.probabilities))),
      ],
    ],
    picture: () => segmentPictures[picture]({ data: pixels, shape, range: bounds }, answers),
    preview: (width) => previewOfImages({ shown: pixelsOfTen }, inputShape, captions, width, job),
  };
};

/** Asks a classifier about all states of a seven-segment digit. */
export const run = async (options: SevensegOptions, job: Job): Promise<Result> => {
  return job.withClassifier(options.model, (classifier) => sevensegBy(classifier, options, job), options);
};
