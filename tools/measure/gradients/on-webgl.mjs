// The sweep on webgl, in a page in headless Chromium. CHROMIUM names another browser than /usr/bin/chromium.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../../rehearse/browser/bundle.mjs';
import { engineOf } from '../../rehearse/browser/engines.mjs';
import { serve } from '../../rehearse/browser/serve.mjs';
import { root } from '../../lib/workspace.mjs';

const folder = join(root, 'node_modules', '.cache', 'interp-gradients');

/** The script of a page that computes the sweep on webgl: its `tries.compute(ways)`. */
export const webglScript = `import '@tensorflow/tfjs-backend-webgl';
import { startBackend } from '@interp/backend';
import { allFound } from ${JSON.stringify(join(root, 'tools', 'measure', 'gradients', 'gradients.mjs'))};

globalThis.tries = {
  compute: async (ways) => {
    await startBackend('webgl');
    return allFound(ways);
  },
};
`;

/** What every case gives on webgl; an Error of one line where there is no browser. */
export async function foundOnWebgl() {
  const { program, begin } = engineOf('chromium');
  const [page, built] = [join(folder, 'page'), join(folder, 'built')];
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(page, { recursive: true });
  writeFileSync(join(page, 'index.html'), '<!doctype html><script type="module" src="./main.mjs"></script>');
  writeFileSync(join(page, 'main.mjs'), webglScript);
  await bundle(page, built);
  const { url, close } = await serve(built);
  const browser = await begin(program);
  try {
    const page = await browser.open(`${url}/index.html`, { onLine: () => undefined, onError: console.error });
    await page.global('tries');
    return await page.call('compute');
  } finally {
    await browser.close();
    close();
  }
}
