import { readFileSync } from 'node:fs';
import { plainLines } from '@interp/checks';
import { Command, type CommanderError } from 'commander';
import { attackCommand } from './commands/attack/command.js';
import { batchCommand } from './commands/batch/command.js';
import { classifyCommand } from './commands/classify/command.js';
import { dataCommand } from './commands/data/command.js';
import { driftCommand } from './commands/drift/command.js';
import { evaluateCommand } from './commands/evaluate/command.js';
import { explainCommand } from './commands/explain/command.js';
import { figureCommand } from './commands/figure/command.js';
import { ganCommand } from './commands/gan/command.js';
import { modelCommand } from './commands/model/command.js';
import { prototypeCommand } from './commands/prototype/command.js';
import { rbmCommand } from './commands/rbm/command.js';
import { reproduceCommand } from './commands/reproduce/command.js';
import { sevensegCommand } from './commands/sevenseg/command.js';
import { studioCommand } from './commands/studio/command.js';
import { trainCommand } from './commands/train/command.js';
import { exitAfter, said, wrongCall } from './shell/exit.js';
import { showDefaults } from './shell/options.js';
import type { RunCommand } from './shell/job.js';
import type { Terminal } from './shell/terminal/terminal.js';

const commands = [
  dataCommand,
  trainCommand,
  evaluateCommand,
  classifyCommand,
  prototypeCommand,
  explainCommand,
  attackCommand,
  driftCommand,
  batchCommand,
  rbmCommand,
  ganCommand,
  reproduceCommand,
  sevensegCommand,
  figureCommand,
  modelCommand,
  studioCommand,
];

const examples = `
Examples:
  interp classify sample:3 photo.png
  interp prototype --method am --class all --out prototypes.png
  interp explain sample:7 --out why.png
  interp train lenet --out my-lenet

Inputs: an image file, mnist:test/17, FILE.safetensors#tensor, sample:0 … sample:9.
Each command's own options: interp COMMAND --help`;

/** The version of this program, as its package.json has it. */
const programVersion = (): string => {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
};

/** The program with all its commands. Nothing heavy is loaded until a command runs. */
const program = (terminal: Terminal): Command => {
  const root = new Command('interp')
    .description('Interpret and explain neural networks: classify, find prototypes, explain predictions.')
    .version(programVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', examples);
  const run: RunCommand = async (...call) => (await import('./shell/run-command.js')).runIn(terminal)(...call);
  for (const command of commands) root.addCommand(command(run, terminal));
  quieten(root, terminal);
  return root;
};

/** Makes the whole tree of commands throw its errors, write help to the terminal, and no errors by itself. */
const quieten = (command: Command, terminal: Terminal, above = ''): void => {
  const path = `${above}${command.name()}`;
  const fail = (error: CommanderError): never => {
    throw wrongCall(error, path);
  };
  command.exitOverride(fail).configureOutput({
    writeOut: (text) => terminal.stdout.write(text),
    writeErr: (text) => terminal.stderr.write(text),
    outputError: () => undefined,
    getOutHelpWidth: () => terminal.stdout.columns ?? 100,
    getErrHelpWidth: () => terminal.stderr.columns ?? 100,
  });
  for (const sub of command.commands) quieten(sub, terminal, `${path} `);
};

/** The command that arguments name, before they are parsed. */
const calledCommand = (root: Command, args: readonly string[]): Command =>
  args.reduce((command, arg) => command.commands.find((sub) => sub.name() === arg) ?? command, root);

/**
 * Runs the program once.
 *
 * @param args - the arguments after the program's name
 * @param terminal - where results and messages go, environment, and the signal that ends it early
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted
 */
export const interp = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  try {
    const root = program(terminal);
    if (args.some((arg) => ['-h', '--help', 'help'].includes(arg))) await showDefaults(calledCommand(root, args));
    await root.parseAsync([...args], { from: 'user' });
    return terminal.signal.aborted ? 130 : 0;
  } catch (error) {
    const { exitCode, line } = exitAfter(error);
    if (args.includes('--verbose') && error instanceof Error && exitCode === 1)
      terminal.stderr.write(`${plainLines(stacks(error))}\n`);
    if (line) terminal.stderr.write(`interp: ${line}\n`);
    if (error instanceof Object) said.add(error);
    return exitCode;
  }
};

/** Not by `instanceof`: what the file system throws may be of another realm. */
const stacks = ({ stack, message, cause }: Error): string => {
  const own = stack ?? message;
  return typeof cause === 'object' && cause !== null ? `${own}\ncaused by: ${stacks(cause as Error)}` : own;
};
