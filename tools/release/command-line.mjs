import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { withEachNode } from './each-node.mjs';
import { run, withNode } from './run.mjs';

/** What the command line is asked with each Node.js: work of every kind, with nothing but what ships. */
const commands = [
  ['--help'],
  ['classify', 'sample:0', '--json'],
  ['explain', 'sample:7', '--out', 'why.png'],
  ['prototype', '--method', 'am', '--class', '3', '--out', 'ideal.png'],
  ['attack', 'sample:1', '--out', 'fooled.svg'],
  ['sevenseg', '--out', 'atlas.png'],
  ['rbm', 'sample', '--steps', '5', '--out', 'samples.png'],
  ['gan', 'sample', '--out', 'digits.png'],
];

/** Runs one command by npx, which may install nothing; what it writes, or else says, is not empty. */
async function tryCommand(program, args, { cwd, env }) {
  const file = args.includes('--out') ? join(cwd, args.at(-1)) : undefined;
  if (file !== undefined) rmSync(file, { force: true });
  const said = await run('npx', ['--no', '--', program, ...args], { cwd, env });
  if ((file === undefined ? said.length : statSync(file).size) === 0)
    throw new Error(`${program} ${args.join(' ')} gives nothing`);
}

/** Runs the commands of a package that has a program; how many there are, and with which Node.js all went well. */
export async function tryCommandLine({ bin = {} }, nodes, { cwd, env }) {
  const programs = Object.keys(bin);
  const outcome = await withEachNode(nodes, async ({ binary }) => {
    for (const program of programs)
      for (const args of commands) await tryCommand(program, args, { cwd, env: withNode(binary, env) });
  });
  return { count: programs.length * commands.length, ...outcome };
}
