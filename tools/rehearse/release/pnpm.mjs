import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missingImports, readmePrograms, writePrograms } from './programs.mjs';
import { emptyProject } from './project.mjs';
import { run } from './run.mjs';

/**
 * Installs a package by pnpm, under which a program sees nothing but what it asked for, and runs its README's programs there.
 *
 * @param {object} published - as of `publishAll`
 * @param {{ folder: string, env: Record<string, string> }} where
 * @returns {Promise<string>} the version of pnpm
 */
export async function tryPnpm({ name, path }, { folder, env }) {
  const cwd = emptyProject(join(folder, 'project-pnpm'));
  const script = fileURLToPath(new URL('bin/pnpm.cjs', import.meta.resolve('pnpm')));
  const pnpm = (...args) => run(process.execPath, [script, ...args], { cwd, env });
  const programs = readmePrograms(path);
  const wanted = [...new Set([name, ...missingImports(programs)])];
  await pnpm('add', '--ignore-scripts', '--store-dir', join(folder, 'pnpm-store'), ...wanted);
  for (const program of writePrograms(programs, cwd))
    await run(process.execPath, ['--no-warnings', program], { cwd, env });
  return (await pnpm('--version')).trim();
}
