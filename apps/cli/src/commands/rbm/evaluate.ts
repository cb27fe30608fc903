import { float32Entry, InterpError, int32Entry, type LabelledImages } from '@interp/core';
import { logDensity, type Rbm } from '@interp/rbm';
import { startBackendOf } from '../../shell/backend.js';
import type { RbmEvaluateOptions } from './command.js';
import type { Job } from '../../shell/job.js';
import { withRbm } from '../../models/rbm.js';
import type { Outcome } from '../../shell/result.js';
import { rbmBaselines } from './baselines.js';
import { rbmClaim } from './claim.js';
import { rbmDigits, seenBy } from '../../inputs/digits.js';
import { rbmHistogram } from './histogram.js';
import { ofEvenImages, type OfEvenImages } from './levels.js';
import { partitionOf } from './partition.js';
import { meanOf, scoresOf } from './scores.js';
import { duration, table } from '../../shell/text.js';

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

const checkFits = (machine: Rbm, { inputShape }: LabelledImages): void => {
  if (machine.inputShape.join() === inputShape.join()) return;
  throw new InterpError(
    'bad-shape',
    `the RBM takes [${machine.inputShape.join(', ')}] and digits are [${inputShape.join(', ')}]; expected an RBM of digits`,
  );
};

const evaluateBy = async (machine: Rbm, job: Job<RbmEvaluateOptions>): Promise<Outcome> => {
  const begun = performance.now();
  const { model, limit, baselines: wanted } = job.options;
  const { source, ...parts } = await rbmDigits(job, { drawn: job.options.drawn === true, fallback: true });
  checkFits(machine, parts.test);
  const [train, test] = [seenBy(machine, parts.train), seenBy(machine, parts.test)];
  const partition = await partitionOf(machine, job);
  if (partition.warning !== undefined) job.note(`warning: ${partition.warning}`);
  const wantedDigits = Math.min(limit ?? test.size, test.size);
  const logs = await scoresOf(test, (images) => logDensity(machine, images), wantedDigits, 'digits', job);
  const even = ofEvenImages(machine);
  const levels = { digits: meanOf(logs), ...even };
  const compared = wanted && !job.signal.aborted;
  if (compared) job.note('fitting simpler densities to compare with, some seconds; --no-baselines leaves them out');
  const rivals = compared ? await rbmBaselines(machine, train) : [];
  const beside: { name: string; parameters: number; logLikelihood: Levels; scores: Float32Array }[] = [];
  try {
    for (const { name, parameters, logDensity: score } of rivals) {
      const scores = await scoresOf(test, score, logs.length, name, job);
      beside.push({
        name,
        parameters,
        logLikelihood: { digits: meanOf(scores), ...ofEvenImages(machine, score) },
        scores,
      });
    }
  } finally {
    for (const rival of rivals) rival.dispose();
  }
  const logLikelihood = lessConstant(levels, partition.logZ);
  const claim = rbmClaim(machine, logs, levels.digits, even);
  const seconds = (performance.now() - begun) / 1000;
  const digits = `${logs.length} ${source === 'MNIST' ? 'test digits of MNIST' : 'drawn digits'}`;
  const { logZ, logZLow, logZHigh, how } = partition;
  const range = logZLow === logZHigh ? '' : `, ${logZLow.toFixed(2)} to ${logZHigh.toFixed(2)}`;
  return {
    json: {
      model,
      variant: machine.variant.name,
      visible: machine.visible,
      hidden: machine.hidden,
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
      `${machine.variant.name}, ${machine.visible} visible and ${machine.hidden} hidden units; ${digits}, nats an image`,
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
    picture: () =>
      rbmHistogram(
        [{ name: model, scores: logs.map((value) => value - logZ) }, ...beside],
        logLikelihood.black,
        digits,
      ),
  };
};

/** Evaluates an RBM: log-likelihoods of digits and blank images, log Z, simpler densities beside. */
export const rbmEvaluate = async (job: Job<RbmEvaluateOptions>): Promise<Outcome> => {
  await startBackendOf(job);
  return withRbm(job.options.model, (machine) => evaluateBy(machine, job));
};
