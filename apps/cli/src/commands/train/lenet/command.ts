import { Command, Option } from 'commander';
import type { RunCommand } from '../../../shell/job.js';
import { integer, number, withCommon, withData, withDefaults } from '../../../shell/options.js';
import { withCheckpointOptions, withEpochs, withRecipe } from '../options.js';
import { epsilonHelp } from '../../evaluate/options.js';
import type { TrainOptions } from './options.js';

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
export const trainLenetCommand = (run: RunCommand): Command =>
  withDefaults(
    withCheckpointOptions(
      withEpochs(
        withRecipe(
          withData(withCommon(new Command('lenet'), { out: 'folder for the model, its checkpoint and the history' })),
        ),
      )
        .description('train the LeNet on MNIST')
        .addOption(
          new Option('--activation <name>', 'activation of all layers but the last').choices([
            'sigmoid',
            'relu',
            'softplus',
            'identity',
            'tanh',
          ]),
        )
        .addOption(
          new Option('--initialization <name>', "first weights: Glorot's for the activation, or PyTorch's").choices([
            'glorot',
            'torch',
          ]),
        )
        .addOption(new Option('--loss <name>', 'what is minimised').choices(['cross-entropy', 'mean-squared-error']))
        .addOption(new Option('--optimizer <name>', 'how the weights are updated').choices(['adam', 'sgd']))
        .option('--momentum <n>', 'momentum of sgd', number('--momentum', { min: 0, max: 0.999999 }))
        .option(
          '--rate <n>',
          'learning rate at its peak (default: {adamRate} for adam, {sgdRate} for sgd without momentum)',
          number('--rate', { above: 0 }),
        )
        .addOption(
          new Option('--schedule <name>', 'how the learning rate changes').choices([
            'one-cycle',
            'cosine',
            'step',
            'constant',
          ]),
        )
        .option('--weight-decay <n>', 'weight decay, decoupled from the gradient', number('--weight-decay', { min: 0 }))
        .addOption(
          new Option(
            '--adversarial <method>',
            'adversarial training: train on examples made against the current network',
          ).choices(['fgsm', 'pgd', 'trades']),
        )
        .option('--epsilon <n>', epsilonHelp, number('--epsilon', { above: 0 }))
        .option(
          '--attack-steps <n>',
          'steps of pgd and trades, one gradient each',
          integer('--attack-steps', { min: 1 }),
        )
        .option('--ramp <epochs>', 'epochs over which attacks come to full strength', number('--ramp', { min: 0 }))
        .option(
          '--trades-beta <n>',
          'weight of robustness against accuracy, of trades',
          number('--trades-beta', { min: 0 }),
        )
        .option('--shift <pixels>', 'random shifts of the images', number('--shift', { min: 0 }))
        .option('--rotate <degrees>', 'random rotations of the images', number('--rotate', { min: 0, max: 180 }))
        .option(
          '--validation <part>',
          'fraction of the images held out for validation',
          number('--validation', { min: 0, max: 0.9 }),
        )
        .option(
          '--target-accuracy <part>',
          'stop after the first epoch with this validation accuracy',
          number('--target-accuracy', { above: 0, max: 1 }),
        )
        .option(
          '--patience <n>',
          'stop after n epochs without a lower validation loss',
          integer('--patience', { min: 1 }),
        )
        .option('--limit <n>', 'only the first n training images', integer('--limit', { min: 1 })),
    ),
    loadDefaults,
  )
    .addHelpText(
      'after',
      `
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
    )
    .action((options: TrainOptions) =>
      run('training', options, async (job) => (await import('./run.js')).run(options, job)),
    );
