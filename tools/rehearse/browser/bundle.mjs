// Bundles a page with Vite as people's projects do.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { filesUnder } from '../../lib/workspace.mjs';
import { findLeaks } from './leaks.mjs';

/** Bytes of all JavaScript in a folder, each script as `encode` gives it. */
export const bytesOfScripts = (folder, encode = (/** @type {Buffer} */ script) => script) =>
  filesUnder(folder, (file) => file.endsWith('.js')).reduce(
    (sum, file) => sum + encode(readFileSync(join(folder, file))).length,
    0,
  );

/**
 * Bundles the page `index.html` of `folder` into `outDir`.
 *
 * @returns {Promise<{ leaks: string[], bytes: number }>} Node built-ins that got in, and bytes of JavaScript
 */
export async function bundle(folder, outDir) {
  const leaks = [];
  await build({
    root: folder,
    base: './',
    configFile: false,
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 100_000, target: 'es2022' },
    worker: { format: 'es', plugins: () => [findLeaks(leaks)] },
    plugins: [findLeaks(leaks)],
  });
  return { leaks: [...new Set(leaks)], bytes: bytesOfScripts(outDir) };
}
