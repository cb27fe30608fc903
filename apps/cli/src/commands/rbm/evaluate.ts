import { float32Entry, InterpError, int32Entry, isInterpError } from '@interp/core';
import { canEnumerate, enumeratedUnits, evaluateRbm, type LogPartition, type Rbm } from '@interp/rbm';
import { readDigits } from '../../inputs/digits.js';
import { seenBy, withRbm } from '../../models/rbm.js';
import { Interrupted, UsageError } from '../../shell/failure.js';
import type { Job, ProgressView, Result } from '../../shell/job.js';
import { claimOf } from './claim.js';
import type { RbmEvaluateOptions } from './options.js';
import { evaluationText, type Levels } from './view.js';

/** What is noted where there is no MNIST. */
export const missing =
  'MNIST is not here: digits drawn by code take its place, and likelihoods cannot be compared with those of MNIST; interp data fetch gets it';

const phases = { enumeration: 'log Z', images: 'digits', forward: 'log Z, forward', reverse: 'log Z, reverse' };

const checkMethod = ({ method, steps, chains }: RbmEvaluateOptions, rbm: Rbm, job: Job): void => {
  const enumerable = canEnumerate(rbm);
  if (method === 'exact' && !enumerable)
    throw new UsageError(
      `--method is exact and the RBM has 2^${enumeratedUnits(rbm)} states; expected at most 2^20; use --method ais`,
    );
  const exact = method === 'exact' || (method === 'auto' && enumerable);
  if (exact && (steps ?? chains) !== undefined)
    job.note('log Z is exact here: --steps and --chains are not needed; --method ais asks for the estimate');
};

/** log Z and how it was got, as scripts read it. */
const partitionOf = (
  rbm: Rbm,
  { logZ, low, high, method, estimate }: LogPartition,
  temperatures: number,
  chains: number,
) => {
  const bounds = { logZ, logZLow: low, logZHigh: high, method };
  if (!estimate) return { ...bounds, how: `exact, over 2^${enumeratedUnits(rbm)} states` };
  const { forward, reverse, samples, warning } = estimate;
  const sizes = [forward, reverse].map(({ effectiveSampleSize }) => effectiveSampleSize.toFixed(0));
  const report = ({ logZ: own, standardError, effectiveSampleSize }: typeof forward) => ({
    logZ: own,
    standardError,
    effectiveSampleSize,
  });
  return {
    ...bounds,
    how: `annealed importance sampling, ${temperatures} temperatures, ${chains} chains, worth ${sizes[0]} forward and ${sizes[1]} back`,
    ais: { temperatures, chains, forward: report(forward), reverse: report(reverse), samples },
    warning,
  };
};

const asDigits = ({
  images: digits,
  black,
  grey,
  white,
}: Omit<Levels, 'digits'> & { readonly images: number }): Levels => ({
  digits,
  black,
  grey,
  white,
});

const evaluateBy = async (rbm: Rbm, options: RbmEvaluateOptions, job: Job): Promise<Result> => {
  const begun = performance.now();
  const { model, limit, baselines: wanted, method, steps: temperatures = 3000, chains = 100, seed } = options;
  const { source, ...parts } = await readDigits(options, job, { missing });
  const [train, test] = [seenBy(rbm, parts.train), seenBy(rbm, parts.test)];
  if (rbm.inputShape.join() !== test.inputShape.join())
    throw new InterpError(
      'bad-shape',
      `the RBM takes [${rbm.inputShape.join(', ')}] and digits are [${test.inputShape.join(', ')}]; expected an RBM of digits`,
    );
  checkMethod(options, rbm, job);
  let [view, shown]: [ProgressView | undefined, string] = [undefined, ''];
  const found = await evaluateRbm(rbm, test, {
    method,
    temperatures,
    chains,
    seed,
    limit,
    baselines: wanted ? train : undefined,
    signal: job.signal,
    onStep: ({ value: { phase, name, step, steps } }) => {
      const label =
        phase === 'baseline'
          ? name!
          : phase === 'fitting'
            ? phase
            : (phases[phase as keyof typeof phases] ?? `log Z, ${phase}`);
      if (label !== shown) {
        view?.stop();
        [view, shown] = [job.progress(label, steps), label];
        if (phase === 'fitting')
          job.note('fitting simpler densities to compare with, some seconds; --no-baselines leaves them out');
      }
      view?.update(step);
    },
  })
    .catch((error: unknown) => {
      if (!job.signal.aborted || !isInterpError(error)) throw error;
      throw new Interrupted('interrupted before log Z was there');
    })
    .finally(() => view?.stop());
  const logs = found.logDensities;
  const n = logs.length;
  const asked = Math.min(limit ?? test.size, test.size);
  if (n < asked) job.note(`interrupted: ${n} of ${asked} images are done`);
  const partition = partitionOf(rbm, found.partition!, temperatures, chains);
  const { logZ, warning } = { warning: undefined, ...partition };
  if (warning !== undefined) job.note(`warning: ${warning}`);
  const [logDensity, logLikelihood] = [asDigits(found.logDensity), asDigits(found.logLikelihood!)];
  const claim = claimOf(rbm, found.blank);
  const baselines = found.baselines.map(({ name, parameters, logLikelihood: own, logLikelihoods }) => ({
    name,
    parameters,
    logLikelihood: asDigits(own),
    n: logLikelihoods.length,
  }));
  const { variant, visible, hidden } = rbm;
  const digits = `${n} ${source === 'MNIST' ? 'test digits of MNIST' : 'drawn digits'}`;
  const seconds = (performance.now() - begun) / 1000;
  const normalised = logs.map((value) => value - logZ);
  return {
    json: {
      model,
      variant: variant.name,
      visible,
      hidden,
      data: source,
      n,
      ...partition,
      logDensity,
      logLikelihood,
      baselines,
      claim,
      seconds,
    },
    text: evaluationText({ rbm, digits, partition, warning, logDensity, logLikelihood, baselines, claim, seconds }),
    tensors: [
      ['logDensity', float32Entry([n], logs)],
      ['logLikelihood', float32Entry([n], normalised)],
      ['labels', int32Entry([n], Int32Array.from(test.labels.subarray(0, n)))],
    ],
    picture: async () => {
      const { histogramChart } = await import('@interp/viz');
      const others = found.baselines.map(({ name, logLikelihoods: values }) => ({ name, values }));
      return histogramChart([{ name: model, values: normalised }, ...others], {
        mark: { name: `black image, ${model}`, value: logLikelihood.black },
        title: digits,
        xTitle: 'log-likelihood, nats',
        yTitle: 'digits, %',
      });
    },
  };
};

/** Evaluates an RBM: log-likelihoods of digits and blank images, log Z, simpler densities beside. */
export const evaluateRbmModel = async (options: RbmEvaluateOptions, job: Job): Promise<Result> => {
  await job.startBackend();
  return withRbm(options.model, (rbm) => evaluateBy(rbm, options, job));
};
