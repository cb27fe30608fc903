// The numbers of the methods on webgl, in a page in headless Chromium: of those without many steps, since no graphics card may be there. CHROMIUM names another browser than /usr/bin/chromium.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { bundle } from '../browser/bundle.mjs';
import { serve } from '../browser/serve.mjs';
import { root } from '../workspace.mjs';

const folder = join(root, 'node_modules', '.cache', 'interp-parity');
const source = (name) => JSON.stringify(join(root, 'tools', 'parity', name));

const script = `import '@tensorflow/tfjs-backend-webgl';
import { useBackend } from '@interp/backend';
import { numbers } from ${source('methods.mjs')};
import { subject } from ${source('subject.mjs')};

globalThis.compute = async () => {
  await useBackend('webgl');
  return numbers(await subject(), ({ iterated }) => !iterated);
};
`;

/** `{ numbers, versions }`; an Error of one line where there is no browser. */
export async function onWebgl() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath))
    throw new Error(`there is no ${executablePath}; install Chromium, or name it as CHROMIUM`);
  const [page, built] = [join(folder, 'page'), join(folder, 'built')];
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(page, { recursive: true });
  writeFileSync(join(page, 'index.html'), '<!doctype html><script type="module" src="./main.mjs"></script>');
  writeFileSync(join(page, 'main.mjs'), script);
  await bundle(page, built);
  const { url, close } = await serve(built);
  const options = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
  const browser = await chromium.launch({ executablePath, args: options });
  try {
    const opened = await browser.newPage();
    await opened.goto(`${url}/index.html`);
    await opened.waitForFunction(() => globalThis.compute);
    const numbers = await opened.evaluate(() => globalThis.compute());
    return { numbers, versions: { Chromium: browser.version() } };
  } finally {
    await browser.close();
    close();
  }
}
