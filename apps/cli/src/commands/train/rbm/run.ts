import { extname, join } from 'node:path';
import { readSafetensors, type LabelledImages } from '@interp/core';
import { subset } from '@interp/mnist';
import {
  canEnumerate,
  exactLogPartition,
  initialRbm,
  logDensity,
  rbmToSafetensors,
  trainRbm,
  type Rbm,
  type RbmEpochRecord,
  type RbmTraining,
} from '@interp/rbm';
import { startBackendOf } from '../../../shell/backend.js';
import type { RbmTrainingOptions } from './command.js';
import { Interrupted, UsageError } from '../../../shell/failure.js';
import type { Job } from '../../../shell/job.js';
import type { Say } from '../../../shell/language.js';
import { keepingCheckpoints } from '../keeping-checkpoints.js';
import { checkpointFile, checkpointOf, refuseToOverwrite } from '../kept-checkpoint.js';
import type { Outcome } from '../../../shell/result.js';
import { write } from '../../../shell/places.js';
import { rbmDigits, seenBy, type RbmDigits } from '../../../inputs/digits.js';
import { writeFilters } from './filters.js';
import { ofEvenImages } from '../../rbm/levels.js';
import { meanOf, scoresOf } from '../../rbm/scores.js';
import { rbmTrainingChart } from './view.js';
import { duration } from '../../../shell/text.js';
import { rbmTrainingPlan, type RbmTrainingPlan } from './train-options.js';
import { trainingView } from '../training-view.js';

type RbmJob = Job<RbmTrainingOptions>;

const epochLine = (record: RbmEpochRecord, epochs: number): string => {
  const { epoch, reconstruction, freeEnergyGap, heldOutLogLikelihood, seconds } = record;
  return (
    `epoch ${epoch} of ${epochs}: reconstruction ${reconstruction.toFixed(4)}` +
    (freeEnergyGap === undefined ? '' : `, free-energy gap ${freeEnergyGap.toFixed(1)}`) +
    (heldOutLogLikelihood === undefined ? '' : `, log-likelihood ${heldOutLogLikelihood.toFixed(1)} held out`) +
    `, ${duration(seconds)}`
  );
};

const firstOf = (images: RbmDigits['train'], limit = images.size): RbmDigits['train'] =>
  limit >= images.size
    ? images
    : subset(
        images,
        Array.from({ length: limit }, (_, i) => i),
      );

const trained = async (
  start: Rbm,
  { train, test }: Pick<RbmDigits, 'train' | 'test'>,
  { training }: RbmTrainingPlan,
  job: RbmJob,
  resume?: Uint8Array,
): Promise<RbmTraining> => {
  const { options, signal } = job;
  const view = trainingView(job);
  return keepingCheckpoints(options.out, (onCheckpoint) =>
    trainRbm(start, train, {
      ...training,
      heldOut: test,
      ...(resume && { resume }),
      onCheckpoint,
      signal,
      onStep: ({ step, value }) => {
        view.update(step, value, `epoch ${value.epoch}`);
        if (value.record) job.note(epochLine(value.record, options.epochs));
      },
    }),
  ).finally(() => view.stop());
};

const tested = async (machine: Rbm, data: LabelledImages, job: RbmJob): Promise<Readonly<Record<string, unknown>>> => {
  const logs = await scoresOf(data, (images) => logDensity(machine, images), data.size, 'test', job);
  const level = { digits: meanOf(logs), ...ofEvenImages(machine) };
  if (!canEnumerate(machine)) return { n: logs.length, logDensity: level };
  const logZ = await exactLogPartition(machine);
  return { n: logs.length, logDensity: level, logZ, logLikelihood: level.digits - logZ };
};

const deliverInto = async (
  { rbm, history, ended }: RbmTraining,
  test: LabelledImages,
  begun: number,
  job: RbmJob,
): Promise<Outcome> => {
  const { out, save } = job.options;
  const file = join(out, 'rbm.safetensors');
  const bytes = rbmToSafetensors(rbm);
  await write(file, bytes);
  await writeFilters(join(out, 'filters.png'), rbm, job);
  const onTest = ended === 'stopped' ? undefined : await tested(rbm, test, job);
  const seconds = (performance.now() - begun) / 1000;
  const weights = save === undefined ? undefined : readSafetensors(bytes);
  const last = history.at(-1);
  return {
    json: { history, ended, ...(onTest && { test: onTest }), rbm: file, seconds },
    text:
      ended === 'finished'
        ? `trained in ${duration(seconds)}${last ? `, reconstruction error ${last.reconstruction.toFixed(4)}` : ''}\n${file}: interp rbm evaluate --model ${file} says how likely digits are`
        : `stopped after ${history.length} epochs; ${checkpointFile(out)} is kept, --resume goes on`,
    ...(weights && { tensors: [...weights.tensors], metadata: [...weights.metadata] }),
    ...(history.length > 0 && { picture: (say: Say) => rbmTrainingChart(history, say) }),
  };
};

/** Trains an RBM, with checkpoints, into a folder. */
export const trainRbmInto = async (job: RbmJob): Promise<Outcome> => {
  const { out, limit, resume } = job.options;
  if (/^\.(png|svg)$/i.test(extname(out)))
    throw new UsageError(`--out is ${JSON.stringify(out)}; expected a folder for the RBM`);
  const plan = rbmTrainingPlan(job.options);
  const found = await checkpointOf(checkpointFile(out));
  const replaced = resume ? undefined : refuseToOverwrite(found, out);
  if (resume && !found) job.note(`${out} has no checkpoint: the training starts anew`);
  await startBackendOf(job);
  const begun = performance.now();
  const digits = await rbmDigits(job, { drawn: job.options.drawn === true });
  const variant = plan.initial.variant!;
  const [train, test] = [seenBy({ variant }, firstOf(digits.train, limit)), seenBy({ variant }, digits.test)];
  if (job.signal.aborted) throw new Interrupted('interrupted before the first step');
  if (replaced !== undefined) job.note(replaced);
  const start = await initialRbm(train, plan.initial);
  try {
    const training = await trained(start, { train, test }, plan, job, resume ? found : undefined);
    try {
      return await deliverInto(training, test, begun, job);
    } finally {
      training.rbm.dispose();
    }
  } finally {
    start.dispose();
  }
};
