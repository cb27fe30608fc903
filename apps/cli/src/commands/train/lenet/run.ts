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
  type TrainingStep,
} from '@interp/lenet';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Job, Result } from '../../../shell/job.js';
import { duration } from '../../../shell/text.js';
import { evaluationText } from '../../evaluate/view.js';
import { stoppedText, trainInFolder } from '../train-in-folder.js';
import { flags, planOf } from './methods.js';
import type { TrainOptions } from './options.js';
import { epochLine } from './view.js';

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
  options: TrainOptions,
  job: Job,
): Promise<Result> => {
  const { out, save } = options;
  const file = await saveModel(model, out, { bounds: [-1, 1], channels: 'grey' });
  const evaluation = ended === 'stopped' ? undefined : await evaluateOn(test, model, job);
  const weights = save === undefined ? undefined : readSafetensors(await lenetToTorch(model));
  const seconds = (performance.now() - begun) / 1000;
  const { accuracy, perClass, confusion, n, loss } = evaluation ?? {};
  return {
    json: { history, ended, test: evaluation && { accuracy, perClass, confusion, n, loss }, model: file, seconds },
    text: evaluation
      ? `trained in ${duration(seconds)}\non the test digits: ${evaluationText(evaluation)}`
      : stoppedText(options, history),
    tensors: weights && [...weights.tensors],
    metadata: weights && [...weights.metadata],
    picture:
      history.length > 0 ? async () => (await import('@interp/viz')).classifierTrainingChart(history) : undefined,
  };
};

/** Trains the LeNet on MNIST, with checkpoints, into a folder. */
export const run = async (options: TrainOptions, job: Job): Promise<Result> => {
  const { network, training } = planOf(options);
  const { epochs = trainOptions.defaults.epochs } = training;
  return trainInFolder(options, { what: 'the model', flags }, job, async (digits, watch, begun) => {
    const model = lenet(network);
    try {
      const texts = {
        remark: ({ epoch, loss }: TrainingStep) => `epoch ${epoch}, loss ${loss.toFixed(3)}`,
        notes: ({ record }: TrainingStep) => (record ? [epochLine(record, epochs)] : []),
      };
      const result = await watch(texts, (hooks) => train(model, digits.train, { ...training, ...hooks }));
      return await resultOf(model, result, digits.test, begun, options, job);
    } finally {
      model.dispose();
    }
  });
};
