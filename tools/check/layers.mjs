#!/usr/bin/env node
// Dependencies between the packages point one way; imports inside a package make no circle, and keep to a folder's index where it has
// one. Holds package.json, tsconfig references and imports to it, and the diagram and the folders in docs/architecture.md to what there
// is (`--write` draws the diagram anew).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { circlesOf, importGraph, importsOf, importsPastIndex } from './circles.mjs';
import { filesUnder, forNodeAlone, isMain, root, workspaces } from '../lib/workspace.mjs';

/**
 * What each package may import of the others. A method (am, lrp …) knows the contracts of core and no model package;
 * only the applications know all.
 */
export const layers = {
  '@interp/tape': [],
  '@interp/checks': [],
  '@interp/core': ['@interp/checks', '@interp/tape'],
  '@interp/targets': ['@interp/checks', '@interp/tape', '@interp/core'],
  '@interp/graph': ['@interp/checks', '@interp/tape', '@interp/core'],
  '@interp/onnx': ['@interp/checks', '@interp/core', '@interp/graph'],
  '@interp/files': ['@interp/checks', '@interp/core'],
  '@interp/keras': ['@interp/checks', '@interp/core', '@interp/files', '@interp/graph'],
  '@interp/training': ['@interp/checks', '@interp/core', '@interp/files'],
  '@interp/native': [],
  '@interp/backend': ['@interp/checks', '@interp/native'],
  '@interp/mnist': ['@interp/checks', '@interp/core', '@interp/files'],
  '@interp/images': ['@interp/checks', '@interp/core', '@interp/targets', '@interp/files', '@interp/mnist'],
  '@interp/viz': ['@interp/checks', '@interp/core'],
  '@interp/lenet': ['@interp/checks', '@interp/tape', '@interp/core', '@interp/files', '@interp/training'],
  '@interp/rbm': ['@interp/checks', '@interp/core', '@interp/files', '@interp/training'],
  '@interp/gan': ['@interp/checks', '@interp/tape', '@interp/core', '@interp/files', '@interp/training'],
  '@interp/am': ['@interp/checks', '@interp/tape', '@interp/core', '@interp/targets', '@interp/training'],
  '@interp/lrp': ['@interp/checks', '@interp/core', '@interp/targets'],
  '@interp/adversarial': ['@interp/checks', '@interp/core', '@interp/training'],
  '@interp/sevenseg': ['@interp/checks', '@interp/core'],
  '@interp/novelty': ['@interp/checks', '@interp/core', '@interp/files', '@interp/training'],
  '@interp/pretrained': [
    '@interp/checks',
    '@interp/core',
    '@interp/files',
    '@interp/training',
    '@interp/mnist',
    '@interp/lenet',
    '@interp/rbm',
    '@interp/gan',
    '@interp/adversarial',
    '@interp/novelty',
  ],
  '@interp/report': ['@interp/checks', '@interp/files', '@interp/viz'],
  '@interp/open': [
    '@interp/checks',
    '@interp/core',
    '@interp/files',
    '@interp/graph',
    '@interp/onnx',
    '@interp/keras',
    '@interp/images',
    '@interp/targets',
    '@interp/am',
    '@interp/lrp',
    '@interp/adversarial',
    '@interp/lenet',
    '@interp/rbm',
    '@interp/gan',
    '@interp/pretrained',
  ],
  '@interp/batch': [
    '@interp/checks',
    '@interp/core',
    '@interp/files',
    '@interp/backend',
    '@interp/images',
    '@interp/lrp',
    '@interp/am',
    '@interp/adversarial',
    '@interp/pretrained',
    '@interp/open',
    '@interp/viz',
  ],
  '@interp/bullmq': ['@interp/checks', '@interp/batch'],
  '@interp/diagrams': ['@interp/core', '@interp/files', '@interp/viz', '@interp/lrp', '@interp/rbm', '@interp/report'],
  '@interp/thesis': [
    '@interp/checks',
    '@interp/core',
    '@interp/files',
    '@interp/backend',
    '@interp/mnist',
    '@interp/viz',
    '@interp/lenet',
    '@interp/rbm',
    '@interp/gan',
    '@interp/am',
    '@interp/lrp',
    '@interp/adversarial',
    '@interp/sevenseg',
    '@interp/novelty',
    '@interp/pretrained',
    '@interp/report',
    '@interp/diagrams',
  ],
};

const start = '<!-- packages: drawn by tools/check/layers.mjs --write -->';
const end = '<!-- /packages -->';
const builtins = new Set(builtinModules.filter((name) => !name.startsWith('_')));

