import { Option, type Command } from 'commander';
import { integer } from './arguments.js';
import { UsageError } from './failure.js';

/** What every command can be told. */
export interface CommonOptions {
  /** The TensorFlow.js backend. */
  readonly backend: 'auto' | 'tensorflow-gpu' | 'tensorflow' | 'wasm' | 'cpu';
  /** Decides everything random. */
  readonly seed: number;
  /** How many threads share the work. */
  readonly workers: number | 'auto';
  /** Where a picture, or a folder, goes. */
  readonly out?: string;
  /** Where raw tensors go. */
  readonly save?: string;
  /** Whether the result is printed as one JSON document. */
  readonly json?: boolean;
  /** Whether to say nothing but errors. */
  readonly quiet?: boolean;
  /** Whether to say more, stack traces included. */
  readonly verbose?: boolean;
}

/** Options of commands that take images. */
export interface InputOptions {
  /** The folder of MNIST's files. */
  readonly data?: string;
  /** `true` and `false` force it; without it image files with a bright border are inverted. */
  readonly invert?: boolean;
}

/** Options of commands that ask a classifier. */
export interface ModelOptions {
  /** A built-in name, a `model.json` or PyTorch weights. */
  readonly model: string;
}

const workers = (text: string): number | 'auto' =>
  text === 'auto' ? 'auto' : integer('--workers', { min: 1, max: 64 })(text);

/** What is said of `--workers`, and where the results go. */
export interface CommonHelp {
  /** Of `--out`. */
  readonly out?: string;
  /** Of `--workers`. */
  readonly workers?: string;
}

/** Adds what every command can be told. */
export const withCommon = (
  command: Command,
  {
    out = 'a picture (.png or .svg), or a folder for all results',
    workers: threads = 'threads that share the work; the results are the same (auto: one a core)',
  }: CommonHelp = {},
): Command =>
  command
    .addOption(
      new Option('--backend <name>', 'TensorFlow.js backend')
        .choices(['auto', 'tensorflow-gpu', 'tensorflow', 'wasm', 'cpu'])
        .default('auto'),
    )
    .option('--seed <n>', 'decides everything random', integer('--seed'), 0)
    .option('--workers <n>', threads, workers, 'auto')
    .option('--out <path>', out)
    .option('--save <file>', 'raw tensors as .safetensors')
    .option('--json', 'print the result as one JSON document')
    .option('--quiet', 'print nothing but errors (and the JSON document)')
    .option('--verbose', 'say more; stack traces of errors');

/** Adds where MNIST is looked for. */
export const withData = (command: Command): Command =>
  command.option('--data <folder>', 'folder of the MNIST files (default: $INTERP_DATA, then the usual places)');

/** Adds how image files are read. */
export const withImages = (command: Command): Command => {
  const told = new Set<string>();
  const tell = (flag: string) => (): void => {
    if (told.add(flag).size > 1) throw new UsageError('--invert and --no-invert are both there; expected one of them');
  };
  return withData(command)
    .option('--invert', 'invert image files (white on black is what the network knows)')
    .option('--no-invert', 'never invert image files (default: invert those with a bright border)')
    .on('option:invert', tell('--invert'))
    .on('option:no-invert', tell('--no-invert'));
};

/** Adds the classifier. */
export const withModel = (command: Command): Command =>
  command.option(
    '--model <model>',
    'lenet, lenet-relu, lenet-robust, a TensorFlow.js model.json, or PyTorch weights (.safetensors)',
    'lenet',
  );

/** What an INPUT can be, for the help of commands that take one. */
export const inputHelp = `
INPUT is one of
  photo.png                   a PNG, JPEG or WebP file; made grey and fitted to the network's input
  mnist:test/17               MNIST; also train/0-99, test/class=5, test/class=5/3
  FILE.safetensors#images     images [n,28,28,1] or [n,1,28,28], from -1 to 1
  sample:0 … sample:9         digits that come with the program
  drawn:test/0-99             digits drawn by code, named as those of MNIST
`;
