import type { ModelSettings } from '@interp/files/node';
import { Option, type Command } from 'commander';
import { UsageError } from './failure.js';

/** Options of commands that ask a classifier, with what is said of a model of one's own. */
export interface ModelOptions extends Omit<ModelSettings, 'labels'> {
  /** A built-in name, a `model.json`, an ONNX file or PyTorch weights. */
  readonly model: string;
  /** A file with the names of its classes. */
  readonly labels?: string;
  /** A file with a tensor for each input that no picture is. */
  readonly inputs?: string;
}

/** What the command line says of a model of one's own. */
export type SettingOptions = Omit<Partial<ModelOptions>, 'model'>;

/** What a number on the command line may be: at least `min`, at most `max`, greater than `above`, a whole number. */
interface NumberRange extends Readonly<Partial<Record<'min' | 'max' | 'above', number>>> {
  readonly integer?: boolean;
}

const rangeText = ({ min, max, above }: NumberRange): string => {
  if (above !== undefined) return max === undefined ? ` above ${above}` : ` above ${above} and up to ${max}`;
  if (min !== undefined) return max === undefined ? ` of at least ${min}` : ` from ${min} to ${max}`;
  return max === undefined ? '' : ` of at most ${max}`;
};

/** Reads a number that a flag was given, or says what it takes. */
export const parseNumber = (
  flag: string,
  range: NumberRange,
  text: string,
  kind = range.integer ? 'whole number' : 'number',
): number => {
  const value = text.trim() === '' ? NaN : Number(text);
  const { min = -Infinity, max = Infinity, above = -Infinity, integer } = range;
  const isGood = integer ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (isGood && value >= min && value <= max && value > above) return value;
  throw new UsageError(`${flag} is ${JSON.stringify(text.slice(0, 40))}; expected a ${kind}${rangeText(range)}`);
};

/** What an option takes: one of some names, a number of a range, or what a parser makes of it. */
type Takes = readonly string[] | NumberRange | ((text: string) => unknown);

/** A whole number of at least 1. */
export const count = { integer: true, min: 1 } as const satisfies Takes;

/** What the help says of an option, what it takes, where that is not any text, and a default of the command line's own. */
type OptionText = string | readonly [says: string, takes?: Takes, own?: unknown];

/** Options by their flags, in the order of the help. */
export type OptionTexts = Readonly<Record<string, OptionText>>;

type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Name;

/** `stepSize` of `--step-size <n>`, `baselines` of `--no-baselines`. */
type NameOf<Flag> = Flag extends `--no-${infer Name}`
  ? Camel<Name>
  : Flag extends `--${infer Name} ${string}`
    ? Camel<Name>
    : Flag extends `--${infer Name}`
      ? Camel<Name>
      : never;

type Taken<T> = T extends readonly string[] ? T[number] : T extends object ? number : string;

type ValueOf<Flag, Text> = Text extends readonly [string, (text: string) => infer Value, ...unknown[]]
  ? Value
  : Flag extends `${string}...>`
    ? readonly string[]
    : Flag extends `${string}>`
      ? Text extends readonly [string, infer T, ...unknown[]]
        ? Taken<T>
        : string
      : boolean;

/** The flags that are never left out: those with a default of the command line's own, and those that turn something off. */
type Present<Texts> = {
  [Flag in keyof Texts]: Flag extends `--no-${string}`
    ? Flag
    : Texts[Flag] extends readonly [unknown, unknown, unknown]
      ? Flag
      : never;
}[keyof Texts];

/** What a command is called with where it has these options, which their texts say: write them `as const satisfies OptionTexts`. */
export type OptionsOf<Texts> = {
  readonly [Flag in Present<Texts> as NameOf<Flag>]: ValueOf<Flag, Texts[Flag]>;
} & { readonly [Flag in Exclude<keyof Texts, Present<Texts>> as NameOf<Flag>]?: ValueOf<Flag, Texts[Flag]> };

const optionOf = (flags: string, text: OptionText): Option => {
  const [says, takes, own] = typeof text === 'string' ? [text] : text;
  const option = new Option(flags, says);
  if (own !== undefined) option.default(own);
  if (takes === undefined) return option;
  if (typeof takes === 'function') return option.argParser(takes);
  if ('length' in takes) return option.choices(takes);
  return option.argParser((given: string) => parseNumber(option.long!, takes, given));
};