/** The package that a specifier names: "@interp/files/node" → "@interp/files". */
const packageOf = (specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

/** Entry points of other packages that need Node.js. */
const needsNode = /^@interp\/(?:\w+\/node|files\/internal)$/;

/** A module without its imports of types, which nothing runs. */
const withoutTypes = (source) => source.replace(/^(?:import|export) type [^;]*;/gm, '');

/** Files that a browser entry point reaches by relative imports, so that Node's own modules can be kept out of them. */
function reachable(src, entry, seen = new Set()) {
  const path = join(src, entry);
  if (seen.has(entry) || !existsSync(path)) return seen;
  seen.add(entry);
  for (const specifier of importsOf(withoutTypes(readFileSync(path, 'utf8'))))
    if (specifier.startsWith('.'))
      reachable(src, posix.join(posix.dirname(entry), specifier).replace(/\.js$/, '.ts'), seen);
  return seen;
}

/** What one workspace does against the layers, a sentence each. */
function problemsOf({ folder, path, manifest }) {
  const { name } = manifest;
  const isApplication = folder.startsWith('apps/');
  const allowed = layers[name];
  if (!isApplication && allowed === undefined)
    return [`${folder}: ${name} has no place in the layers of tools/check/layers.mjs; give it one`];
  const mayUse = (other) => (isApplication ? other in layers : allowed.includes(other));
  const problems = [];

  const runtime = { ...manifest.dependencies, ...manifest.peerDependencies };
  const listed = Object.keys(runtime);
  for (const other of listed.filter((dependency) => dependency.startsWith('@interp/')))
    if (!mayUse(other)) problems.push(`${folder}/package.json: ${name} must not depend on ${other}`);

  const src = join(path, 'src');
  const entries = isApplication ? [] : forNodeAlone.includes(name) ? ['page.ts'] : ['index.ts', 'page.ts'];
  const inBrowser = new Set(entries.flatMap((entry) => [...reachable(src, entry)]));
  for (const file of filesUnder(src, (candidate) => candidate.endsWith('.ts'))) {
    const source = readFileSync(join(src, file), 'utf8');
    const runs = new Set(importsOf(withoutTypes(source)));
    for (const specifier of importsOf(source)) {
      const where = `${folder}/src/${file}`;
      const isBuiltin = specifier.startsWith('node:') || builtins.has(packageOf(specifier));
      if ((isBuiltin || needsNode.test(specifier)) && runs.has(specifier) && inBrowser.has(file))
        problems.push(
          `${where}: ${specifier} is reached from src/index.ts or src/page.ts, which must run in a browser`,
        );
      if (isBuiltin || specifier.startsWith('.')) continue;
      const other = packageOf(specifier);
      if (other === name) problems.push(`${where}: imports its own package by name; use a relative path`);
      else if (other.startsWith('@interp/') && !mayUse(other))
        problems.push(`${where}: ${name} must not import ${other}`);
      else if (!listed.includes(other)) problems.push(`${where}: ${other} is not among the dependencies of ${name}`);
      if (
        other.startsWith('@interp/') &&
        !['', '/internal', '/node', '/building', '/page'].includes(specifier.slice(other.length))
      )
        problems.push(`${where}: ${specifier} reaches into ${other}; import what its entry points export`);
    }
  }
  const graph = importGraph(src);
  for (const circle of circlesOf(graph))
    problems.push(
      `${folder}/src: a circle of imports, ${circle.join(', ')}; move what they share into a file of its own`,
    );
  for (const [file, target, index] of importsPastIndex(graph))
    problems.push(`${folder}/src/${file}: reaches past ${index} to ${target}; import what the folder's index exports`);
  return problems;
}

/** Everything in the repository at `folder` that goes against the layers, a sentence each. */
export const layerProblems = (folder = root) => workspaces(folder).flatMap(problemsOf);

/** The packages and their dependencies as a Mermaid diagram. */
export function packageDiagram(folder = root) {
  const short = (name) => name.replace('@interp/', '');
  const edges = workspaces(folder).flatMap(({ manifest }) =>
    Object.keys(manifest.dependencies ?? {})
      .filter((name) => name.startsWith('@interp/'))
      .map((name) => `  ${short(manifest.name)} --> ${short(name)}`),
  );
  return ['```mermaid', 'flowchart TD', ...edges.sort(), '```'].join('\n');
}

/** The folders of packages' sources that the page does not name, or names though there is none: `lrp/rules` between backticks. */
export function folderProblems(page, folder = root) {
  const packages = workspaces(folder).filter(({ folder: where }) => where.startsWith('packages/'));
  const there = packages.flatMap(({ folder: where, path }) =>
    filesUnder(join(path, 'src'), (file) => file.endsWith('.ts'))
      .map((file) => posix.dirname(file))
      .filter((name) => name !== '.')
      .map((name) => `${posix.basename(where)}/${name}`),
  );
  const named = new Set(Array.from(page.matchAll(/^\| `([\w-]+\/[\w/-]+)`/gm), ([, name]) => name));
  return [
    ...[...new Set(there)]
      .filter((name) => !named.has(name))
      .map(
        (name) =>
          `docs/architecture.md: says nothing of the folder ${name}; give it a row in "Which folder holds what"`,
      ),
    ...[...named]
      .filter((name) => !there.includes(name))
      .map((name) => `docs/architecture.md: there is no folder ${name}`),
  ];
}

/** The page with its diagram drawn anew. */
export function withDiagram(page, diagram) {
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`docs/architecture.md has lost its markers ${start} and ${end}`);
  return `${page.slice(0, from + start.length)}\n\n${diagram}\n\n${page.slice(to)}`;
}

if (isMain(import.meta.url)) {
  const page = join(root, 'docs', 'architecture.md');
  const text = readFileSync(page, 'utf8');
  const drawn = withDiagram(text, packageDiagram());
  if (process.argv.includes('--write')) writeFileSync(page, drawn);
  const problems = [...layerProblems(), ...folderProblems(drawn)];
  if (drawn !== text && !process.argv.includes('--write'))
    problems.push(
      'docs/architecture.md: the diagram is not of these packages; run node tools/check/layers.mjs --write',
    );
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) console.log(`${workspaces().length} packages keep to their layers`);
  process.exit(problems.length === 0 ? 0 : 1);
}
