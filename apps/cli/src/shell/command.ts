import { Command } from 'commander';
import type { Job, Result, RunCommand } from './job.js';
import {
  withCommon,
  withDefaults,
  withOptions,
  type CommonOptions,
  type CommonTexts,
  type Defaults,
  type ModelOptions,
  type OptionTexts,
} from './options.js';

/** A command: what people read of it in its help, what it takes, and its work. */
export interface CommandParts<Options extends CommonOptions, Input> {
  /** What it does, in a line. */
  readonly says: string;
  /** Its argument, and what that is. Default none. */
  readonly takes?: readonly [argument: string, says: string];
  /** What is said of options of all commands that means something of its own here. */
  readonly common?: CommonTexts;
  /** Add options that it shares with other commands, after those of all. */
  readonly shared?: readonly ((command: Command) => Command)[];
  /** Its own options. */
  readonly own?: OptionTexts;
  /** Two options that do not go together. */
  readonly conflict?: readonly [one: string, other: string];
  /** Loads what packages have for options that are left out. */
  readonly defaults?: () => Promise<Defaults>;
  /** The end of its help: what else is to be known, and examples. */
  readonly help: string;
  /** What files of its results are called. Default its name. */
  readonly files?: string;
  /** Whether its work writes the folder of `--out` itself. Default false. */
  readonly writesFolder?: boolean;
  /** Loads its work, and does it. */
  readonly work: (input: Input, options: Options, job: Job) => Promise<Result>;
}

/** A command to be added to the program, given what runs it. */
export type MakeCommand = (run: RunCommand) => Command;

/** INPUTs: where none are given, the file of all inputs of a model of several. */
const inputsOf = (given: readonly string[], options: object, command: Command): readonly string[] => {
  const { inputs } = options as Partial<ModelOptions>;
  if (given.length > 0) return given;
  if (inputs === undefined) command.error("error: missing required argument 'input'");
  return [inputs];
};

/** A command of its parts. Its work is loaded when it is called, not before. */
export const commandOf =
  <Options extends CommonOptions, Input = undefined>(name: string, parts: CommandParts<Options, Input>): MakeCommand =>
  (run) => {
    const { says, takes, common, shared = [], own = {}, conflict, defaults, help, files = name, work } = parts;
    const { writesFolder } = parts;
    const start = shared.reduce((command, add) => add(command), withCommon(new Command(name), common));
    const command = withOptions(start, own).description(says).addHelpText('after', help);
    if (conflict) command.options.find((one) => one.attributeName() === conflict[0])!.conflicts(conflict[1]);
    if (defaults) withDefaults(command, defaults);
    const isInputs = takes?.[0] === '<input...>';
    if (isInputs) command.argument('[input...]', `${takes[1]} (default: those in --inputs)`);
    else if (takes) command.argument(...takes);
    return command.action((...given: unknown[]) => {
      const [input, options] = (takes ? given : [undefined, ...given]) as [Input, Options];
      const found = isInputs ? (inputsOf(input as string[], options, command) as Input) : input;
      return run(files, writesFolder ? { ...options, out: undefined } : options, (job) => work(found, options, job));
    });
  };

/** A command that only has others below it. */
export const groupOf =
  (name: string, says: string, commands: readonly MakeCommand[]): MakeCommand =>
  (run) =>
    commands.reduce((group, command) => group.addCommand(command(run)), new Command(name).description(says));
