#!/usr/bin/env node
// npm run licences: each package that users install, by the lock file, has a licence that goes with Apache-2.0, needs no install
// script, and has its checksum in the lock file.
import parse from 'spdx-expression-parse';
import { isMain } from '../lib/workspace.mjs';
import { runtimePackages } from '../rehearse/release/runtime-packages.mjs';

/** Licences that ask for no more than their notice, which comes with each package. */
const permissive = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
];

/** Licences that ask for more, whom they are accepted from, and why. */
const accepted = {
  'LGPL-3.0-or-later': {
    of: /^@img\/sharp-/,
    why: 'libvips, a shared library of its own that sharp loads and that anybody can replace; pictures alone are read by it',
  },
  'MPL-2.0': {
    of: /^@resvg\/resvg-js/,
    why: 'resvg, used as it comes; the licence is about changes to its own files',
  },
};

/** Packages whose install script nothing depends on, and why: they are tested without it. */
const idleScripts = {
  webgpu: 'takes the mark of a downloaded file from Dawn on macOS; an optional peer, which people install themselves',
  'msgpackr-extract':
    'an optional addon of msgpackr, whose script looks whether the prebuilt one loads; without it msgpackr is JavaScript',
};

const isFine = (name, tree) => {
  if (tree.conjunction === 'or') return isFine(name, tree.left) || isFine(name, tree.right);
  if (tree.conjunction === 'and') return isFine(name, tree.left) && isFine(name, tree.right);
  const licence = tree.plus ? `${tree.license}-or-later` : tree.license;
  return permissive.includes(licence) || accepted[licence]?.of.test(name) === true;
};

const understood = (licence) => {
  try {
    return parse(licence);
  } catch {
    return undefined;
  }
};

/**
 * What is wrong with packages that are to be installed with ours, a line each.
 *
 * @param {ReturnType<typeof runtimePackages>} packages
 * @returns {string[]}
 */
export const packageProblems = (packages) =>
  packages.flatMap(({ name, version, licence, hasInstallScript, integrity }) => {
    const tree = licence === undefined ? undefined : understood(licence);
    const problems = [];
    if (tree === undefined) problems.push(`says ${licence ?? 'nothing'} for a licence, which SPDX does not know`);
    else if (!isFine(name, tree)) problems.push(`is under ${licence}, which is not accepted from it`);
    if (hasInstallScript && !Object.hasOwn(idleScripts, name))
      problems.push('wants to run a script when it is installed');
    if (integrity === undefined) problems.push('has no checksum in the lock file');
    return problems.map((problem) => `${name} ${version} ${problem}`);
  });

if (isMain(import.meta.url)) {
  const packages = runtimePackages();
  const problems = packageProblems(packages);
  const counts = new Map();
  for (const { licence } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  for (const [licence, count] of [...counts].sort((a, b) => b[1] - a[1]))
    console.log(`${String(count).padStart(4)} ${licence}${licence in accepted ? `: ${accepted[licence].why}` : ''}`);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
