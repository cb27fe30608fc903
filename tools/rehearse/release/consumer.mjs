// What a stranger meets: one package installed in an empty project, imported, required, type-checked, its README run.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { filesUnder } from '../../lib/workspace.mjs';
import { closure } from './closure.mjs';
import { tryCommandLine } from './command-line.mjs';
import { withEachRuntime } from './each-runtime.mjs';
import { entryPoints, missingImports, readmePrograms, writeEntryPoints, writePrograms } from './programs.mjs';
import { emptyProject } from './project.mjs';
import { run } from './run.mjs';
import { checkTypes } from './types.mjs';

/** Bytes of all files under a folder. */
const bytesUnder = (folder) => filesUnder(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);

/** Installs a package alone; says what of ours came with it, and how large it and the whole are. */
async function installAlone(name, packages, { cwd, env }) {
  await run('npm', ['install', name], { cwd, env });
  const modules = join(cwd, 'node_modules');
  const needed = closure(packages, name);
  const present = readdirSync(join(modules, '@interp')).map((each) => `@interp/${each}`);
  const extra = present.filter((each) => !needed.has(each));
  if (extra.length > 0) throw new Error(`${name} brings ${extra.join(', ')} with it`);
  return {
    brings: present.filter((each) => each !== name),
    unpacked: bytesUnder(join(modules, ...name.split('/'))),
    installed: bytesUnder(modules),
  };
}

/** Runs scripts with each runtime. */
const runScripts = (scripts, /** @type {import('./runtimes.mjs').Runtime[]} */ runtimes, { cwd, env }) =>
  withEachRuntime(runtimes, async ({ command: [program, ...args], environment }) => {
    for (const script of scripts) await run(program, [...args, script], { cwd, env: environment(env) });
  });

/**
 * Tries one published package in a project of its own.
 *
 * @param {object} published - as of `publishAll`
 * @param {object[]} packages - all that were published
 * @param {{ folder: string, env: Record<string, string>, runtimes: object[], say: (message: string) => void }} where
 * @returns {Promise<{ row: object, problems: string[] }>} what was measured and passed, and what went wrong
 */
export async function tryPackage({ name, path, manifest, version, packed }, packages, { folder, env, runtimes, say }) {
  const cwd = emptyProject(join(folder, name.replace('@interp/', 'project-')));
  const sizes = await installAlone(name, packages, { cwd, env });
  say('installed alone');

  const entries = entryPoints(manifest);
  const programs = readmePrograms(path);
  const alone = await runScripts(writeEntryPoints(entries, cwd), runtimes, { cwd, env });
  const others = missingImports(programs, (each) => existsSync(join(cwd, 'node_modules', each)));
  if (others.length > 0) await run('npm', ['install', ...others], { cwd, env });
  const readme = await runScripts(writePrograms(programs, cwd), runtimes, { cwd, env });
  const commands = await tryCommandLine(manifest, runtimes, { cwd, env });
  say('ran');

  const types = entries.length > 0 ? await checkTypes(cwd, env) : [];
  await rm(cwd, { recursive: true });
  const parts = [alone, readme, commands];
  const passed = alone.passed.filter((each) => parts.every((part) => part.passed.includes(each)));
  const counts = { entryPoints: entries.length, programs: programs.length, commands: commands.count };
  return {
    row: { name, version, packed, ...sizes, ...counts, types, runtimes: passed },
    problems: parts.flatMap(({ problems }) => problems),
  };
}
