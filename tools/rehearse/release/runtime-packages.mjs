import { join } from 'node:path';
import { readJson, root } from '../../lib/workspace.mjs';

const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/**
 * What the lock file lists for those who use the packages: everything that is neither ours nor for development alone, platform files included.
 *
 * @param {{ packages: Record<string, object> }} [lock] - a package-lock.json
 * @returns {{ name: string, version: string, licence: string | undefined, hasInstallScript: boolean, integrity: string | undefined }[]}
 */
export const runtimePackages = (lock = readJson(join(root, 'package-lock.json'))) =>
  Object.entries(lock.packages)
    .filter(([path, { link, dev }]) => path.includes('node_modules/') && !link && !dev)
    .map(([path, { version, license, hasInstallScript = false, integrity }]) => ({
      name: nameOf(path),
      version,
      licence: license,
      hasInstallScript,
      integrity,
    }));
