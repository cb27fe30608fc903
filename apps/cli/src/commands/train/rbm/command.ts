import { Command, Option } from 'commander';
import type { RunCommand } from '../../../shell/job.js';
import { integer, number, withCommon, withData, withDefaults } from '../../../shell/options.js';
import { withCheckpointOptions, withEpochs, withRecipe } from '../options.js';
import { binaryRate, usual, type TrainOptions } from './options.js';

const loadDefaults = async () => {
  const rbm = await import('@interp/rbm');
  const { chains: ptChains, ...tempering } = rbm.parallelTemperingOptions.defaults;
  const { variant, ...initial } = rbm.initialRbmOptions.defaults;
  const { chains: pcdChains } = rbm.persistentDivergenceOptions.defaults;
  const names = { variant: variant.name, pcdChains, ptChains, ...usual };
  return { ...rbm.trainRbmOptions.defaults, ...tempering, ...initial, ...names };
};

/** `interp train rbm` */
export const trainRbmCommand = (run: RunCommand): Command =>
  withDefaults(
    withCheckpointOptions(
      withEpochs(
        withRecipe(
          withData(
            withCommon(new Command('rbm'), { out: 'folder for the RBM, its checkpoint, its filters and the history' }),
          ),
        ),
      )
        .description('train a restricted Boltzmann machine on MNIST')
        .option('--hidden <n>', 'hidden units', integer('--hidden', { min: 1, max: 10_000 }))
        .addOption(
          new Option(
            '--variant <name>',
            'the energy function: of binary pixels, or one of three with Gaussian pixels',
          ).choices(['binary', 'cho', 'krizhevsky', 'goodfellow']),
        )
        .addOption(
          new Option(
            '--trainer <name>',
            'contrastive divergence, persistent contrastive divergence, parallel tempering',
          ).choices(['cd', 'pcd', 'pt']),
        )
        .option('--k <n>', 'Gibbs steps at each training step', integer('--k', { min: 1 }))
        .option(
          '--chains <n>',
          'chains (default: {pcdChains} of pcd, {ptChains} of pt)',
          integer('--chains', { min: 1 }),
        )
        .option('--temperatures <n>', 'temperatures of pt', integer('--temperatures', { min: 2 }))
        .option(
          '--rate <n>',
          `learning rate of the weights (default: {rate}; ${binaryRate} for binary)`,
          number('--rate', { above: 0 }),
        )
        .addOption(
          new Option(
            '--schedule <name>',
            'how the learning rates change: constant, or constant for the first half and then linearly to 0',
          ).choices(['constant', 'linear']),
        )
        .option(
          '--momentum <n>',
          'fraction of the last change that is added to the next',
          number('--momentum', { min: 0, max: 0.999 }),
        )
        .option(
          '--weight-decay <n>',
          'weight decay, a fraction of rate × weights',
          number('--weight-decay', { min: 0 }),
        )
        .option('--sigma <n>', 'initial σ', number('--sigma', { above: 0 }))
        .option('--sigma-floor <n>', 'lower limit of σ', number('--sigma-floor', { above: 0 }))
        .option('--one-sigma', 'one σ for all pixels rather than one for each')
        .option('--fixed-sigma', 'σ is not learnt')
        .addOption(new Option('--centre <units>', 'which units are centred').choices(['both', 'visible', 'none']))
        .option('--limit <n>', 'only the first n training images', integer('--limit', { min: 1 }))
        .option('--drawn', 'digits drawn by code rather than those of MNIST'),
    ),
    loadDefaults,
  )
    .addHelpText(
      'after',
      `
Without --out the folder is out/rbm. It gets rbm.safetensors (for --model of interp rbm and --expert of interp prototype),
filters.png, checkpoint.safetensors, training.json (the history) and training.png.
With --recipe thesis it is trained as the thesis tells it: 8 Gaussian-binary hidden units, one σ for all pixels, contrastive
divergence. Options that are given beside it take the place of its own.
Ctrl-C keeps a checkpoint; the same command with --resume goes on from there, to the very same weights. If a number stops
being finite, the training ends and says which; the last good checkpoint stays.
The test digits are never trained on: they give the free-energy gap after each epoch and the figures at the end.

Examples:
  interp train rbm --out my-rbm
  interp train rbm --recipe thesis --hidden 100 --out as-in-the-thesis
  interp train rbm --hidden 8 --epochs 10 --seed 1 --out rbm-8
  interp train rbm --variant binary --trainer pt --k 2 --chains 32 --out my-binary
  interp train rbm --out my-rbm --resume`,
    )
    .action((options: TrainOptions) =>
      run('training', options, async (job) => (await import('./run.js')).run(options, job)),
    );
