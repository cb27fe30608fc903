import { Command, Option } from 'commander';
import { integer } from '../../shell/arguments.js';
import {
  inputHelp,
  withCommon,
  withData,
  withImages,
  type CommonOptions,
  type InputOptions,
} from '../../shell/common-options.js';
import { runCommand } from '../../shell/run-command.js';
import type { Terminal } from '../../shell/terminal.js';

/** What both commands about an RBM can be told. */
interface RbmOptions extends CommonOptions, InputOptions {
  /** The RBM: a built-in name or a file. */
  readonly model: string;
}

/** What `rbm sample` can be told. */
export interface RbmSampleOptions extends RbmOptions {
  /** Gibbs steps. */
  readonly steps: number;
  /** Where the chains start: inputs, or `random`. */
  readonly init?: readonly string[];
  /** How many chains. */
  readonly count?: number;
}

/** What `rbm evaluate` can be told. */
export interface RbmEvaluateOptions extends RbmOptions {
  /** How log Z is got. */
  readonly method: 'auto' | 'exact' | 'ais';
  /** Temperatures of annealed importance sampling. */
  readonly steps?: number;
  /** Chains of annealed importance sampling. */
  readonly chains?: number;
  /** Only the first so many digits. */
  readonly limit?: number;
  /** Whether digits drawn by code take MNIST's place. */
  readonly drawn?: boolean;
  /** Whether simpler densities are computed beside. */
  readonly baselines: boolean;
}

const withRbmModel = (command: Command): Command =>
  command.option('--model <rbm>', 'rbm-8, rbm-100, rbm-binary, or an RBM in .safetensors', 'rbm-100');

const fileHelp = `
FILE.safetensors has W [M,N], b_visible [M], c_hidden [N] and, for Gaussian visible units, sigma [1] or [M]; its metadata
"variant" says which energy it is (binary, cho, krizhevsky, goodfellow). interp train rbm writes such files.
`;

const sampleCommand = (terminal: Terminal): Command =>
  withImages(withRbmModel(withCommon(new Command('sample'))))
    .description('sample an RBM by Gibbs steps, from images or from noise (Figure 2.2 of the thesis)')
    .option('--steps <n>', 'Gibbs steps', integer('--steps', { min: 1 }), 100)
    .option('--init <input...>', "where the chains start: INPUTs, or 'random' (default: sample:0 … sample:9)")
    .option(
      '--count <n>',
      'how many chains (default: one for each image of --init; 10 from random)',
      integer('--count', { min: 1 }),
    )
    .addHelpText(
      'after',
      `${inputHelp}${fileHelp}
The picture shows the starts and, below each, the mean of its visible units after the last step. --save has these means as
"samples" [n,28,28,1] from -1 to 1, which other commands read, the units with their noise as "visible", and "starts".

Examples:
  interp rbm sample --out figure-2.2.png
  interp rbm sample --model rbm-8 --init random --count 20 --steps 2000 --seed 1
  interp rbm sample --model my-rbm/rbm.safetensors --init mnist:test/0-9 --save samples.safetensors`,
    )
    .action((options: RbmSampleOptions) =>
      runCommand('rbm-sample', options, terminal, async (job) => (await import('./sample.js')).rbmSample(job)),
    );

const evaluateCommand = (terminal: Terminal): Command =>
  withData(withRbmModel(withCommon(new Command('evaluate'))))
    .description('log-likelihoods of digits and of blank images under an RBM, with log Z and how it was got')
    .addOption(
      new Option(
        '--method <name>',
        'how to get log Z: exactly up to 20 units to enumerate, else by annealed importance',
      )
        .choices(['auto', 'exact', 'ais'])
        .default('auto'),
    )
    .option('--steps <n>', 'temperatures of ais (default: 3000)', integer('--steps', { min: 1 }))
    .option('--chains <n>', 'chains of ais (default: 100)', integer('--chains', { min: 2 }))
    .option('--limit <n>', 'only the first n digits', integer('--limit', { min: 1 }))
    .option('--drawn', 'digits drawn by code rather than those of MNIST')
    .option('--no-baselines', 'leave out the simpler densities, which take the most time')
    .addHelpText(
      'after',
      `${fileHelp}
Digits are the test digits of MNIST; where MNIST is not to be found, digits drawn by code take their place, with a note.
Log-densities log p* are up to log Z, log-likelihoods are log p* - log Z; all in nats. --save has log p* of each digit.

Examples:
  interp rbm evaluate --model rbm-8
  interp rbm evaluate --model my-rbm/rbm.safetensors --steps 10000 --json
  interp rbm evaluate --model rbm-100 --limit 1000 --no-baselines --out histogram.png`,
    )
    .action((options: RbmEvaluateOptions) =>
      runCommand('rbm-evaluate', options, terminal, async (job) => (await import('./evaluate.js')).rbmEvaluate(job)),
    );

/** `interp rbm` */
export const rbmCommand = (terminal: Terminal): Command => {
  const rbm = new Command('rbm').description('restricted Boltzmann machines: sample them, evaluate them');
  for (const command of [sampleCommand, evaluateCommand]) rbm.addCommand(command(terminal));
  return rbm;
};
