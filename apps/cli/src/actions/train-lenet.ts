import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import {
  classifier,
  InterpError,
  isInterpError,
  readSafetensors,
  type LabelledImages,
  type SafetensorsEntry,
} from '@interp/core';
import { saveModel } from '@interp/core/node';
import {
  adam,
  constantRate,
  cosineRate,
  crossEntropy,
  evaluate,
  lenet,
  lenetToTorch,
  meanSquaredError,
  oneCycleRate,
  sgd,
  stepRate,
  train,
  type EpochRecord,
  type Evaluation,
  type Loss,
  type Optimizer,
  type Schedule,
  type TrainOptions,
} from '@interp/lenet';
import { subset } from '@interp/mnist';
import { startBackend } from '../backend.js';
import type { TrainLenetOptions } from '../commands/train.js';
import { Interrupted, UsageError } from '../failure.js';
import { openMnist } from '../inputs/open-mnist.js';
import type { Job } from '../job.js';
import type { Outcome } from '../outcome.js';
import { write } from '../places.js';
import { duration, percent } from '../text.js';
import { evaluationText } from './evaluate.js';

/** What the names on the command line stand for. */
const losses: Readonly<Record<TrainLenetOptions['loss'], Loss>> = {
  'cross-entropy': crossEntropy,
  'mean-squared-error': meanSquaredError,
};
const schedules: Readonly<Record<TrainLenetOptions['schedule'], () => Schedule>> = {
  'one-cycle': oneCycleRate,
  cosine: cosineRate,
  step: stepRate,
  constant: constantRate,
};
const optimizerOf = ({ optimizer, momentum = 0 }: TrainLenetOptions): Optimizer => {
  if (optimizer === 'sgd') return sgd({ momentum });
  if (momentum > 0) throw new InterpError('bad-option', '--momentum is for --optimizer sgd; leave it out for adam');
  return adam();
};

const trainOptions = (options: TrainLenetOptions): TrainOptions => {
  const { epochs, batch, rate, weightDecay, validation, patience, shift = 0, rotate = 0 } = options;
  return {
    loss: losses[options.loss],
    optimizer: optimizerOf(options),
    schedule: schedules[options.schedule](),
    seed: options.seed,
    checkpointEvery: options.checkpointEvery,
    ...(epochs !== undefined && { epochs }),
    ...(batch !== undefined && { batch }),
    ...(rate !== undefined && { rate }),
    ...(weightDecay !== undefined && { weightDecay }),
    ...(validation !== undefined && { validation }),
    ...(patience !== undefined && { earlyStop: { patience } }),
    ...((shift > 0 || rotate > 0) && { augment: { shift, rotate } }),
  };
};

const checkpointOf = async (file: string): Promise<Uint8Array | undefined> => {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new InterpError('bad-file', `the checkpoint ${file} cannot be read; expected a file`, { cause: error });
  }
};

/** Work of hours is not written over by a word left out. */
const refuseToOverwrite = (checkpoint: Uint8Array | undefined, out: string): void => {
  if (!checkpoint) return;
  let unfinished: boolean;
  try {
    const progress = JSON.parse(readSafetensors(checkpoint).metadata.get('progress') ?? '{}') as { finished?: boolean };
    unfinished = progress.finished === false;
  } catch (error) {
    if (!isInterpError(error) && !(error instanceof SyntaxError)) throw error;
    unfinished = false;
  }
  if (unfinished)
    throw new InterpError(
      'bad-option',
      `${out} holds a training that is not finished; add --resume to go on, or name another --out`,
    );
};

const epochLine = ({ epoch, loss, accuracy, seconds, validation }: EpochRecord, epochs: number): string =>
  `epoch ${epoch} of ${epochs}: loss ${loss.toFixed(4)}, ${percent(accuracy)} right` +
  (validation ? `, validation ${percent(validation.accuracy)}` : '') +
  `, ${duration(seconds)}`;

const pictureOf = async (history: readonly EpochRecord[]): Promise<string> => {
  const { lineChart } = await import('@interp/viz');
  const line = (name: string, value: (record: EpochRecord) => number | undefined) => {
    const known = history.filter((record) => value(record) !== undefined);
    return { name, x: known.map(({ epoch }) => epoch), y: known.map((record) => value(record) ?? 0) };
  };
  const lines = [line('training', ({ loss }) => loss), line('validation', ({ validation }) => validation?.loss)];
  return lineChart(
    lines.filter(({ y }) => y.length > 0),
    { title: 'Loss', xTitle: 'epoch', yTitle: 'loss' },
  );
};

const tested = async (
  model: Parameters<typeof classifier>[0],
  data: LabelledImages,
  job: Job<TrainLenetOptions>,
): Promise<Evaluation> => {
  const view = job.progress('test', data.size);
  return evaluate(classifier(model), data, { onStep: ({ value }) => view.update(value.done) }).finally(() =>
    view.stop(),
  );
};

/** Trains the LeNet on MNIST, with checkpoints, into a folder. */
export const trainLenet = async (job: Job<TrainLenetOptions>): Promise<Outcome> => {
  const { options, signal } = job;
  const { out, limit, activation, seed, epochs = 5 } = options;
  if (/^\.(png|svg)$/i.test(extname(out)))
    throw new UsageError(`--out is ${JSON.stringify(out)}; expected a folder for the model`);
  const settings = trainOptions(options);
  const file = join(out, 'checkpoint.safetensors');
  const found = await checkpointOf(file);
  if (!options.resume) refuseToOverwrite(found, out);
  if (options.resume && !found) job.note(`${out} has no checkpoint: the training starts anew`);
  await startBackend(job);
  const all = await openMnist('train', job);
  const test = await openMnist('test', job);
  const data =
    limit === undefined || limit >= all.size
      ? all
      : subset(
          all,
          Uint32Array.from({ length: limit }, (_, i) => i),
        );
  if (signal.aborted) throw new Interrupted('interrupted before the first step');
  const model = lenet({ activation, seed });
  let view = job.progress('training');
  let before = 0;
  const begun = performance.now();
  const { history, ended } = await train(model, data, {
    ...settings,
    ...(options.resume && found && { resume: found }),
    onCheckpoint: (bytes) => write(file, bytes),
    signal,
    onStep: ({ step, value }) => {
      if (step === 1) {
        before = value.step - 1;
        view = job.progress('training', value.steps - before);
      }
      view.update(value.step - before, `epoch ${value.epoch}, loss ${value.loss.toFixed(3)}`);
      if (value.record) job.note(epochLine(value.record, epochs));
    },
  }).finally(() => view.stop());
  const modelFile = await saveModel(model, out);
  const evaluation = ended === 'stopped' ? undefined : await tested(model, test, job);
  const weights = options.save === undefined ? undefined : readSafetensors(await lenetToTorch(model));
  model.dispose();
  const seconds = (performance.now() - begun) / 1000;
  const { accuracy, perClass, confusion, n, loss } = evaluation ?? {};
  const tensors: readonly (readonly [string, SafetensorsEntry])[] = weights ? [...weights.tensors] : [];
  return {
    json: {
      history,
      ended,
      ...(evaluation && { test: { accuracy, perClass, confusion, n, loss } }),
      model: modelFile,
      seconds,
    },
    text: evaluation
      ? `trained in ${duration(seconds)}\non the test digits: ${evaluationText(evaluation)}`
      : `stopped after ${history.length} epochs; ${file} is kept, --resume goes on`,
    ...(weights && { tensors, metadata: [...weights.metadata] }),
    ...(history.length > 0 && { picture: () => pictureOf(history) }),
  };
};
