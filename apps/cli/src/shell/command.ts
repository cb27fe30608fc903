import { Command } from 'commander';
import type { Job, Result, RunCommand } from './job.js';
import {
  withCommon,
  withDefaults,
  withOptions,
  type CommonOptions,
  type Defaults,
  type OptionTexts,
} from './options.js';

/** A command: what people read of it in its help, what it takes, and its work. */
interface CommandParts<Options extends CommonOptions, Input> {
  /** What it does, in a line. */
  readonly says: string;
  /** Its argument, and what that is. Default none. */
  readonly takes?: readonly [argument: string, says: string];
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
  /** Loads its work, and does it. */
  readonly work: (input: Input, options: Options, job: Job) => Promise<Result>;
}

/** A command of its parts. Its work is loaded when it is called, not before. */
export const commandOf =
  <Options extends CommonOptions, Input = undefined>(name: string, parts: CommandParts<Options, Input>) =>
  (run: RunCommand): Command => {
    const { says, takes, shared = [], own = {}, conflict, defaults, help, files = name, work } = parts;
    const common = shared.reduce((command, add) => add(command), withCommon(new Command(name)));
    const command = withOptions(common, own).description(says).addHelpText('after', help);
    if (conflict) command.options.find((one) => one.attributeName() === conflict[0])!.conflicts(conflict[1]);
    if (defaults) withDefaults(command, defaults);
    if (takes) command.argument(...takes);
    return command.action((...given: unknown[]) => {
      const [input, options] = (takes ? given : [undefined, ...given]) as [Input, Options];
      return run(files, options, (job) => work(input, options, job));
    });
  };
