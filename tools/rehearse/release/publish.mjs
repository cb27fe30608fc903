import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root, workspaces } from '../../lib/workspace.mjs';
import { makeArchives, publishScript, sumOf } from './archives.mjs';
import { loopbackRegistry } from './loopback.mjs';
import { run } from './run.mjs';

const left = /(^|[\\/])(node_modules|test|fixtures|coverage|\.nx)$/;

/** Copies what is published, with its manifests and changesets, and makes a git repository of it: changesets asks git. */
async function copyRepository(folder, env) {
  mkdirSync(folder);
  const files = ['package.json', '.npmrc', 'LICENSE', 'README.md', '.changeset', 'packages', 'apps'];
  for (const file of files)
    cpSync(join(root, file), join(folder, file), {
      recursive: true,
      filter: (source) => !left.test(relative(root, source)),
    });
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const git = (...args) =>
    run('git', ['-c', 'user.name=rehearsal', '-c', 'user.email=', '-c', 'maintenance.auto=false', ...args], {
      cwd: folder,
      env,
    });
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '--all');
  await git('commit', '--quiet', '--no-gpg-sign', '--message=A copy to rehearse with');
}

/** What the registry has of a package: version, size of the archive and of its files in bytes. */
async function published(registry, name) {
  const packument = await (await fetch(`${registry}${name.replace('/', '%2f')}`)).json();
  const version = packument['dist-tags']?.latest;
  if (version === undefined) throw new Error(`${name} is not in the registry after publishing`);
  const { dist } = packument.versions[version];
  const archive = await (await fetch(dist.tarball)).arrayBuffer();
  return { version, packed: archive.byteLength, unpacked: dist.unpackedSize };
}

/**
 * Versions, packs and publishes all packages, as a release does, from a copy of the repository in `folder`; or publishes archives that are
 * packed already. What publishes is the script of the release's workflow.
 *
 * @param {string} folder - must not be there yet
 * @param {Record<string, string>} env - its `npm_config_registry` is a loopback address
 * @param {string} [packed] - archives of this repository as it is, as archives.mjs makes them
 * @returns {Promise<{ name: string, path: string, manifest: object, version: string, packed: number, unpacked: number }[]>}
 */
export async function publishAll(folder, env, packed) {
  const registry = loopbackRegistry(env);
  const archives = packed ?? (await versionedArchives(folder, env));
  loopbackRegistry(env);
  await run('bash', ['-c', publishScript()], { cwd: archives, env: { ...env, SUMS: sumOf(archives) }, minutes: 10 });
  return Promise.all(
    workspaces(packed ? root : folder).map(async ({ path, manifest }) => ({
      name: manifest.name,
      path,
      manifest,
      ...(await published(registry, manifest.name)),
    })),
  );
}

/** Archives of a copy of the repository in `folder`, with the versions that its changesets ask for. */
async function versionedArchives(folder, env) {
  await copyRepository(folder, env);
  const changesets = join(root, 'node_modules', '@changesets', 'cli', 'bin.js');
  const waiting = readdirSync(join(folder, '.changeset')).filter((file) => /(?<!README)\.md$/.test(file));
  if (waiting.length > 0) await run(process.execPath, [changesets, 'version'], { cwd: folder, env });
  const archives = join(folder, 'archives');
  await makeArchives(folder, archives, env);
  return archives;
}
