import { classifier, type LabelledImages } from '@interp/core';
import { saveModel } from '@interp/files/node';
import * as lenets from '@interp/lenet';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Job, Result } from '../../../shell/job.js';
import { withProgress } from '../../../shell/terminal/progress.js';
import { evaluationText } from '../../evaluate/view.js';
import { inFlags } from '../../../shell/flags.js';
import { optionsIn } from '../../../shell/options-in.js';
import { sameFlags, type FlagsOf } from '../flags.js';
import { trainInFolder } from '../train-in-folder.js';
import { adversarialOf } from './adversarial.js';
import type { TrainOptions } from './options.js';

/** The flags of what a checkpoint depends on. */
const flags: FlagsOf = {
  ...sameFlags('loss optimizer optimizer.momentum schedule weightDecay augment.shift augment.rotate validation'),
  ...sameFlags('earlyStop.patience targetAccuracy adversarial adversarial.epsilon adversarial.ramp'),
  model: '--activation',
  'adversarial.steps': '--attack-steps',
  'adversarial.beta': '--trades-beta',
  'earlyStop.minDelta': '',
};

const kind = {
  what: 'the model',
  flags,
  epochText: lenets.epochText,
  remark: ({ loss }: lenets.TrainingStep) => `, loss ${loss.toFixed(3)}`,
};

const evaluateOn = (test: LabelledImages, model: LayersModel, job: Job): Promise<lenets.Evaluation> =>
  withProgress(job, 'test', test.size, (update) =>
    lenets.evaluate(classifier(model), test, { onStep: ({ value }) => update(value.done) }),
  );

/** Trains the LeNet on MNIST, with checkpoints, into a folder. */
export const run = async (options: TrainOptions, job: Job): Promise<Result> => {
  const given = optionsIn(lenets.lenetRecipeOptions, options);
  const { network, training } = inFlags(() => lenets.lenetRecipeOf(given));
  const adversarial = adversarialOf(options);
  return trainInFolder(options, kind, job, async ({ train: digits, test }, watch, done) => {
    const model = lenets.lenet(network);
    try {
      const { history, ended } = await watch((hooks) =>
        lenets.train(model, digits, { ...training, adversarial, ...hooks }),
      );
      const file = await saveModel(model, options.out, { bounds: [-1, 1], channels: 'grey' });
      const evaluation = ended === 'stopped' ? undefined : await evaluateOn(test, model, job);
      const { accuracy, perClass, confusion, n, loss } = evaluation ?? {};
      return await done({
        history,
        ended,
        found: { test: evaluation && { accuracy, perClass, confusion, n, loss }, model: file },
        lines: evaluation ? [`on the test digits: ${evaluationText(evaluation)}`] : [],
        weights: () => lenets.lenetToTorch(model),
        chart: ({ classifierTrainingChart }) => classifierTrainingChart(history),
      });
    } finally {
      model.dispose();
    }
  });
};