/** Adds options. */
export const withOptions = (command: Command, options: OptionTexts): Command =>
  Object.entries(options).reduce((one, [flags, text]) => one.addOption(optionOf(flags, text)), command);

const workers = (text: string): number | 'auto' =>
  text === 'auto' ? 'auto' : parseNumber('--workers', { integer: true, min: 1, max: 64 }, text);

const commonTexts = {
  '--backend <name>': [
    'TensorFlow.js backend',
    ['auto', 'tensorflow-gpu', 'tensorflow', 'webgpu', 'wasm', 'cpu'],
    'auto',
  ],
  '--seed <n>': ['seed of everything random', { integer: true }, 0],
  '--workers <n>': ['threads that share the work; results do not depend on it (auto: one per core)', workers, 'auto'],
  '--out <path>': 'a picture (.png or .svg), or a folder for all results',
  '--save <file>': 'raw tensors as .safetensors',
  '--json': 'print the result as one JSON document',
  '--quiet': 'print nothing but errors (and the JSON document)',
  '--verbose': 'more detail; stack traces of errors',
} as const satisfies OptionTexts;

/** Options of every command; some have a table too. */
export type CommonOptions = OptionsOf<typeof commonTexts> & { readonly csv?: string };

/** What is said of `--out` and of `--workers` where they mean something of their own. */
export type CommonTexts = Partial<Record<'out' | 'workers', string>>;

/** Adds the options of every command. */
export const withCommon = (
  command: Command,
  { out = commonTexts['--out <path>'], workers: threads = commonTexts['--workers <n>'][0] }: CommonTexts = {},
): Command =>
  withOptions(command, { ...commonTexts, '--out <path>': out, '--workers <n>': [threads, workers, 'auto'] });

/** Values of options by their names. */
export type Defaults = Readonly<Record<string, unknown>>;

const packageDefaults = new WeakMap<Command, () => Promise<Defaults>>();

/**
 * Says what packages have for options that are left out. It is loaded, and TensorFlow.js with it, when the help of the command is asked
 * for. A default stands for `{name}` in the text of an option, and without that at the end of the text of the option of its name,
 * where the command line has no default of its own.
 */
export const withDefaults = (command: Command, load: () => Promise<Defaults>): Command => {
  packageDefaults.set(command, load);
  return command;
};

const defaultText = (value: unknown): string =>
  typeof value === 'number' && value > 0 && value < 1e-4 ? value.toExponential() : String(value);

/** Writes what packages have for options that are left out into the help of a command. */
export const showDefaults = async (command: Command): Promise<void> => {
  const defaults: Defaults = (await packageDefaults.get(command)?.()) ?? {};
  for (const option of command.options) {
    const { description } = option;
    option.description = description.replace(/\{(\w+)\}/g, (_, name: string) => defaultText(defaults[name]));
    const own = option.isBoolean() ? undefined : defaults[option.attributeName()];
    if (own !== undefined && option.defaultValue === undefined && option.description === description)
      option.default(own, typeof own === 'string' ? undefined : defaultText(own));
  }
};

/** Adds a table of the results. */
export const withCsv = (command: Command): Command =>
  command.option(
    '--csv <file>',
    'a row an image, as CSV (names that look like formulas get an apostrophe); - prints it',
  );

const dataTexts = {
  '--data <folder>': 'folder of the MNIST files (default: $INTERP_DATA, then the usual places)',
} as const satisfies OptionTexts;

/** Adds where MNIST is looked for. */
export const withData = (command: Command): Command => withOptions(command, dataTexts);

const imageTexts = {
  '--invert': 'invert image files (white on black is what the network knows)',
  '--no-invert': 'never invert image files (default: invert those with a bright border)',
  '--prepare <how>': [
    "image files: each digit found, cropped and centred as MNIST's (digit), the whole fitted (fit), or taken as they are (none); auto: digit for the networks that ship",
    ['auto', 'digit', 'fit', 'none'],
    'auto',
  ],
  '--layout <order>': [
    'order of axes of .safetensors inputs, where both fit the model: channels last or first',
    ['nhwc', 'nchw'],
  ],
  '--show-input <path>': 'write what the network sees: a .png, or a folder',
} as const satisfies OptionTexts;

/** Options of commands that take images, and of those that need MNIST alone. */
export type InputOptions = Partial<OptionsOf<typeof dataTexts & typeof imageTexts>>;

