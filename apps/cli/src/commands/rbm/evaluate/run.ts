import { InterpError, type LabelledImages } from '@interp/core';
import { float32Entry, int32Entry } from '@interp/files';
import * as rbms from '@interp/rbm';
import { readDigits } from '../../../inputs/digits.js';
import { openRbm } from '@interp/open';
import { withOpened } from '../../../models/open.js';
import { Interrupted, UsageError } from '../../../shell/failure.js';
import type { Job, Result } from '../../../shell/job.js';
import { phases } from '../../../shell/terminal/progress.js';
import { aisTemperatures, type RbmEvaluateOptions } from './options.js';
import { evaluationText } from './view.js';

/** What is noted where there is no MNIST. */
export const missing =
  'MNIST is not here: digits drawn by code take its place, and likelihoods cannot be compared with those of MNIST; interp data fetch gets it';

const ofDigits = ({ images, ...uniform }: rbms.LogDensityLevels) => ({ digits: images, ...uniform });

const checkFits = (rbm: rbms.Rbm, { inputShape }: LabelledImages): void => {
  if (rbm.inputShape.join() === inputShape.join()) return;
  throw new InterpError(
    'bad-shape',
    `the RBM takes [${rbm.inputShape.join(', ')}] and digits are [${inputShape.join(', ')}]; expected an RBM of digits`,
  );
};

/** Refuses to enumerate too many states, and notes options that do nothing. */
const checkMethod = (rbm: rbms.Rbm, { method, steps, chains }: RbmEvaluateOptions, job: Job): void => {
  const enumerable = rbms.canEnumerate(rbm);
  if (method === 'exact' && !enumerable)
    throw new UsageError(
      `--method is exact and the RBM has 2^${rbms.enumeratedUnits(rbm)} states; expected at most 2^20; use --method ais`,
    );
  if (method !== 'ais' && enumerable && (steps ?? chains) !== undefined)
    job.note('log Z is exact here: --steps and --chains are not needed; --method ais asks for the estimate');
};

const labelOf = ({ phase, name }: rbms.EvaluateRbmStep): string => {
  if (phase === 'images') return 'digits';
  return name ?? (phase === 'enumeration' ? 'log Z' : `log Z, ${phase}`);
};

const evaluateBy = async (rbm: rbms.Rbm, options: RbmEvaluateOptions, job: Job): Promise<Result> => {
  const begun = performance.now();
  const { model, method, steps: temperatures = aisTemperatures, chains, seed, limit } = options;
  const { source, ...parts } = await readDigits(options, job, { missing });
  checkFits(rbm, parts.test);
  const [train, test] = [rbms.visibleImages(rbm, parts.train), rbms.visibleImages(rbm, parts.test)];
  checkMethod(rbm, options, job);
  const { show, stop } = phases(job);
  const evaluation = await rbms
    .evaluateRbm(rbm, test, {
      method,
      temperatures,
      chains,
      seed,
      limit,
      baselines: options.baselines ? train : undefined,
      signal: job.signal,
      onStep: ({ value }) => {
        if (value.phase !== 'fitting') show(labelOf(value), value.step, value.steps);
        else job.note('fitting simpler densities to compare with, some seconds; --no-baselines leaves them out');
      },
    })
    .catch((error: unknown) => {
      throw job.signal.aborted ? new Interrupted('interrupted before log Z was there') : error;
    })
    .finally(stop);
  const summary = rbms.evaluationSummary(rbm, evaluation, { temperatures, chains });
  const { logDensities: logs, baselines } = evaluation;
  const { n, warning } = summary;
  const [logZ, logLikelihood] = [summary.logZ!, summary.logLikelihood!];
  const wanted = Math.min(limit ?? test.size, test.size);
  if (n < wanted) job.note(`interrupted: ${n} of ${wanted} images are done`);
  const seconds = (performance.now() - begun) / 1000;
  const digits = `${n} ${source === 'MNIST' ? 'test digits of MNIST' : 'drawn digits'}`;
  const likelihoods = logs.map((value) => value - logZ);
  return {
    warning,
    json: {
      model,
      variant: rbm.variant.name,
      visible: rbm.visible,
      hidden: rbm.hidden,
      data: source,
      ...summary,
      logDensity: ofDigits(summary.logDensity),
      logLikelihood: ofDigits(logLikelihood),
      baselines: summary.baselines.map((one) => ({ ...one, logLikelihood: ofDigits(one.logLikelihood) })),
      seconds,
    },
    text: evaluationText(rbm, summary, digits, seconds),
    tensors: [
      ['logDensity', float32Entry([n], logs)],
      ['logLikelihood', float32Entry([n], likelihoods)],
      ['labels', int32Entry([n], Int32Array.from(test.labels.subarray(0, n)))],
    ],
    picture: async () => {
      const { histogramChart } = await import('@interp/viz');
      const others = baselines.map(({ name, logLikelihoods }) => ({ name, values: logLikelihoods }));
      return histogramChart([{ name: model, values: likelihoods }, ...others], {
        mark: { name: `black image, ${model}`, value: logLikelihood.black },
        title: digits,
        xTitle: 'log-likelihood, nats',
        yTitle: 'digits, %',
      });
    },
  };
};

/** Evaluates an RBM: log-likelihoods of digits and blank images, log Z, simpler densities beside. */
export const run = async (options: RbmEvaluateOptions, job: Job): Promise<Result> => {
  await job.startBackend();
  return withOpened(openRbm(options.model, { signal: job.signal }), (rbm) => evaluateBy(rbm, options, job));
};
