// Pages: written, bundled, opened; and what goes wrong with them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../lib/workspace.mjs';
import { bundle } from './bundle.mjs';

/** Where pages are written and built. */
export const folder = join(root, 'node_modules', '.cache', 'interp-browser');

/** Where built pages lie. */
export const built = join(folder, 'built');

/** Everything that went wrong. */
export const problems = [];

/** Notes what went wrong with something. */
export const report = (subject, found) => {
  for (const problem of found) problems.push(`${subject}: ${problem}`);
};

/** Writes a page of one script and other files, and bundles it; built-ins of Node.js that got in, and bytes of JavaScript. */
export async function bundled(name, script, files = {}) {
  const source = join(folder, 'source', name);
  mkdirSync(source, { recursive: true });
  const html = '<!doctype html><script type="module" src="./main.mjs"></script>';
  for (const [file, text] of Object.entries({ 'index.html': html, 'main.mjs': script, ...files }))
    writeFileSync(join(source, file), text);
  return bundle(source, join(built, name));
}

/** As {@link bundled}, where a built-in is a problem. */
export async function pageOf(name, script, files) {
  const { leaks, bytes } = await bundled(name, script, files);
  report(
    name,
    leaks.map((leak) => `${leak} is of Node.js and has no place in a browser`),
  );
  return bytes;
}

/**
 * Opens a built page; what it throws is a problem, and what it logs goes to `lines`. `call` calls one of its `tries`, `global` waits
 * for a global value, but no longer than until the page throws; `close` closes it.
 */
export const open = ({ browser, url }, name, lines = []) =>
  browser.open(`${url}/${name}/index.html`, {
    onLine: (line) => lines.push(line),
    onError: (stack) => report(name, [stack]),
  });
