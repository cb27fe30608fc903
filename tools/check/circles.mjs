// Circles of imports, and imports that reach past a folder's index, among the source files of one folder.
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { filesUnder } from '../lib/workspace.mjs';

/**
 * Every module specifier that a source imports or exports from, those of types included.
 *
 * @param {string} source
 * @returns {string[]}
 */
export const importsOf = (source) => ts.preProcessFile(source, true, true).importedFiles.map((file) => file.fileName);

/**
 * Which files of a folder import which others of it.
 *
 * @param {string} folder
 * @returns {Map<string, string[]>} of paths relative to the folder
 */
export function importGraph(folder) {
  const files = filesUnder(folder, (file) => file.endsWith('.ts'));
  const known = new Set(files);
  const targets = (/** @type {string} */ file) =>
    importsOf(readFileSync(join(folder, file), 'utf8'))
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.ts'))
      .filter((target) => known.has(target));
  return new Map(files.map((file) => [file, targets(file)]));
}

/**
 * Circles of imports: the strongly connected components of more than one file, by Tarjan's algorithm (1972).
 *
 * @param {Map<string, string[]>} graph
 * @returns {string[][]} the files of each circle
 */
export function circlesOf(graph) {
  /** @type {Map<string, number>} */
  const index = new Map();
  /** @type {Map<string, number>} */
  const lowest = new Map();
  /** @type {string[]} */
  const stack = [];
  /** @type {string[][]} */
  const circles = [];
  const low = (/** @type {string} */ file) => lowest.get(file) ?? Infinity;
  const visit = (/** @type {string} */ file) => {
    index.set(file, index.size);
    lowest.set(file, index.size - 1);
    stack.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) lowest.set(file, Math.min(low(file), low(next)));
    }
    if (low(file) !== index.get(file)) return;
    const circle = stack.splice(stack.indexOf(file));
    if (circle.length > 1) circles.push(circle.sort());
  };
  for (const file of graph.keys()) if (!index.has(file)) visit(file);
  return circles;
}

/**
 * Imports from outside of a folder that has an index, of a file of it other than the index.
 *
 * @param {Map<string, string[]>} graph
 * @returns {[file: string, target: string, index: string][]}
 */
export function importsPastIndex(graph) {
  const inside = (/** @type {string} */ file, /** @type {string} */ folder) => file.startsWith(`${folder}/`);
  const indexes = [...graph.keys()].filter((file) => posix.basename(file) === 'index.ts' && file.includes('/'));
  return [...graph].flatMap(([file, targets]) =>
    targets.flatMap((target) =>
      indexes
        .filter((index) => {
          const folder = posix.dirname(index);
          return target !== index && inside(target, folder) && !inside(file, folder);
        })
        .map((index) => /** @type {[string, string, string]} */ ([file, target, index])),
    ),
  );
}
