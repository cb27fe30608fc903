import { float32Entry, InterpError, int32Entry, type LabelledImages } from '@interp/core';
import { logDensity, type Rbm } from '@interp/rbm';
import { readDigits } from '../../inputs/digits.js';
import { seenBy, withRbm } from '../../models/rbm.js';
import type { Job, Result } from '../../shell/job.js';
import { duration, table } from '../../shell/text.js';
import { rbmBaselines } from './baselines.js';
import { rbmClaim } from './claim.js';
import type { RbmEvaluateOptions } from './options.js';
import { partitionOf } from './partition.js';
import { meanOf, ofEvenImages, scoresOf, type OfEvenImages } from './scores.js';

/** What is noted where there is no MNIST. */
export const missing =
  'MNIST is not here: digits drawn by code take its place, and likelihoods cannot be compared with those of MNIST; interp data fetch gets it';

interface Levels extends OfEvenImages {
  readonly digits: number;
}

const lessConstant = (levels: Levels, constant: number): Levels => ({
  digits: levels.digits - constant,
  black: levels.black - constant,
  grey: levels.grey - constant,
  white: levels.white - constant,
});

const cells = ({ digits, black, grey, white }: Levels): readonly string[] =>
  [digits, black, grey, white].map((value) => value.toFixed(1));

const checkFits = (rbm: Rbm, { inputShape }: LabelledImages): void => {
  if (rbm.inputShape.join() === inputShape.join()) return;
  throw new InterpError(
    'bad-shape',
    `the RBM takes [${rbm.inputShape.join(', ')}] and digits are [${inputShape.join(', ')}]; expected an RBM of digits`,
  );
};

const evaluateBy = async (rbm: Rbm, options: RbmEvaluateOptions, job: Job): Promise<Result> => {
  const begun = performance.now();
  const { model, limit, baselines: wanted } = options;
  const { source, ...parts } = await readDigits(options, job, { missing });
  checkFits(rbm, parts.test);
  const [train, test] = [seenBy(rbm, parts.train), seenBy(rbm, parts.test)];
  const partition = await partitionOf(rbm, options, job);
  if (partition.warning !== undefined) job.note(`warning: ${partition.warning}`);
  const wantedDigits = Math.min(limit ?? test.size, test.size);
  const logs = await scoresOf(test, (images) => logDensity(rbm, images), wantedDigits, 'digits', job);
  const even = ofEvenImages(rbm);
  const levels = { digits: meanOf(logs), ...even };
  const compared = wanted && !job.signal.aborted;
  if (compared) job.note('fitting simpler densities to compare with, some seconds; --no-baselines leaves them out');
  const rivals = compared ? await rbmBaselines(rbm, train) : [];
  const beside: { name: string; parameters: number; logLikelihood: Levels; scores: Float32Array }[] = [];
  try {
    for (const { name, parameters, logDensity: score } of rivals) {
      const scores = await scoresOf(test, score, logs.length, name, job);
      beside.push({
        name,
        parameters,
        logLikelihood: { digits: meanOf(scores), ...ofEvenImages(rbm, score) },
        scores,
      });
    }
  } finally {
    for (const rival of rivals) rival.dispose();
  }
  const logLikelihood = lessConstant(levels, partition.logZ);
  const claim = rbmClaim(rbm, logs, levels.digits, even);
  const seconds = (performance.now() - begun) / 1000;
  const digits = `${logs.length} ${source === 'MNIST' ? 'test digits of MNIST' : 'drawn digits'}`;
  const { logZ, logZLow, logZHigh, how } = partition;
  const range = logZLow === logZHigh ? '' : `, ${logZLow.toFixed(2)} to ${logZHigh.toFixed(2)}`;
  return {
    json: {
      model,
      variant: rbm.variant.name,
      visible: rbm.visible,
      hidden: rbm.hidden,
      data: source,
      n: logs.length,
      ...partition,
      logDensity: levels,
      logLikelihood,
      baselines: beside.map(({ scores, ...rival }) => ({ ...rival, n: scores.length })),
      claim,
      seconds,
    },
    text: [
      `${rbm.variant.name}, ${rbm.visible} visible and ${rbm.hidden} hidden units; ${digits}, nats an image`,
      `log Z ${logZ.toFixed(3)} (${how}${range})`,
      ...(partition.warning === undefined ? [] : [`warning: ${partition.warning}`]),
      table([
        ['', 'digits', 'black', 'grey', 'white'],
        ['log p*', ...cells(levels)],
        ['log p', ...cells(logLikelihood)],
        ...beside.map((rival) => [rival.name, ...cells(rival.logLikelihood)]),
      ]),
      claim.verdict,
      `in ${duration(seconds)}`,
    ].join('\n'),
    tensors: [
      ['logDensity', float32Entry([logs.length], logs)],
      [
        'logLikelihood',
        float32Entry(
          [logs.length],
          logs.map((value) => value - logZ),
        ),
      ],
      ['labels', int32Entry([logs.length], Int32Array.from(test.labels.subarray(0, logs.length)))],
    ],
    picture: async () => {
      const { histogramChart } = await import('@interp/viz');
      const own = { name: model, values: logs.map((value) => value - logZ) };
      return histogramChart([own, ...beside.map(({ name, scores }) => ({ name, values: scores }))], {
        mark: { name: `black image, ${model}`, value: logLikelihood.black },
        title: digits,
        xTitle: 'log-likelihood, nats',
        yTitle: 'digits, %',
      });
    },
  };
};

/** Evaluates an RBM: log-likelihoods of digits and blank images, log Z, simpler densities beside. */
export const evaluateRbm = async (options: RbmEvaluateOptions, job: Job): Promise<Result> => {
  await job.startBackend();
  return withRbm(options.model, (rbm) => evaluateBy(rbm, options, job));
};
