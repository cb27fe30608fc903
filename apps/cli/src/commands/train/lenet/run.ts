import { classifier, type LabelledImages } from '@interp/core';
import { readSafetensors } from '@interp/files';
import { saveModel } from '@interp/files/node';
import {
  evaluate,
  lenet,
  lenetToTorch,
  train,
  trainOptions,
  type Evaluation,
  type TrainingResult,
} from '@interp/lenet';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { readDigits } from '../../../inputs/digits.js';
import { Interrupted } from '../../../shell/failure.js';
import type { Job, Result } from '../../../shell/job.js';
import { duration } from '../../../shell/text.js';
import { evaluationText } from '../../evaluate/view.js';
import { checkpointFile, openFolder, withCheckpoints } from '../checkpoints.js';
import { flags, planOf } from './methods.js';
import type { TrainOptions } from './options.js';
import { epochLine, lossPicture } from './view.js';

const evaluateOn = (test: LabelledImages, model: LayersModel, job: Job): Promise<Evaluation> => {
  const view = job.progress('test', test.size);
  const onStep = ({ value }: { readonly value: { readonly done: number } }): void => view.update(value.done);
  return evaluate(classifier(model), test, { onStep }).finally(() => view.stop());
};

const resultOf = async (
  model: LayersModel,
  { history, ended }: TrainingResult,
  test: LabelledImages,
  begun: number,
  { out, save }: TrainOptions,
  job: Job,
): Promise<Result> => {
  const file = await saveModel(model, out, { bounds: [-1, 1], channels: 'grey' });
  const evaluation = ended === 'stopped' ? undefined : await evaluateOn(test, model, job);
  const weights = save === undefined ? undefined : readSafetensors(await lenetToTorch(model));
  const seconds = (performance.now() - begun) / 1000;
  const { accuracy, perClass, confusion, n, loss } = evaluation ?? {};
  return {
    json: { history, ended, test: evaluation && { accuracy, perClass, confusion, n, loss }, model: file, seconds },
    text: evaluation
      ? `trained in ${duration(seconds)}\non the test digits: ${evaluationText(evaluation)}`
      : `stopped after ${history.length} epochs; ${checkpointFile(out)} is kept, --resume goes on`,
    tensors: weights && [...weights.tensors],
    metadata: weights && [...weights.metadata],
    picture: history.length > 0 ? () => lossPicture(history) : undefined,
  };
};

/** Trains the LeNet on MNIST, with checkpoints, into a folder. */
export const run = async (options: TrainOptions, job: Job): Promise<Result> => {
  const { out, limit } = options;
  const { network, training } = planOf(options);
  const { epochs = trainOptions.defaults.epochs } = training;
  const { resume, announce } = await openFolder(options, 'the model', job);
  await job.startBackend();
  const { train: digits, test } = await readDigits(options, job, { limit });
  if (job.signal.aborted) throw new Interrupted('interrupted before the first step');
  announce();
  const begun = performance.now();
  const model = lenet(network);
  try {
    const trained = await withCheckpoints({ out, flags }, job, ({ onCheckpoint, show }) =>
      train(model, digits, {
        ...training,
        resume,
        onCheckpoint,
        signal: job.signal,
        onStep: ({ step, value }) => {
          show(step, value, `epoch ${value.epoch}, loss ${value.loss.toFixed(3)}`);
          if (value.record) job.note(epochLine(value.record, epochs));
        },
      }),
    );
    return await resultOf(model, trained, test, begun, options, job);
  } finally {
    model.dispose();
  }
};
