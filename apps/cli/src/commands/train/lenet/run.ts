import { classifier, type LabelledImages } from '@interp/core';
import { saveModel } from '@interp/files/node';
import { epochText, evaluate, lenet, lenetToTorch, train, type Evaluation, type TrainingStep } from '@interp/lenet';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Job, Result } from '../../../shell/job.js';
import { withProgress } from '../../../shell/terminal/progress.js';
import { evaluationText } from '../../evaluate/view.js';
import { trainInFolder } from '../train-in-folder.js';
import { flags, planOf } from './methods.js';
import type { TrainOptions } from './options.js';

const kind = { what: 'the model', flags, epochText, remark: ({ loss }: TrainingStep) => `, loss ${loss.toFixed(3)}` };

const evaluateOn = (test: LabelledImages, model: LayersModel, job: Job): Promise<Evaluation> =>
  withProgress(job, 'test', test.size, (update) =>
    evaluate(classifier(model), test, { onStep: ({ value }) => update(value.done) }),
  );

/** Trains the LeNet on MNIST, with checkpoints, into a folder. */
export const run = async (options: TrainOptions, job: Job): Promise<Result> => {
  const { network, training } = planOf(options);
  return trainInFolder(options, kind, job, async ({ train: digits, test }, watch, done) => {
    const model = lenet(network);
    try {
      const { history, ended } = await watch((hooks) => train(model, digits, { ...training, ...hooks }));
      const file = await saveModel(model, options.out, { bounds: [-1, 1], channels: 'grey' });
      const evaluation = ended === 'stopped' ? undefined : await evaluateOn(test, model, job);
      const { accuracy, perClass, confusion, n, loss } = evaluation ?? {};
      return await done({
        history,
        ended,
        found: { test: evaluation && { accuracy, perClass, confusion, n, loss }, model: file },
        lines: evaluation ? [`on the test digits: ${evaluationText(evaluation)}`] : [],
        weights: () => lenetToTorch(model),
        chart: ({ classifierTrainingChart }) => classifierTrainingChart(history),
      });
    } finally {
      model.dispose();
    }
  });
};
