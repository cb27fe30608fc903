import { Command, Option } from 'commander';
import type { RunCommand } from '../../../shell/job.js';
import { integer, number, withCommon, withData } from '../../../shell/options.js';
import { withCheckpointOptions } from '../options.js';
import type { TrainOptions } from './options.js';

/** `interp train lenet` */
export const trainLenetCommand = (run: RunCommand): Command =>
  withCheckpointOptions(
    withData(withCommon(new Command('lenet'), { out: 'folder for the model, its checkpoint and the history' }))
      .description('train the LeNet on MNIST')
      .option('--epochs <n>', 'times that every image is seen (default: 5)', integer('--epochs', { min: 1 }))
      .option('--batch <n>', 'images in a batch (default: 64)', integer('--batch', { min: 1 }))
      .addOption(
        new Option('--activation <name>', 'of all layers but the last')
          .choices(['sigmoid', 'relu', 'softplus', 'identity', 'tanh'])
          .default('sigmoid'),
      )
      .addOption(
        new Option('--loss <name>', 'what is minimised')
          .choices(['cross-entropy', 'mean-squared-error'])
          .default('cross-entropy'),
      )
      .addOption(new Option('--optimizer <name>', 'how weights move').choices(['adam', 'sgd']).default('adam'))
      .option('--momentum <n>', 'of sgd (default: 0)', number('--momentum', { min: 0, max: 0.999999 }))
      .option(
        '--rate <n>',
        'learning rate at its peak (default: 0.005 for adam, 0.5 for sgd without momentum)',
        number('--rate', { above: 0 }),
      )
      .addOption(
        new Option('--schedule <name>', 'how the rate goes')
          .choices(['one-cycle', 'cosine', 'step', 'constant'])
          .default('one-cycle'),
      )
      .option('--weight-decay <n>', 'decoupled from the gradient (default: 0)', number('--weight-decay', { min: 0 }))
      .addOption(
        new Option('--adversarial <method>', 'train on examples made against the network as it is').choices([
          'fgsm',
          'pgd',
          'trades',
        ]),
      )
      .option(
        '--epsilon <n>',
        'how far attacks may move each value, of inputs from -1 to 1: 0.6 is 0.3 of pixels on [0, 1] (default: 0.6)',
        number('--epsilon', { above: 0 }),
      )
      .option(
        '--attack-steps <n>',
        'of pgd and trades, a gradient each (default: 10)',
        integer('--attack-steps', { min: 1 }),
      )
      .option('--ramp <epochs>', 'in which attacks come to full strength (default: 2)', number('--ramp', { min: 0 }))
      .option(
        '--trades-beta <n>',
        'robustness against accuracy, of trades (default: 6)',
        number('--trades-beta', { min: 0 }),
      )
      .option('--shift <pixels>', 'random shifts of the images (default: 0)', number('--shift', { min: 0 }))
      .option(
        '--rotate <degrees>',
        'random rotations of the images (default: 0)',
        number('--rotate', { min: 0, max: 180 }),
      )
      .option('--validation <part>', 'images held out (default: 0)', number('--validation', { min: 0, max: 0.9 }))
      .option(
        '--patience <n>',
        'stop after n epochs without a lower validation loss',
        integer('--patience', { min: 1 }),
      )
      .option('--limit <n>', 'only the first n training images', integer('--limit', { min: 1 })),
  )
    .addHelpText(
      'after',
      `
Without --out the folder is out/lenet. It gets model.json and its weights,
checkpoint.safetensors, training.json (the history) and training.png.
Ctrl-C keeps a checkpoint; the same command with --resume goes on from there, to the very same weights.

With --adversarial the history has the loss of the images as they are (clean) and
of the examples made of them (adversarial); interp evaluate --robust says what it
came to. A step of fgsm takes a little over twice as long as one without, a step of
pgd with ten steps nine times as long.

Examples:
  interp train lenet --out my-lenet
  interp train lenet --adversarial fgsm --epochs 9 --rate 0.003 --out robust
  interp train lenet --activation relu --epochs 10 --shift 2 --rotate 10 --out my-relu
  interp train lenet --out my-lenet --resume`,
    )
    .action((given: Omit<TrainOptions, 'out'> & { readonly out?: string }) => {
      const options = { ...given, out: given.out ?? 'out/lenet' };
      return run('training', options, async (job) => (await import('./run.js')).run(options, job));
    });
