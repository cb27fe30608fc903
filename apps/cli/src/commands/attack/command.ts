import { Command, Option } from 'commander';
import { integer, number, numberList } from '../../shell/arguments.js';
import {
  inputHelp,
  withCommon,
  withImages,
  withModel,
  type CommonOptions,
  type InputOptions,
  type ModelOptions,
} from '../../shell/common-options.js';
import { runCommand } from '../../shell/run-command.js';
import type { Terminal } from '../../shell/terminal.js';

/** Attacks, as the command line names them. */
export const attackNames = ['fgsm', 'bim', 'pgd', 'momentum-pgd', 'deepfool', 'carlini-wagner', 'noise'] as const;

/** What `attack` can be told. */
export interface AttackCommandOptions extends CommonOptions, InputOptions, ModelOptions {
  /** Which attack. */
  readonly method: (typeof attackNames)[number];
  /** What perturbations are measured by. */
  readonly norm?: 'linf' | 'l2' | 'l1';
  /** Radii of the ball; several for a curve. */
  readonly epsilon?: readonly number[];
  /** Steps at most. */
  readonly steps?: number;
  /** Length of a step. */
  readonly stepSize?: number;
  /** Runs from random points; draws of noise. */
  readonly restarts?: number;
  /** The class to be taken for. */
  readonly target?: number;
  /** Which DeepFool. */
  readonly form?: 'clipped' | 'authors' | 'paper';
  /** Classes that DeepFool looks at. */
  readonly candidates?: number;
  /** Values of the constant of Carlini-Wagner. */
  readonly searches?: number;
  /** What noise is made of. */
  readonly distribution?: 'uniform' | 'gaussian';
  /** Whether images are rounded to 8 bits before they are judged. */
  readonly round?: boolean;
}

/** `interp attack INPUT...` */
export const attackCommand = (terminal: Terminal): Command =>
  withImages(withModel(withCommon(new Command('attack'))))
    .description('small changes after which the network takes an image for something else')
    .argument('<input...>', 'images')
    .addOption(new Option('--method <name>', 'the attack').choices(attackNames).default('deepfool'))
    .addOption(
      new Option(
        '--norm <name>',
        'what changes are measured by (default: linf; of deepfool, carlini-wagner l2)',
      ).choices(['linf', 'l2', 'l1']),
    )
    .option(
      '--epsilon <n,...>',
      'how far it may go, in units of the input (default: 0.2; l2 2; l1 20); several for a curve',
      numberList('--epsilon', { min: 0 }),
    )
    .option('--steps <n>', 'steps at most', integer('--steps', { min: 1 }))
    .option('--step-size <n>', 'length of a step, in units of the input', number('--step-size', { min: 0 }))
    .option(
      '--restarts <n>',
      'runs from random points (default: 0, which starts at the image); draws of noise',
      integer('--restarts', { min: 0 }),
    )
    .option('--target <c>', 'the class to be taken for (default: any other)', integer('--target', { min: 0 }))
    .addOption(
      new Option('--form <name>', 'deepfool: which form (default: clipped)').choices(['clipped', 'authors', 'paper']),
    )
    .option('--candidates <n>', 'deepfool: likeliest classes looked at', integer('--candidates', { min: 2 }))
    .option('--searches <n>', 'carlini-wagner: values of the constant', integer('--searches', { min: 1 }))
    .addOption(
      new Option('--distribution <name>', 'noise: how it is drawn (default: uniform)').choices(['uniform', 'gaussian']),
    )
    .option('--round', 'judge images rounded to 8 bits, as a saved PNG is')
    .addHelpText(
      'after',
      `${inputHelp}
The class to be left is the label where there is one, else what the network takes the image for.
Examples:
  interp attack sample:7 --out fooled.png
  interp attack mnist:test/0-99 --method pgd --epsilon 0.3 --restarts 3 --round
  interp attack mnist:test/0-499 --method pgd --epsilon 0.1,0.2,0.3,0.4,0.5 --out curve.svg
  interp attack sample:1 --target 7 --method carlini-wagner --save attacked.safetensors`,
    )
    .action((inputs: string[], options: AttackCommandOptions) =>
      runCommand('attack', options, terminal, async (job) => (await import('./run.js')).attack(inputs, job)),
    );
