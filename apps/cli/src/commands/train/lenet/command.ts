import { recipeText, trainingCommand } from '../options.js';
import { lenetTexts, type TrainOptions } from './options.js';

const loadDefaults = async () => {
  const [lenet, adversarial] = await Promise.all([import('@interp/lenet'), import('@interp/adversarial')]);
  const { loss, optimizer, schedule, ...training } = lenet.trainOptions.defaults;
  const { steps: attackSteps, ramp, beta: tradesBeta } = adversarial.tradesTrainingOptions.defaults;
  return {
    ...lenet.lenetOptions.defaults,
    ...training,
    ...lenet.sgdOptions.defaults,
    ...lenet.augmentationOptions.defaults,
    ...{ loss: loss.name, optimizer: optimizer.name, schedule: schedule.name, attackSteps, ramp, tradesBeta },
    ...{ adamRate: lenet.adam().rate, sgdRate: lenet.sgd().rate },
  };
};

/** `interp train lenet` */
export const trainLenetCommand = trainingCommand<TrainOptions>('lenet', {
  says: 'train the LeNet on MNIST',
  folder: 'folder for the model, its checkpoint and the history',
  first: recipeText,
  own: lenetTexts,
  defaults: loadDefaults,
  help: `
Without --out the folder is out/lenet. It gets model.json and its weights,
checkpoint.safetensors, training.json (the history) and training.png.
Ctrl-C keeps a checkpoint; the same command with --resume goes on from there, to the very same weights.

With --recipe thesis it is trained as the thesis tells it, to 96 %: by PyTorch's
tutorial, four images at a time, until 95.5 % of the digits held out are right. That
takes 110,000 steps or so; options that are given beside it take the place of its own.

With --adversarial the history has the loss on the images themselves (clean) and on
the examples made from them (adversarial); interp evaluate --robust measures the
result. A step of fgsm takes a little over twice as long as one without, a step of
pgd with ten steps nine times as long.

Examples:
  interp train lenet --out my-lenet
  interp train lenet --recipe thesis --seed 1 --out as-in-the-thesis
  interp train lenet --adversarial fgsm --epochs 9 --rate 0.003 --out robust
  interp train lenet --activation relu --epochs 10 --shift 2 --rotate 10 --out my-relu
  interp train lenet --out my-lenet --resume`,
  work: async (_, options, job) => (await import('./run.js')).run(options, job),
});
