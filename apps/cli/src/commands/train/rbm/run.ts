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
  type RbmTrainingStep,
} from '@interp/rbm';
import type { Job, Result } from '../../../shell/job.js';
import { duration } from '../../../shell/text.js';
import { binariseForRbm } from '../../../models/rbm.js';
import { stoppedText, trainInFolder } from '../train-in-folder.js';
import { flags, planOf } from './methods.js';
import type { TrainOptions } from './options.js';
import { epochLine, filtersPicture } from './view.js';

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
  options: TrainOptions,
  job: Job,
): Promise<Result> => {
  const { out, save } = options;
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
        : stoppedText(options, history),
    tensors: weights && [...weights.tensors],
    metadata: weights && [...weights.metadata],
    picture: history.length > 0 ? async () => (await import('@interp/viz')).rbmTrainingChart(history) : undefined,
  };
};

/** Trains an RBM, with checkpoints, into a folder. */
export const run = async (options: TrainOptions, job: Job): Promise<Result> => {
  const { network, training } = planOf(options);
  const { epochs = trainRbmOptions.defaults.epochs } = training;
  return trainInFolder(options, { what: 'the RBM', flags }, job, async (digits, watch, begun) => {
    const variant = network.variant!;
    const [train, test] = [digits.train, digits.test].map((images) => binariseForRbm({ variant }, images));
    const texts = {
      remark: ({ epoch }: RbmTrainingStep) => `epoch ${epoch}`,
      notes: ({ record }: RbmTrainingStep) => (record ? [epochLine(record, epochs)] : []),
    };
    const start = await initialRbm(train, network);
    const result = await watch(texts, (hooks) =>
      trainRbm(start, train, { ...training, validation: test, ...hooks }),
    ).finally(() => start.dispose());
    return resultOf(result, test, begun, options, job).finally(() => result.rbm.dispose());
  });
};
