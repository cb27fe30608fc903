import { resumeBatch, submitBatch, type BatchJob, type TaskName } from '@interp/batch';
import { openOptions } from '@interp/open';
import { attackData, wantedTarget, type AttackFlags } from '../../../methods/attack.js';
import { methodOptionsOf, type ExplanationFlags } from '../../../methods/explanation.js';
import { prototypeData } from '../../../methods/prototype-method.js';
import type { PrototypeFlags } from '../../../methods/prototype.js';
import { findData } from '../../../inputs/mnist.js';
import { preparationOf } from '../../../inputs/read-inputs.js';
import { asOptions } from '../../../models/open.js';
import { UsageError } from '../../../shell/failure.js';
import { inFlags } from '../../../shell/flags.js';
import { hiddenClass } from '../../../shell/hidden-options.js';
import type { Job, Result } from '../../../shell/job.js';
import { withProgress } from '../../../shell/terminal/progress.js';
import { engineOf, placeOf } from '../engine.js';
import type { SubmitOptions } from './options.js';

/** The options of a task, in the words of the packages. */
const taskOptions = async (task: TaskName, options: SubmitOptions): Promise<BatchJob['options']> => {
  if (task === 'classify') return {};
  if (task === 'explain' || task === 'metrics') {
    const given = options as unknown as ExplanationFlags;
    const { explanationOptions } = await import('@interp/lrp');
    const classes = { target: hiddenClass(given) ?? given.class, versus: given.versus };
    return methodOptionsOf(explanationOptions, given, classes);
  }
  if (task === 'prototype') return { ...prototypeData(options as unknown as PrototypeFlags), start: options.init, copies: options.copies }; // prettier-ignore
  const given = options as unknown as AttackFlags;
  const { usualRadii } = await import('@interp/adversarial');
  const { data, epsilons } = attackData(usualRadii, given);
  if (epsilons.length > 1) throw new UsageError('--epsilon has several values, which draw a curve; expected one for a job'); // prettier-ignore
  return { ...data, target: wantedTarget(given), round: given.round };
};

/** Writes a job into its folder; with a queue, tells it of the chunks. */
export const run = async (task: TaskName, given: readonly string[] | undefined, options: SubmitOptions, job: Job) => {
  const { model, invert, layout, seed, chunk, backend, showInput } = options;
  if (showInput !== undefined) throw new UsageError('--show-input is for a few images; try it with interp classify');
  if ('similarTo' in options) throw new UsageError('--similar-to is for a few images, and no job keeps it; take interp explain or interp attack'); // prettier-ignore
  const inputs = given ?? (hiddenClass(options) ?? options.class ?? 'all').split(',');
  const [place, queue] = [placeOf(options), await engineOf(options)];
  if (!place.startsWith('s3:')) await job.checkWritable(place);
  const { threshold: above } = options as Partial<AttackFlags>;
  const modelOptions = asOptions(model, { ...options, above, given: inputs }, Object.keys(openOptions.rules));
  const imageOptions = { prepare: preparationOf(options), invert, layout };
  const data = inputs.some((input) => /^mnist:/i.test(input)) ? await findData(options, job) : undefined;
  const all = { task, options: await taskOptions(task, options), model, modelOptions, inputs, imageOptions, data, seed, chunk, backend }; // prettier-ignore
  const { chunks, job: hash } = await withProgress(job, 'chunks', undefined, (update) =>
    inFlags(() => submitBatch(all, place, { signal: job.signal, onChunk: (stored) => update(stored) })),
  );
  if (options.engine === 'bullmq') await resumeBatch(place, queue);
  return { json: { job: hash, chunks }, text: `${chunks} chunk${chunks === 1 ? '' : 's'} in ${place}; interp batch work --job ${place} has them computed` } satisfies Result; // prettier-ignore
};
