import { extname, join } from 'node:path';
import { classifier, float32Entry, type SafetensorsEntry } from '@interp/core';
import { saveModel } from '@interp/core/node';
import {
  decoder,
  encodeSnapshots,
  evaluateGan,
  trainGan,
  type GanEpochRecord,
  type GanEvaluation,
  type GanTraining,
} from '@interp/gan';
import { subset } from '@interp/mnist';
import { pretrained } from '@interp/pretrained';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { startBackendOf } from '../../../shell/backend.js';
import type { GanTrainingOptions } from './command.js';
import { Interrupted, UsageError } from '../../../shell/failure.js';
import { historyFile } from '../../gan/history-file.js';
import { ganTrainingChart } from './view.js';
import type { Job } from '../../../shell/job.js';
import type { Say } from '../../../shell/language.js';
import { keepingCheckpoints } from '../keeping-checkpoints.js';
import { checkpointFile, checkpointOf, refuseToOverwrite } from '../kept-checkpoint.js';
import type { Outcome } from '../../../shell/result.js';
import { write } from '../../../shell/places.js';
import { rbmDigits, type RbmDigits } from '../../../inputs/digits.js';
import { duration, percent } from '../../../shell/text.js';
import { ganNetworks, ganTrainOptions } from './train-options.js';
import { trainingView } from '../training-view.js';
import { evaluationText } from '../../gan/evaluate.js';

type GanJob = Job<GanTrainingOptions>;
type Networks = ReturnType<typeof ganNetworks>;

const epochLine = (
  { epoch, discriminatorLoss, generatorLoss, pairwiseAccuracy, seconds }: GanEpochRecord,
  epochs: number,
): string =>
  `epoch ${epoch} of ${epochs}: discriminator ${discriminatorLoss.toFixed(3)}, generator ${generatorLoss.toFixed(3)}, ` +
  `${percent(pairwiseAccuracy)} of the pairs told apart, ${duration(seconds)}`;

const trained = async (
  { makes, judges }: Networks,
  train: RbmDigits['train'],
  job: GanJob,
  resume?: Uint8Array,
): Promise<GanTraining> => {
  const { options, signal } = job;
  const view = trainingView(job);
  return keepingCheckpoints(options.out, (onCheckpoint) =>
    trainGan(makes, judges, train, {
      ...ganTrainOptions(options, train.size),
      ...(resume && { resume }),
      onCheckpoint,
      signal,
      onStep: ({ step, value }) => {
        view.update(step, value, `epoch ${value.epoch}, ${percent(value.pairwiseAccuracy)} told apart`);
        for (const { message, step: at } of value.diagnoses) job.note(`step ${at}: ${message}`);
        if (value.record) job.note(epochLine(value.record, options.epochs));
      },
    }),
  ).finally(() => view.stop());
};

const tested = async (makes: LayersModel, digits: RbmDigits, job: GanJob): Promise<GanEvaluation | undefined> => {
  const judge = await pretrained('lenet');
  const count = Math.min(10_000, digits.test.size);
  const view = job.progress('evaluation');
  try {
    return await evaluateGan(decoder(makes), classifier(judge), digits, {
      count,
      neighbours: 0,
      seed: job.options.seed,
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

const weightsOf = ({ makes, judges }: Networks): (readonly [string, SafetensorsEntry])[] =>
  Object.entries({ generator: makes, discriminator: judges }).flatMap(([name, model]) =>
    model.layers.flatMap((layer) =>
      layer.weights.map((weight): readonly [string, SafetensorsEntry] => [
        `${name}.${weight.originalName.replaceAll('/', '.')}`,
        float32Entry(weight.shape as number[], weight.read().dataSync<'float32'>()),
      ]),
    ),
  );

const deliverInto = async (
  networks: Networks,
  { history, ended, step, snapshots, diagnoses }: GanTraining,
  digits: RbmDigits,
  begun: number,
  job: GanJob,
): Promise<Outcome> => {
  const { out, save } = job.options;
  const file = await saveModel(networks.makes, out);
  await saveModel(networks.judges, join(out, 'discriminator'));
  await write(historyFile(out), encodeSnapshots(snapshots));
  const evaluation = ended === 'stopped' ? undefined : await tested(networks.makes, digits, job);
  const seconds = (performance.now() - begun) / 1000;
  return {
    json: {
      history,
      ended,
      step,
      diagnoses,
      digits: digits.source,
      ...(evaluation && { evaluation }),
      generator: file,
      seconds,
    },
    text: [
      ended === 'finished'
        ? `trained in ${duration(seconds)}`
        : `stopped after ${history.length} epochs; ${checkpointFile(out)} is kept, --resume goes on`,
      ...(evaluation ? [evaluationText(evaluation)] : []),
      `${file}: interp gan sample --model ${file} shows what it makes`,
    ].join('\n'),
    ...(save !== undefined && { tensors: weightsOf(networks) }),
    ...(history.length > 0 && { picture: (say: Say) => ganTrainingChart(history, say) }),
  };
};

/** Trains a generator against a discriminator, with checkpoints, into a folder. */
export const trainGanInto = async (job: GanJob): Promise<Outcome> => {
  const { out, limit, resume, drawn = false } = job.options;
  if (/^\.(png|svg|gif)$/i.test(extname(out)))
    throw new UsageError(`--out is ${JSON.stringify(out)}; expected a folder for the networks`);
  ganTrainOptions(job.options, 1);
  const found = await checkpointOf(checkpointFile(out));
  const replaced = resume ? undefined : refuseToOverwrite(found, out);
  if (resume && !found) job.note(`${out} has no checkpoint: the training starts anew`);
  await startBackendOf(job);
  const begun = performance.now();
  const all = await rbmDigits(job, { drawn });
  const n = Math.min(limit ?? all.train.size, all.train.size);
  const digits = {
    ...all,
    train:
      n < all.train.size
        ? subset(
            all.train,
            Array.from({ length: n }, (_, i) => i),
          )
        : all.train,
  };
  if (job.signal.aborted) throw new Interrupted('interrupted before the first step');
  if (replaced !== undefined) job.note(replaced);
  const networks = ganNetworks(job.options);
  try {
    const training = await trained(networks, digits.train, job, resume ? found : undefined);
    return await deliverInto(networks, training, digits, begun, job);
  } finally {
    networks.makes.dispose();
    networks.judges.dispose();
  }
};
