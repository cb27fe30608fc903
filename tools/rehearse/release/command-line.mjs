import { realpathSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { withEachRuntime } from './each-runtime.mjs';
import { run } from './run.mjs';

/** What the command line is asked with each runtime: work of every kind, with nothing but what ships. */
export const commands = [
  ['--help'],
  ['classify', 'sample:0', '--json'],
  ['explain', 'sample:7', '--out', 'why.png'],
  ['prototype', '--method', 'am', '--class', '3', '--out', 'ideal.png'],
  ['attack', 'sample:1', '--out', 'fooled.svg'],
  ['sevenseg', '--out', 'atlas.png'],
  ['rbm', 'sample', '--steps', '5', '--out', 'samples.png'],
  ['gan', 'sample', '--out', 'digits.png'],
];

/** By npx, which may install nothing, where it is Node.js; else the program's own file. */
const wayTo = (program, { isNode, command }, cwd) =>
  isNode ? ['npx', '--no', '--', program] : [...command, realpathSync(join(cwd, 'node_modules', '.bin', program))];

/**
 * Runs one command; what it writes, or else says, is not empty.
 *
 * @param {string[]} program - and its first arguments
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} where
 */
export async function tryCommand([command, ...begin], args, { cwd, env }) {
  const file = args.includes('--out') ? join(cwd, args.at(-1)) : undefined;
  if (file !== undefined) rmSync(file, { force: true });
  const said = await run(command, [...begin, ...args], { cwd, env });
  if ((file === undefined ? said.length : statSync(file).size) === 0)
    throw new Error(`${args.join(' ')} gives nothing`);
}

/**
 * Runs the commands of a package that has a program.
 *
 * @param {{ bin?: Record<string, string> }} manifest
 * @param {import('./runtimes.mjs').Runtime[]} runtimes
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} where
 * @returns how many commands there are, and with which runtimes all went well
 */
export async function tryCommandLine({ bin = {} }, runtimes, { cwd, env }) {
  const programs = Object.keys(bin);
  const outcome = await withEachRuntime(runtimes, async (runtime) => {
    for (const program of programs)
      for (const args of commands)
        await tryCommand(wayTo(program, runtime, cwd), args, { cwd, env: runtime.environment(env) });
  });
  return { count: programs.length * commands.length, ...outcome };
}
