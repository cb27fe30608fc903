import type { Classifier, Decoder } from '@interp/core';
import { evaluateGan, type EvaluateGanOptions, type EvaluateGanStep, type GanEvaluation } from '@interp/gan';
import type { Digits } from '@interp/mnist/node';
import { readDigits } from '../../../inputs/digits.js';
import { openDecoder } from '@interp/open';
import { withOpened } from '../../../models/open.js';
import { Interrupted } from '../../../shell/failure.js';
import type { Job, Result } from '../../../shell/job.js';
import type { GanEvaluateOptions } from './options.js';
import { withProgress } from '../../../shell/terminal/progress.js';
import { coveragePicture, evaluationText } from './view.js';

const missing =
  'MNIST is not here: distances are to digits drawn by code, which a generator of MNIST never comes near to; interp data fetch gets it';

/** Evaluates a generator by a judge, showing how far it is; nothing where it is interrupted. */
export const evaluateBy = (
  source: Decoder,
  judge: Classifier,
  digits: Digits,
  options: Pick<EvaluateGanOptions, 'count' | 'neighbours' | 'seed'>,
  job: Job,
): Promise<GanEvaluation | undefined> =>
  withProgress(job, 'evaluation', undefined, (update) => {
    const onStep = ({ value }: { readonly value: EvaluateGanStep }): void => update(value.done, value.doing);
    return evaluateGan(source, judge, digits, { ...options, signal: job.signal, onStep });
  }).catch((error: unknown) => {
    if ((error as { name?: unknown }).name !== 'AbortError') throw error;
    return undefined;
  });

/** Evaluates a generator. */
export const run = async (options: GanEvaluateOptions, job: Job): Promise<Result> => {
  await job.startBackend();
  const { model, judge, count, neighbours, seed } = options;
  return withOpened(openDecoder(model), (source) =>
    job.withClassifier(judge, async (classifier) => {
      const begun = performance.now();
      const digits = await readDigits(options, job, { missing });
      if (job.signal.aborted) throw new Interrupted('interrupted before the first sample');
      const found = await evaluateBy(source, classifier, digits, { count, neighbours, seed }, job);
      if (!found) throw new Interrupted('interrupted; half an evaluation says nothing');
      const seconds = (performance.now() - begun) / 1000;
      return {
        json: { model, judge, digits: digits.source, ...found, seconds },
        text: evaluationText(found),
        picture: () => coveragePicture(found),
      };
    }),
  );
};
