// Packs every workspace as npm would publish it.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { npmCommand, root, workspaces } from './workspace.mjs';

/** Runs npm in `cwd` and returns what it printed on standard output; throws where it fails. */
export function npm(args, cwd) {
  const { command, before } = npmCommand();
  return execFileSync(command, [...before, ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 2 ** 20,
    shell: command === 'npm' && process.platform === 'win32',
  });
}

/** Packs all into `folder`; each comes with its `tarball` and what npm says of it. */
export function packAll(folder) {
  const listed = JSON.parse(
    npm(['pack', '--workspaces', '--ignore-scripts', '--json', '--pack-destination', folder], root),
  );
  const packed = Array.isArray(listed) ? listed : Object.values(listed);
  return workspaces().map((workspace) => {
    const { filename, size, unpackedSize, files } = packed.find(({ name }) => name === workspace.manifest.name);
    return { ...workspace, tarball: join(folder, filename), size, unpackedSize, files: files.map(({ path }) => path) };
  });
}
