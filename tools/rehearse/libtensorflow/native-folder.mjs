// A folder inside the repository that has tfjs-node and nothing that the repository has: one TensorFlow.js engine for both, and an
// installation of the repository that stays as the lock file says.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmCommand, root } from '../../lib/workspace.mjs';
import { packageFolder } from './addon.mjs';
import { provide } from './provide.mjs';
import { variants } from './variants.mjs';

const shared = ['tfjs-core', 'tfjs-layers', 'tfjs-backend-cpu', 'tfjs-backend-webgl'];

/** Where it is. */
export const nativeFolder = join(root, 'out', 'native');

/** Installs the package there and provides its library; returns the package's folder. */
export function prepareNative(name = 'tensorflow') {
  const { packageName, version } = variants[name];
  const modules = join(nativeFolder, 'node_modules', '@tensorflow');
  if (!existsSync(join(modules, packageName.split('/')[1]))) {
    mkdirSync(nativeFolder, { recursive: true });
    writeFileSync(join(nativeFolder, 'package.json'), '{ "private": true }\n');
    const { command, before } = npmCommand();
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', nativeFolder];
    const wanted = [`${packageName}@${version}`, 'node-api-headers@1.9.0'];
    const { status } = spawnSync(command, [...before, 'install', ...options, ...wanted], {
      cwd: nativeFolder,
      stdio: 'inherit',
    });
    if (status !== 0) throw new Error(`npm could not install ${packageName}`);
  }
  for (const one of shared) rmSync(join(modules, one), { recursive: true, force: true });
  provide(nativeFolder, name);
  return packageFolder(nativeFolder, packageName);
}