/** Adds how image files are read. */
export const withImages = (command: Command): Command => {
  const given = new Set<string>();
  const see = (flag: string) => (): void => {
    if (given.add(flag).size > 1) throw new UsageError('--invert and --no-invert are both there; expected one of them');
  };
  return withOptions(withData(command), imageTexts)
    .on('option:invert', see('--invert'))
    .on('option:no-invert', see('--no-invert'));
};

/** A parser of numbers with commas between. */
export const numberList =
  (flag: string, kind: string, { lengths, above }: { readonly lengths: readonly number[]; readonly above?: number }) =>
  (text: string): readonly number[] => {
    const numbers = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
    const isGood = numbers.every((one) => Number.isFinite(one) && (above === undefined || one > above));
    if (isGood && lengths.includes(numbers.length)) return numbers;
    throw new UsageError(`${flag} is ${JSON.stringify(text.slice(0, 40))}; expected ${kind}`);
  };

const bounds = (text: string): readonly number[] => {
  const range = numberList('--bounds', 'two numbers, as 0,1', { lengths: [2] })(text);
  if (range[0] < range[1]) return range;
  throw new UsageError(`--bounds is ${JSON.stringify(text.slice(0, 40))}; expected the lower number first, as 0,1`);
};

const size = (text: string): readonly number[] => {
  const [, width, height = width] = /^([1-9]\d{0,3})(?:x([1-9]\d{0,3}))?$/i.exec(text) ?? [];
  if (width) return [Number(width), Number(height)];
  throw new UsageError(
    `--size is ${JSON.stringify(text.slice(0, 40))}; expected width and height in pixels, as 224x224, or one number`,
  );
};

/** Adds the classifier, and what is to be known of one of one's own. */
export const withModel = (command: Command, isOfSeveral = true): Command =>
  withSettings(
    command.option(
      '--model <model>',
      'lenet, lenet-thesis, lenet-relu, lenet-robust, a TensorFlow.js model.json, a file of Keras (.keras, .h5) or ONNX, or PyTorch weights (.safetensors)',
      'lenet',
    ),
    isOfSeveral,
  );

/** Which of several inputs and outputs are meant. */
const severalTexts: OptionTexts = {
  '--output <name>': 'of several outputs: the one that is meant (default: the only one that has classes)',
  '--input <name>': 'of several inputs: the one that pictures are (default: the first that pictures fit)',
  '--inputs <file>':
    'the other inputs: a .safetensors with a tensor named as each, of one example or as many as there are pictures',
};

/** Adds what is to be known of a model of one's own. */
export const withSettings = (command: Command, isOfSeveral = true): Command =>
  withOptions(command, {
    '--bounds <low,high>': ['of your own model: what black and white pixels are (default: -1,1)', bounds],
    '--mean <r,g,b>': [
      'or what is subtracted from pixels in [0, 1], one number or one a channel',
      numberList('--mean', 'numbers, as 0.485,0.456,0.406', { lengths: [1, 3] }),
    ],
    '--std <r,g,b>': [
      'and what they are then divided by',
      numberList('--std', 'numbers above 0, as 0.229,0.224,0.225', { lengths: [1, 3], above: 0 }),
    ],
    '--size <WxH>': ['width and height, or the length of sequences, where it leaves them open', size],
    '--fit <how>': [
      'pictures of other sizes: cut off, bordered (default), or stretched',
      ['cover', 'contain', 'stretch'],
    ],
    '--channels <order>': ['of its inputs (default: rgb)', ['rgb', 'bgr', 'grey']],
    '--labels <file>': 'names of its classes: one a line, or JSON',
    '--returns <kind>': [
      'what its outputs are, where it does not tell',
      ['logits', 'probabilities', 'sigmoid', 'values'],
    ],
    ...(isOfSeveral && severalTexts),
  });

/** Options of a command that asks a classifier about images, with its own. */
export type ImageCommandOptions<Texts> = CommonOptions & InputOptions & ModelOptions & OptionsOf<Texts>;

/** What an INPUT can be, for the help of commands that take one. */
export const inputHelp = `
INPUT is one of
  photo.png                   a PNG, JPEG or WebP file, with one digit or several; a folder of them, 'a pattern/*.png', - for standard input
  mnist:test/17               MNIST; also train/0-99, test/class=5, test/class=5/3
  FILE.safetensors#images     inputs of the model, as [n,28,28,1] or [n,1,28,28] from -1 to 1
  sample:0 … sample:9         digits that come with the program
  drawn:test/0-99             digits drawn by code, named as those of MNIST
`;
