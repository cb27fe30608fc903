import { evaluateGan } from '@interp/gan';
import { readDigits } from '../../../inputs/digits.js';
import { openDecoder } from '@interp/open';
import { withOpened } from '../../../models/open.js';
import { Interrupted } from '../../../shell/failure.js';
import type { Job, Result } from '../../../shell/job.js';
import type { GanEvaluateOptions } from './options.js';
import { withProgress } from '../../../shell/progress.js';
import { coveragePicture, evaluationText } from './view.js';

const missing =
  'MNIST is not here: distances are to digits drawn by code, which a generator of MNIST never comes near to; interp data fetch gets it';

/** Evaluates a generator. */
export const run = async (options: GanEvaluateOptions, job: Job): Promise<Result> => {
  await job.startBackend();
  const { model, judge, count, neighbours, seed } = options;
  return withOpened(openDecoder(model), (source) =>
    job.withClassifier(judge, async (classifier) => {
      const begun = performance.now();
      const digits = await readDigits(options, job, { missing });
      if (job.signal.aborted) throw new Interrupted('interrupted before the first sample');
      const found = await withProgress(job, 'evaluation', undefined, (update) =>
        evaluateGan(source, classifier, digits, {
          count,
          neighbours,
          seed,
          signal: job.signal,
          onStep: ({ value }) => update(value.done, value.doing),
        }),
      ).catch((error: unknown) => {
        if ((error as { name?: unknown }).name !== 'AbortError') throw error;
        throw new Interrupted('interrupted; half an evaluation says nothing');
      });
      const seconds = (performance.now() - begun) / 1000;
      return {
        json: { model, judge, digits: digits.source, ...found, seconds },
        text: evaluationText(found),
        picture: () => coveragePicture(found),
      };
    }),
  );
};
