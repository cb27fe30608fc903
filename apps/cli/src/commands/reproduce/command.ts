import { Command, Option } from 'commander';
import type { RunCommand } from '../../shell/job.js';
import { withCommon, withData, withDefaults, withOptions } from '../../shell/options.js';
import type { ReproduceOptions } from './options.js';
import { UsageError } from '../../shell/failure.js';

const list = (text: string): readonly string[] => {
  if (text.trim() === '') throw new UsageError('--only is empty; expected numbers of figures, figures or claims');
  return text.split(/,(?! )/).map((part) => part.trim());
};

const loadDefaults = async () => ({ lang: (await import('@interp/thesis/node')).reportOptions.defaults.language });

/** `interp reproduce` */
export const reproduceCommand = (run: RunCommand): Command =>
  withOptions(
    withDefaults(
      withData(
        withCommon(new Command('reproduce'), {
          out: 'folder of the report (default: out/thesis)',
          workers: 'figures at a time, each in a thread with a backend of its own (auto: one a core, 2 at most)',
        }),
      ),
      loadDefaults,
    ).addOption(new Option('--quick', 'small samples: under two minutes').conflicts('train')),
    {
      '--train': 'train the networks of both columns from scratch first',
      '--only <numbers>': ["only some, as 3.1,4.2 or 'claim 3.1a'; figures or claims for all of them", list],
      '--lang <language>': ['of the report', ['en', 'es']],
      '--digits <source>': [
        'MNIST, or digits drawn by code (auto: MNIST where it is there)',
        ['auto', 'mnist', 'drawn'],
        'auto',
      ],
      '--model <model>':
        'a classifier of digits in the place of today’s: a name, a model.json or a LeNet in .safetensors',
      '--expert <rbm>': 'a Gaussian RBM in the place of today’s expert: a name or a .safetensors file',
      '--decoder <generator>': 'a generator in the place of today’s: a name or a model.json',
      '--fresh': 'draw everything again, also what an earlier run has drawn',
    },
  )
    .description('every figure, table and claim of the thesis in one report, beside its own numbers')
    .addHelpText(
      'after',
      `
Each is drawn with two networks: one trained as the thesis trained its own, and today’s, or yours.
The folder gets index.html, which opens anywhere without a network, report.json, and each figure and its raw data as files.
The same command goes on with a run that was stopped. A figure that fails is reported in its place, and the exit code is 1.

Examples:
  interp reproduce --quick
  interp reproduce --lang es --out informe
  interp reproduce --quick --only 3.1,3.10,4.2
  interp reproduce --quick --model my-lenet/model.json --only table4.1,3.10
  interp reproduce --train --out out/from-scratch`,
    )
    .action(async (given: Omit<ReproduceOptions, 'folder'>) => {
      const { out = 'out/thesis', ...rest } = given;
      const options = { ...rest, folder: out };
      let failure: Error | undefined;
      await run('reproduce', options, async (job) => {
        const result = await (await import('./run.js')).run(options, job);
        ({ failure } = result);
        return result;
      });
      if (failure) throw failure;
    });
