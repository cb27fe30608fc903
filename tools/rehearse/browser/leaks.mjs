// Finds Node built-ins on their way into a browser bundle.
import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';

/** What the nearest package.json above a file says that browsers do without. */
function browserField(file) {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, 'package.json');
    if (!existsSync(path)) continue;
    const { name, browser } = JSON.parse(readFileSync(path, 'utf8'));
    if (name !== undefined) return typeof browser === 'object' ? browser : {};
  }
  return {};
}

/**
 * A plugin of Vite that writes to `leaks` each import of a built-in that its own package does not take away for browsers.
 *
 * @param {string[]} leaks
 */
export const findLeaks = (leaks) => ({
  name: 'find-leaks',
  enforce: 'pre',
  resolveId(source, importer) {
    const bare = source.replace(/^node:/, '');
    if (importer === undefined || !(source.startsWith('node:') || builtinModules.includes(bare))) return;
    if (browserField(importer.split('?')[0])[source] !== false) leaks.push(`${source} by ${importer}`);
  },
});
