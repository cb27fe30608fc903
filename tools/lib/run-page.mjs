// Runs the programs of a Markdown page as its reader would, one after the other.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagePrograms, toJavaScript } from './examples.mjs';
import { root } from './workspace.mjs';

/**
 * What the programs of a page print.
 *
 * @param {string} page - path from the root
 * @param {string} folder - where they run; it gets what the documentation's examples read, and what they write
 * @returns {string}
 */
export function runPage(page, folder) {
  const cache = join(root, 'node_modules', '.cache', 'interp-pages');
  mkdirSync(cache, { recursive: true });
  cpSync(join(root, 'docs', 'examples'), folder, { recursive: true });
  return pagePrograms(readFileSync(join(root, page), 'utf8'))
    .map((code, index) => {
      const file = join(cache, `${page.replace(/\W+/g, '-')}-${process.pid}-${index}.mjs`);
      writeFileSync(file, toJavaScript(code));
      const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', file], {
        cwd: folder,
        encoding: 'utf8',
        timeout: 120_000,
      });
      if (status !== 0) throw new Error(`program ${index + 1} of ${page} ended with ${status}: ${stderr.slice(-2000)}`);
      return stdout;
    })
    .join('');
}

/**
 * What the command line prints.
 *
 * @param {string} line - as a page shows it, `interp classify …`
 * @param {string} folder - where it runs
 * @returns {string}
 */
export function runLine(line, folder) {
  const [, ...args] = line.split(' ');
  const program = join(root, 'apps', 'cli', 'bin', 'interp.js');
  const how = { cwd: folder, encoding: /** @type {const} */ ('utf8'), timeout: 120_000 };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], how);
  if (status !== 0) throw new Error(`${line} ended with ${status}: ${stderr.slice(-2000)}`);
  return stdout;
}
