#!/usr/bin/env node
// node tools/rehearse/release/archives.mjs FOLDER: packs every package as npm would publish it, with what a publisher checks: SHA256SUMS of the
// archives, and packages.txt, a line each of name, version, archive and integrity, those that others need first.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isMain, root, workspaces } from '../../lib/workspace.mjs';
import { run } from './run.mjs';

const hash = (algorithm, bytes, encoding) => createHash(algorithm).update(bytes).digest(encoding);

/** Packages in an order in which each comes after those of ours that it depends on. */
export const inOrder = (packages) => {
  const byName = new Map(packages.map((one) => [one.manifest.name, one]));
  const ordered = new Set();
  const visit = (one) => {
    const { dependencies = {}, peerDependencies = {} } = one.manifest;
    for (const name of Object.keys({ ...dependencies, ...peerDependencies }))
      if (byName.has(name)) visit(byName.get(name));
    ordered.add(one);
  };
  packages.forEach(visit);
  return [...ordered];
};

/**
 * Packs all packages of a repository.
 *
 * @param {string} from - the root of the repository, built
 * @param {string} to - the folder of the archives, made if it is not there
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<string>} the SHA-256 of SHA256SUMS, which vouches for all
 */
export async function makeArchives(from, to, env) {
  mkdirSync(to, { recursive: true });
  const args = ['pack', '--workspaces', '--ignore-scripts', '--json', '--pack-destination', to];
  const listed = JSON.parse(await run('npm', args, { cwd: from, env }));
  const packed = new Map(Object.values(listed).map((one) => [one.name, one]));
  const rows = inOrder(workspaces(from)).map(({ manifest: { name, version } }) => {
    const bytes = readFileSync(join(to, packed.get(name).filename));
    const integrity = `sha512-${hash('sha512', bytes, 'base64')}`;
    return { name, version, file: packed.get(name).filename, integrity, sum: hash('sha256', bytes, 'hex') };
  });
  const list = rows.map(({ name, version, file, integrity }) => `${name} ${version} ${file} ${integrity}\n`).join('');
  writeFileSync(join(to, 'packages.txt'), list);
  const sums = [...rows, { file: 'packages.txt', sum: hash('sha256', list, 'hex') }];
  writeFileSync(join(to, 'SHA256SUMS'), sums.map(({ sum, file }) => `${sum}  ${file}\n`).join(''));
  return sumOf(to);
}

/** The SHA-256 of a folder's SHA256SUMS. */
export const sumOf = (folder) => hash('sha256', readFileSync(join(folder, 'SHA256SUMS')), 'hex');

/** The script by which .github/workflows/release.yml publishes archives, so that a rehearsal runs the very same. */
export const publishScript = (workflow = readFileSync(join(root, '.github/workflows/release.yml'), 'utf8')) => {
  const [, indented] =
    /- name: Publish the archives that were checked\n(?: {8}.*\n)*? {8}run: \|\n((?: {10}.*\n|\n)+)/.exec(workflow);
  return indented.replace(/^ {10}/gm, '');
};

if (isMain(import.meta.url)) {
  const to = resolve(process.argv[2]);
  console.log(await makeArchives(root, to, process.env));
}
