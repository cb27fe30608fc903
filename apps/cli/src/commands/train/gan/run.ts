import { join } from 'node:path';
import { classifier } from '@interp/core';
import { float32Entry } from '@interp/files';
import { saveModel } from '@interp/files/node';
import { decoder, encodeSnapshots, evaluateGan, trainGan, type GanEvaluation, type GanTraining } from '@interp/gan';
import { pretrained } from '@interp/pretrained';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { readDigits, type Digits } from '../../../inputs/digits.js';
import { Interrupted } from '../../../shell/failure.js';
import type { Job, Result } from '../../../shell/job.js';
import { duration, percent } from '../../../shell/text.js';
import { historyFile } from '../../gan/history.js';
import { evaluationText } from '../../gan/view.js';
import { checkpointFile, openFolder, withCheckpoints } from '../checkpoints.js';
import { flags, networksOf, trainingOf, type Networks } from './methods.js';
import type { TrainOptions } from './options.js';
import { epochLine, trainingPicture } from './view.js';

/** Evaluates the generator; nothing where it is interrupted. */
const evaluateOn = async (
  digits: Digits,
  generator: LayersModel,
  { seed }: TrainOptions,
  job: Job,
): Promise<GanEvaluation | undefined> => {
  const judge = await pretrained('lenet');
  const view = job.progress('evaluation');
  try {
    return await evaluateGan(decoder(generator), classifier(judge), digits, {
      count: Math.min(10_000, digits.test.size),
      neighbours: 0,
      seed,
      signal: job.signal,
      onStep: ({ value }) => view.update(value.done, value.doing),
    });
  } catch (error) {
    if ((error as { name?: unknown }).name === 'AbortError') return undefined;
    throw error;
  } finally {
    view.stop();
    judge.dispose();
  }
};

const weightsOf = (networks: Networks): NonNullable<Result['tensors']> =>
  Object.entries(networks).flatMap(([name, model]: [string, LayersModel]) =>
    model.layers.flatMap((layer) =>
      layer.weights.map((weight) => {
        const values = weight.read().dataSync<'float32'>();
        return [
          `${name}.${weight.originalName.replaceAll('/', '.')}`,
          float32Entry(weight.shape as number[], values),
        ] as const;
      }),
    ),
  );

const resultOf = async (
  networks: Networks,
  { history, ended, step, snapshots, diagnoses }: GanTraining,
  digits: Digits,
  begun: number,
  options: TrainOptions,
  job: Job,
): Promise<Result> => {
  const { out, save } = options;
  const file = await saveModel(networks.generator, out);
  await saveModel(networks.discriminator, join(out, 'discriminator'));
  await job.write(historyFile(out), encodeSnapshots(snapshots));
  const evaluation = ended === 'stopped' ? undefined : await evaluateOn(digits, networks.generator, options, job);
  const seconds = (performance.now() - begun) / 1000;
  return {
    json: { history, ended, step, diagnoses, digits: digits.source, evaluation, generator: file, seconds },
    text: [
      ended === 'finished'
        ? `trained in ${duration(seconds)}`
        : `stopped after ${history.length} epochs; ${checkpointFile(out)} is kept, --resume goes on`,
      ...(evaluation ? [evaluationText(evaluation)] : []),
      `${file}: interp gan sample --model ${file} shows what it makes`,
    ].join('\n'),
    tensors: save === undefined ? undefined : weightsOf(networks),
    picture: history.length > 0 ? () => trainingPicture(history) : undefined,
  };
};

/** Trains a generator against a discriminator, with checkpoints, into a folder. */
export const run = async (options: TrainOptions, job: Job): Promise<Result> => {
  const { out, limit } = options;
  const { epochs } = trainingOf(options, 1);
  const { resume, announce } = await openFolder(options, 'the networks', job);
  await job.startBackend();
  const begun = performance.now();
  const digits = await readDigits(options, job, { limit });
  if (job.signal.aborted) throw new Interrupted('interrupted before the first step');
  announce();
  const networks = networksOf(options);
  const { generator, discriminator } = networks;
  try {
    const trained = await withCheckpoints({ out, flags }, job, ({ onCheckpoint, show }) =>
      trainGan(generator, discriminator, digits.train, {
        ...trainingOf(options, digits.train.size),
        resume,
        onCheckpoint,
        signal: job.signal,
        onStep: ({ step, value }) => {
          show(step, value, `epoch ${value.epoch}, ${percent(value.pairwiseAccuracy)} told apart`);
          for (const { message, step: at } of value.diagnoses) job.note(`step ${at}: ${message}`);
          if (value.record) job.note(epochLine(value.record, epochs));
        },
      }),
    );
    return await resultOf(networks, trained, digits, begun, options, job);
  } finally {
    generator.dispose();
    discriminator.dispose();
  }
};
