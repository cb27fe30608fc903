import { join } from 'node:path';
import { classifier } from '@interp/core';
import { float32Entry } from '@interp/files';
import { saveModel } from '@interp/files/node';
import {
  decoder,
  encodeSnapshots,
  evaluateGan,
  trainGan,
  trainGanOptions,
  type GanEvaluation,
  type GanTraining,
  type GanTrainingStep,
} from '@interp/gan';
import { pretrained } from '@interp/pretrained';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Digits } from '../../../inputs/digits.js';
import type { Job, Result } from '../../../shell/job.js';
import { duration, percent } from '../../../shell/text.js';
import { historyFile } from '../../gan/history.js';
import { evaluationText } from '../../gan/view.js';
import { stoppedText, trainInFolder } from '../train-in-folder.js';
import { flags, networksOf, trainingOf, type Networks } from './methods.js';
import type { TrainOptions } from './options.js';
import { epochLine } from './view.js';

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
      ended === 'finished' ? `trained in ${duration(seconds)}` : stoppedText(options, history),
      ...(evaluation ? [evaluationText(evaluation)] : []),
      `${file}: interp gan sample --model ${file} shows what it makes`,
    ].join('\n'),
    tensors: save === undefined ? undefined : weightsOf(networks),
    picture: history.length > 0 ? async () => (await import('@interp/viz')).ganTrainingChart(history) : undefined,
  };
};

/** Trains a generator against a discriminator, with checkpoints, into a folder. */
export const run = async (options: TrainOptions, job: Job): Promise<Result> => {
  const training = trainingOf(options);
  const { epochs = trainGanOptions.defaults.epochs } = training;
  return trainInFolder(options, { what: 'the networks', flags }, job, async (digits, watch, begun) => {
    const networks = networksOf(options);
    const { generator, discriminator } = networks;
    const texts = {
      remark: ({ epoch, pairwiseAccuracy }: GanTrainingStep) =>
        `epoch ${epoch}, ${percent(pairwiseAccuracy)} told apart`,
      notes: ({ diagnoses, record }: GanTrainingStep) => [
        ...diagnoses.map(({ message, step }) => `step ${step}: ${message}`),
        ...(record ? [epochLine(record, epochs)] : []),
      ],
    };
    try {
      const result = await watch(texts, (hooks) =>
        trainGan(generator, discriminator, digits.train, { ...training, ...hooks }),
      );
      return await resultOf(networks, result, digits, begun, options, job);
    } finally {
      generator.dispose();
      discriminator.dispose();
    }
  });
};
