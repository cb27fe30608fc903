#!/usr/bin/env node
// npm run browser [-- chromium|firefox|webkit|any]: each package in a page bundled by Vite, in a browser that shows no window; results
// beside those of Node.js. CHROMIUM, FIREFOX and WEBKIT name other programs than Debian's; `any` prints an address that can be opened
// in any browser of this machine.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startBackend } from '@interp/backend';
import { root } from '../../lib/workspace.mjs';
import { engineOf } from './engines.mjs';
import { built, folder, problems } from './pages.mjs';
import { serve } from './serve.mjs';
import { tryFrontEnds } from './try-front-ends.mjs';
import { tryGradients } from './try-gradients.mjs';
import { tryGuide } from './try-guide.mjs';
import { tryMethods } from './try-methods.mjs';
import { tryPackages } from './try-packages.mjs';
import { tryStudio } from './try-studio.mjs';

let browser;
let engine;
try {
  engine = engineOf(process.argv[2] ?? 'chromium');
  browser = await engine.begin(engine.program);
} catch (error) {
  console.error(error.code === 'ENOENT' ? `${error.path} is not there; install it` : error.message);
  process.exit(2);
}
rmSync(folder, { recursive: true, force: true });
mkdirSync(built, { recursive: true });
/** A residual network that Keras trained and TensorFlow.js' converter wrote: see keras_model.py. */
const model = join(root, 'packages', 'testing', 'fixtures', 'keras-residual');
const { url, close } = await serve(built, { browser });
try {
  console.log(`${engine.name} ${browser.version}, Node.js ${process.version}`);
  const where = { browser, url };
  await tryPackages(where);
  await startBackend('wasm');
  await tryMethods(where, model);
  await tryFrontEnds(where);
  await tryGradients(where);
  await tryGuide(where, model);
  await tryStudio(where);
} catch (error) {
  problems.push(error.stack);
} finally {
  await browser.close();
  close();
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
