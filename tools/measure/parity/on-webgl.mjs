// The numbers of the methods on webgl, in a page in headless Chromium: of those without many steps, since no graphics card may be there. CHROMIUM names another browser than /usr/bin/chromium.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../../rehearse/browser/bundle.mjs';
import { engineOf } from '../../rehearse/browser/engines.mjs';
import { serve } from '../../rehearse/browser/serve.mjs';
import { root } from '../../lib/workspace.mjs';

const folder = join(root, 'node_modules', '.cache', 'interp-parity');
const source = (name) => JSON.stringify(join(root, 'tools', 'measure', 'parity', name));

const script = `import '@tensorflow/tfjs-backend-webgl';
import { startBackend } from '@interp/backend';
import { numbers } from ${source('methods.mjs')};
import { subject } from ${source('subject.mjs')};

globalThis.tries = {
  compute: async () => {
    await startBackend('webgl');
    return numbers(await subject(), ({ iterated }) => !iterated);
  },
};
`;

/** `{ numbers, versions }`; an Error of one line where there is no browser. */
export async function onWebgl() {
  const { name, program, begin } = engineOf('chromium');
  const [page, built] = [join(folder, 'page'), join(folder, 'built')];
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(page, { recursive: true });
  writeFileSync(join(page, 'index.html'), '<!doctype html><script type="module" src="./main.mjs"></script>');
  writeFileSync(join(page, 'main.mjs'), script);
  await bundle(page, built);
  const { url, close } = await serve(built);
  const browser = await begin(program);
  try {
    const page = await browser.open(`${url}/index.html`, { onLine: () => undefined, onError: console.error });
    await page.global('tries');
    return { numbers: await page.call('compute'), versions: { [name]: browser.version } };
  } finally {
    await browser.close();
    close();
  }
}
