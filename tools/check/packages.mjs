#!/usr/bin/env node
// What strangers would install: packs each package, then asks publint and attw, and looks at what is in the archive.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packAll } from '../lib/pack.mjs';
import { filesUnder, root } from '../lib/workspace.mjs';

const attw = join(root, 'node_modules', '@arethetypeswrong', 'cli', 'dist', 'index.js');

/** What the command line starts from and what it serves, and the licences of what is bundled in either. */
const page = [
  'bundle/main.cjs',
  'bundle/licences.md',
  'studio/index.html',
  'studio/service-worker.js',
  'studio/licences.md',
  'studio/weights.json',
];

/** What is missing from a package's archive, or should not be in it. */
function archiveProblems({ folder, path, files }) {
  const needed = ['LICENSE', 'README.md', 'package.json', ...(folder === 'apps/cli' ? page : [])];
  const problems = needed
    .filter((file) => !files.includes(file))
    .map((file) => `${folder}: ${file} is not in the archive`);
  for (const file of filesUnder(join(path, 'src'), (name) => name.endsWith('.ts')).map((name) => name.slice(0, -3)))
    if (!files.includes(`dist/${file}.js`)) problems.push(`${folder}: dist/${file}.js is not in the archive`);
  for (const file of files.filter((name) =>
    /(^|\/)(test|fixtures|node_modules)\/|\.tsbuildinfo$|studio\/.*\.(bin|safetensors)$/.test(name),
  ))
    problems.push(`${folder}: ${file} should not be in the archive`);
  const licence = join(path, 'LICENSE');
  if (existsSync(licence) && readFileSync(licence, 'utf8') !== readFileSync(join(root, 'LICENSE'), 'utf8'))
    problems.push(`${folder}/LICENSE differs from the repository's`);
  return problems;
}

/** What publint says, warnings included. */
async function publintProblems({ folder, manifest, tarball }) {
  const { messages, pkg } = await publint({
    strict: true,
    level: 'warning',
    pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer },
  });
  return messages.map((message) => `${folder}: ${formatMessage(message, pkg ?? manifest)}`);
}

/** What attw says of the types of the entry points, for a package that ES modules alone import. */
function typeProblems({ folder, manifest, tarball }) {
  if (manifest.exports?.['.'] === undefined) return [];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [attw, tarball, '--profile', 'esm-only', '--format', 'ascii', '--no-color', '--no-emoji', '--no-definitely-typed'],
    { encoding: 'utf8' },
  );
  return status === 0 ? [] : [`${folder}: ${stdout}${stderr}`];
}

const temporary = mkdtempSync(join(tmpdir(), 'interp-pack-'));
try {
  const problems = [];
  const packed = packAll(temporary);
  for (const each of packed) {
    problems.push(...archiveProblems(each), ...(await publintProblems(each)), ...typeProblems(each));
    console.log(`${each.manifest.name}: ${Math.ceil(each.size / 1024)} KiB packed, ${each.files.length} files`);
  }
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
