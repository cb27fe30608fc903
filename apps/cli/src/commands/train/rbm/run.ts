import { join } from 'node:path';
import type { LabelledImages } from '@interp/core';
import { readSafetensors } from '@interp/files';
import {
  canEnumerate,
  evaluateRbm,
  initialRbm,
  rbmToSafetensors,
  trainRbm,
  trainRbmOptions,
  type Rbm,
  type RbmTraining,
} from '@interp/rbm';
import { readDigits } from '../../../inputs/digits.js';
import { Interrupted } from '../../../shell/failure.js';
import type { Job, Result } from '../../../shell/job.js';
import { duration } from '../../../shell/text.js';
import { binariseForRbm } from '../../../models/rbm.js';
import { checkpointFile, openFolder, withCheckpoints } from '../checkpoints.js';
import { flags, planOf } from './methods.js';
import type { TrainOptions } from './options.js';
import { epochLine, filtersPicture, trainingPicture } from './view.js';

const evaluateOn = async (data: LabelledImages, rbm: Rbm, job: Job): Promise<Readonly<Record<string, unknown>>> => {
  const view = job.progress('test', data.size);
  const { logDensities, logDensity, logLikelihood, partition } = await evaluateRbm(rbm, data, {
    method: canEnumerate(rbm) ? 'exact' : 'none',
    onStep: ({ value }) => {
      if (value.phase === 'images') view.update(value.step);
    },
  }).finally(() => view.stop());
  const { images, ...uniform } = logDensity;
  return {
    n: logDensities.length,
    logDensity: { digits: images, ...uniform },
    logZ: partition?.logZ,
    logLikelihood: logLikelihood?.images,
  };
};

const resultOf = async (
  { rbm, history, ended }: RbmTraining,
  digits: LabelledImages,
  begun: number,
  { out, save }: TrainOptions,
  job: Job,
): Promise<Result> => {
  const file = join(out, 'rbm.safetensors');
  const bytes = rbmToSafetensors(rbm);
  await job.write(file, bytes);
  await job.write(join(out, 'filters.png'), await filtersPicture(rbm, job));
  const test = ended === 'stopped' ? undefined : await evaluateOn(digits, rbm, job);
  const seconds = (performance.now() - begun) / 1000;
  const weights = save === undefined ? undefined : readSafetensors(bytes);
  const last = history.at(-1);
  return {
    json: { history, ended, test, rbm: file, seconds },
    text:
      ended === 'finished'
        ? `trained in ${duration(seconds)}${last ? `, reconstruction error ${last.reconstruction.toFixed(4)}` : ''}\n${file}: interp rbm evaluate --model ${file} says how likely digits are`
        : `stopped after ${history.length} epochs; ${checkpointFile(out)} is kept, --resume goes on`,
    tensors: weights && [...weights.tensors],
    metadata: weights && [...weights.metadata],
    picture: history.length > 0 ? () => trainingPicture(history) : undefined,
  };
};

/** Trains an RBM, with checkpoints, into a folder. */
export const run = async (options: TrainOptions, job: Job): Promise<Result> => {
  const { out, limit } = options;
  const { network, training } = planOf(options);
  const { epochs = trainRbmOptions.defaults.epochs } = training;
  const { resume, announce } = await openFolder(options, 'the RBM', job);
  await job.startBackend();
  const begun = performance.now();
  const digits = await readDigits(options, job, { limit });
  const variant = network.variant!;
  const [train, test] = [binariseForRbm({ variant }, digits.train), binariseForRbm({ variant }, digits.test)];
  if (job.signal.aborted) throw new Interrupted('interrupted before the first step');
  announce();
  const start = await initialRbm(train, network);
  try {
    const trained = await withCheckpoints({ out, flags }, job, ({ onCheckpoint, show }) =>
      trainRbm(start, train, {
        ...training,
        validation: test,
        resume,
        onCheckpoint,
        signal: job.signal,
        onStep: ({ step, value }) => {
          show(step, value, `epoch ${value.epoch}`);
          if (value.record) job.note(epochLine(value.record, epochs));
        },
      }),
    );
    try {
      return await resultOf(trained, test, begun, options, job);
    } finally {
      trained.rbm.dispose();
    }
  } finally {
    start.dispose();
  }
};
