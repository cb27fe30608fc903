import { extname } from 'node:path';
import { classifier, readSafetensors, type LabelledImages } from '@interp/core';
import { saveModel } from '@interp/core/node';
import {
  evaluate,
  lenet,
  lenetToTorch,
  train,
  type EpochRecord,
  type Evaluation,
  type LossAndAccuracy,
  type TrainingResult,
} from '@interp/lenet';
import { subset } from '@interp/mnist';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { startBackendOf } from '../../../shell/backend.js';
import type { TrainLenetOptions } from './command.js';
import { Interrupted, UsageError } from '../../../shell/failure.js';
import { openMnist } from '../../../inputs/open-mnist.js';
import type { Job } from '../../../shell/job.js';
import type { Say } from '../../../shell/language.js';
import { checkpointFile, checkpointOf, refuseToOverwrite } from '../kept-checkpoint.js';
import type { Outcome } from '../../../shell/result.js';
import { write } from '../../../shell/places.js';
import { duration, percent } from '../../../shell/text.js';
import { trainOptions } from './train-options.js';
import { trainingView } from '../training-view.js';
import { evaluationText } from '../../evaluate/run.js';

const judged = ({ loss, accuracy }: LossAndAccuracy): string => `loss ${loss.toFixed(4)}, ${percent(accuracy)} right`;

const epochLine = (record: EpochRecord, epochs: number): string => {
  const { epoch, clean, adversarial, seconds, validation } = record;
  return [
    `epoch ${epoch} of ${epochs}: ` +
      (clean && adversarial ? `clean ${judged(clean)}, adversarial ${judged(adversarial)}` : judged(record)),
    ...(validation ? [`validation ${percent(validation.accuracy)}`] : []),
    ...(validation?.adversarial ? [`under attack ${percent(validation.adversarial.accuracy)}`] : []),
    duration(seconds),
  ].join(', ');
};

const pictureOf = async (history: readonly EpochRecord[], say: Say): Promise<string> => {
  const { lineChart } = await import('@interp/viz');
  const line = (name: string, value: (record: EpochRecord) => number | undefined) => {
    const known = history.filter((record) => value(record) !== undefined);
    return { name, x: known.map(({ epoch }) => epoch), y: known.map((record) => value(record) ?? 0) };
  };
  const against = history.some(({ adversarial }) => adversarial);
  const lines = [
    ...(against
      ? [
          line(say('clean', 'limpias'), ({ clean }) => clean?.loss),
          line(say('adversarial', 'adversarias'), ({ adversarial }) => adversarial?.loss),
        ]
      : [line(say('training', 'entrenamiento'), ({ loss }) => loss)]),
    line(say('validation', 'validación'), ({ validation }) => validation?.loss),
    line(say('validation, adversarial', 'validación, adversarias'), ({ validation }) => validation?.adversarial?.loss),
  ];
  return lineChart(
    lines.filter(({ y }) => y.length > 0),
    { title: say('Loss', 'Pérdida'), xTitle: say('epoch', 'época'), yTitle: say('loss', 'pérdida') },
  );
};

const tested = async (model: LayersModel, data: LabelledImages, job: Job<TrainLenetOptions>): Promise<Evaluation> => {
  const view = job.progress('test', data.size);
  return evaluate(classifier(model), data, { onStep: ({ value }) => view.update(value.done) }).finally(() =>
    view.stop(),
  );
};

const trained = async (
  model: LayersModel,
  data: LabelledImages,
  job: Job<TrainLenetOptions>,
  resume?: Uint8Array,
): Promise<TrainingResult> => {
  const { options, signal } = job;
  const { out, epochs = 5 } = options;
  const view = trainingView(job);
  return train(model, data, {
    ...trainOptions(options),
    ...(resume && { resume }),
    onCheckpoint: (bytes) => write(checkpointFile(out), bytes),
    signal,
    onStep: ({ step, value }) => {
      view.update(step, value, `epoch ${value.epoch}, loss ${value.loss.toFixed(3)}`);
      if (value.record) job.note(epochLine(value.record, epochs));
    },
  }).finally(() => view.stop());
};

const trainInto = async (
  model: LayersModel,
  data: LabelledImages,
  test: LabelledImages,
  job: Job<TrainLenetOptions>,
  resume?: Uint8Array,
): Promise<Outcome> => {
  const { out, save } = job.options;
  const begun = performance.now();
  const { history, ended } = await trained(model, data, job, resume);
  const file = await saveModel(model, out);
  const evaluation = ended === 'stopped' ? undefined : await tested(model, test, job);
  const weights = save === undefined ? undefined : readSafetensors(await lenetToTorch(model));
  const seconds = (performance.now() - begun) / 1000;
  const { accuracy, perClass, confusion, n, loss } = evaluation ?? {};
  const onTest = evaluation && { test: { accuracy, perClass, confusion, n, loss } };
  return {
    json: { history, ended, ...onTest, model: file, seconds },
    text: evaluation
      ? `trained in ${duration(seconds)}\non the test digits: ${evaluationText(evaluation)}`
      : `stopped after ${history.length} epochs; ${checkpointFile(out)} is kept, --resume goes on`,
    ...(weights && { tensors: [...weights.tensors], metadata: [...weights.metadata] }),
    ...(history.length > 0 && { picture: (say: Say) => pictureOf(history, say) }),
  };
};

/** Trains the LeNet on MNIST, with checkpoints, into a folder. */
export const trainLenet = async (job: Job<TrainLenetOptions>): Promise<Outcome> => {
  const { out, limit, activation, seed, resume } = job.options;
  if (/^\.(png|svg)$/i.test(extname(out)))
    throw new UsageError(`--out is ${JSON.stringify(out)}; expected a folder for the model`);
  trainOptions(job.options);
  const found = await checkpointOf(checkpointFile(out));
  const replaced = resume ? undefined : refuseToOverwrite(found, out);
  if (resume && !found) job.note(`${out} has no checkpoint: the training starts anew`);
  await startBackendOf(job);
  const all = await openMnist('train', job);
  const test = await openMnist('test', job);
  const first = Array.from({ length: Math.min(limit ?? all.size, all.size) }, (_, i) => i);
  const data = first.length === all.size ? all : subset(all, first);
  if (job.signal.aborted) throw new Interrupted('interrupted before the first step');
  if (replaced !== undefined) job.note(replaced);
  const model = lenet({ activation, seed });
  try {
    return await trainInto(model, data, test, job, resume ? found : undefined);
  } finally {
    model.dispose();
  }
};
