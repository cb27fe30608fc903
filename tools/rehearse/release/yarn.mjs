import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, tryCommand } from './command-line.mjs';
import { root } from '../../lib/workspace.mjs';
import { emptyProject } from './project.mjs';
import { run } from './run.mjs';
import { installed } from './runtimes.mjs';

/** A picture has the bytes that this repository gives it: its font is read from the disk, and would be missed without a word. */
async function comparePictures(cwd, env) {
  const ours = join(cwd, 'ours.png');
  const program = join(root, 'apps', 'cli', 'bin', 'interp.js');
  await run(process.execPath, [program, 'explain', 'sample:7', '--out', ours], { cwd, env });
  if (!readFileSync(ours).equals(readFileSync(join(cwd, 'why.png')))) throw new Error('why.png is another picture');
}

/**
 * Installs the command line by Yarn 4 with Plug'n'Play, where packages stay zipped and see nothing but what they ask for, and runs its
 * commands there.
 *
 * @param {string} name - of the package
 * @param {{ folder: string, env: Record<string, string> }} where
 * @returns {Promise<string>} the version of Yarn
 */
export async function tryYarn(name, { folder, env }) {
  const script = join(await installed('@yarnpkg/cli-dist', '4', folder, env), 'bin', 'yarn.js');
  const cwd = emptyProject(join(folder, 'project-yarn'));
  const settings = {
    npmRegistryServer: env.npm_config_registry,
    unsafeHttpWhitelist: ['localhost', '127.0.0.1'],
    npmMinimalAgeGate: 0,
    globalFolder: join(folder, 'yarn'),
    enableScripts: false,
    enableTelemetry: false,
  };
  writeFileSync(join(cwd, '.yarnrc.yml'), JSON.stringify(settings));
  writeFileSync(join(cwd, 'yarn.lock'), '');
  await run(process.execPath, [script, 'add', name], { cwd, env });
  for (const args of commands) await tryCommand([process.execPath, script, 'interp'], args, { cwd, env });
  await comparePictures(cwd, env);
  return (await run(process.execPath, [script, '--version'], { cwd, env })).trim();
}
