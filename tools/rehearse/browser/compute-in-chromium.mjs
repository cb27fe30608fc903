// One computation in a page in headless Chromium. CHROMIUM names another browser than /usr/bin/chromium.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../lib/workspace.mjs';
import { bundle } from './bundle.mjs';
import { engineOf } from './engines.mjs';
import { serve } from './serve.mjs';

/**
 * Bundles a script as a page, opens it and calls its `tries.compute()`.
 *
 * @param {string} name - of the folder that the page is made in
 * @param {string} script - sets `globalThis.tries`
 * @returns {Promise<{ value: any, versions: Record<string, string> }>} what it returned, and the browser's version by its name
 * @throws Error of one line where there is no browser
 */
export async function computeInChromium(name, script) {
  const engine = engineOf('chromium');
  const folder = join(root, 'node_modules', '.cache', name);
  const [source, built] = [join(folder, 'page'), join(folder, 'built')];
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, 'index.html'), '<!doctype html><script type="module" src="./main.mjs"></script>');
  writeFileSync(join(source, 'main.mjs'), script);
  await bundle(source, built);
  const { url, close } = await serve(built);
  const browser = await engine.begin(engine.program);
  try {
    const page = await browser.open(`${url}/index.html`, { onLine: () => undefined, onError: console.error });
    await page.global('tries');
    return { value: await page.call('compute'), versions: { [engine.name]: browser.version } };
  } finally {
    await browser.close();
    close();
  }
}
