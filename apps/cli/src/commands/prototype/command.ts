import { Command, Option } from 'commander';
import { classList, integer, number } from '../../shell/arguments.js';
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

/** What `prototype` can be told. */
export interface PrototypeOptions extends CommonOptions, InputOptions, ModelOptions {
  /** How they are found. */
  readonly method: 'am' | 'background' | 'expert' | 'decoder';
  /** Which classes. */
  readonly class: readonly number[] | 'all';
  /** Where to start. */
  readonly init?: string;
  /** What is climbed. */
  readonly objective?: 'probability' | 'log-probability' | 'logit';
  /** How it climbs. */
  readonly ascent?: 'adam' | 'momentum' | 'plain';
  /** Length of a step. */
  readonly rate?: number;
  /** Steps of each run. */
  readonly steps?: number;
  /** Weight of -‖x‖². */
  readonly lambda?: number;
  /** Weight of minus the total variation. */
  readonly tv?: number;
  /** Random moves, in pixels. */
  readonly jitter?: number;
  /** Runs of each prototype. */
  readonly restarts?: number;
  /** Weight of the expert. */
  readonly gamma?: number;
  /** The expert: a built-in RBM or a file. */
  readonly expert?: string;
  /** The probability at which the climb through a decoder ends. */
  readonly threshold?: number;
  /** The decoder: a built-in generator or a file. */
  readonly decoder?: string;
  /** Side of a patch, in pixels. */
  readonly side?: number;
  /** What a patch is set to. */
  readonly background?: number;
  /** In what order patches are tried. */
  readonly order?: 'rows' | 'columns' | 'random';
  /** Passes over all patches at most. */
  readonly passes?: number;
  /** Turns with activation maximisation. */
  readonly alternate?: number;
  /** Which of the runs is kept. */
  readonly pick: 'best' | 'odd';
  /** A curve for the picture. */
  readonly contrast?: 'atan';
  /** Whether the picture is a chart of the objective. */
  readonly history?: boolean;
  /** Whether to climb by each method and draw them on one chart. */
  readonly compare?: boolean;
  /** The network that says what the prototypes are. */
  readonly judge?: string;
}

/** `interp prototype` */
export const prototypeCommand = (terminal: Terminal): Command =>
  withImages(withModel(withCommon(new Command('prototype'))))
    .description('images that the network is as sure of as can be: one for each class')
    .addOption(
      new Option(
        '--method <name>',
        'activation maximisation, patches set to background, or the former with an expert or a decoder',
      )
        .choices(['am', 'background', 'expert', 'decoder'])
        .default('am'),
    )
    .option('--class <classes>', "a class, several as 0,3,8, or 'all'", classList('--class'), 'all')
    .option('--init <input>', "where to start: 'random' (default; of background 'blank'), 'blank' or an INPUT")
    .addOption(
      new Option('--objective <name>', 'what is climbed (default: log-probability)').choices([
        'probability',
        'log-probability',
        'logit',
      ]),
    )
    .option('--lambda <n>', 'weight of -||x||² (default: 0.001)', number('--lambda', { min: 0 }))
    .addOption(new Option('--ascent <name>', 'how it climbs (default: adam)').choices(['adam', 'momentum', 'plain']))
    .option('--rate <n>', 'length of a step', number('--rate', { above: 0 }))
    .option('--steps <n>', 'steps of each run (default: 200; expert 300, decoder 150)', integer('--steps', { min: 0 }))
    .option('--tv <n>', 'weight of minus the total variation (default: 0)', number('--tv', { min: 0 }))
    .option('--jitter <pixels>', 'random moves before each step (default: 0)', integer('--jitter', { min: 0 }))
    .option('--restarts <n>', 'runs of each prototype from different noise', integer('--restarts', { min: 1 }))
    .option('--decoder <model>', 'generator (default), generator-conv, or a TensorFlow.js model.json')
    .option(
      '--threshold <p>',
      'P where a climb through a decoder ends (default: 0.9995; 0: it climbs the objective to its end)',
      number('--threshold', { min: 0, max: 1 }),
    )
    .option('--expert <rbm>', 'rbm-8 (default), rbm-100, or a Gaussian RBM in .safetensors; also beside a decoder')
    .option(
      '--gamma <n>',
      "the expert's weight (default: 1; 0 where it picks the odd one)",
      number('--gamma', { min: 0 }),
    )
    .option('--side <pixels>', 'side of a patch (default: 5)', integer('--side', { min: 1 }))
    .option('--background <n>', "what a patch is set to (default: the network's lowest value)", number('--background'))
    .addOption(
      new Option('--order <name>', 'in what order patches are tried (default: rows)').choices([
        'rows',
        'columns',
        'random',
      ]),
    )
    .option('--passes <n>', 'passes over all patches (default: until none is kept)', integer('--passes', { min: 1 }))
    .option('--alternate <n>', 'how often to go on with am and background', integer('--alternate', { min: 0 }))
    .addOption(
      new Option('--pick <which>', 'which of the runs to keep; odd: of a decoder, the least likely by the expert')
        .choices(['best', 'odd'])
        .default('best'),
    )
    .addOption(new Option('--contrast <curve>', 'for the picture: (2/π) atan x').choices(['atan']))
    .option('--history', 'the picture is a chart of the objective after each step')
    .option('--compare', 'climb to one --class by am, expert and decoder; the picture is a chart of the three')
    .option('--judge <model>', 'the network that says what the prototypes are (default: lenet-relu, for that lenet)')
    .addHelpText(
      'after',
      `${inputHelp}
Examples:
  interp prototype --method am --class all --out prototypes.png
  interp prototype --class 5 --init mnist:test/class=5/0 --objective probability
  interp prototype --method background --class 5 --init blank --history --out rise.svg
  interp prototype --method expert --class 5 --init sample:5 --gamma 0.1
  interp prototype --method decoder --class all --out digits.png
  interp prototype --method decoder --class 2 --restarts 100 --pick odd --out odd.png
  interp prototype --method decoder --expert rbm-100 --gamma 0.1 --judge my-lenet/model.json
  interp prototype --compare --class 5 --out climbs.svg
  interp prototype --class 0,8 --steps 400 --contrast atan --json --save prototypes.safetensors`,
    )
    .action((options: PrototypeOptions) =>
      runCommand('prototype', options, terminal, async (job) =>
        options.compare
          ? (await import('./compare.js')).prototypeCompare(job)
          : (await import('./run.js')).prototype(job),
      ),
    );
