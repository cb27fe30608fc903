#!/usr/bin/env node
// npm run browser: each package in a page bundled by Vite, in headless Chromium; results beside those of Node.js.
// CHROMIUM names another browser than /usr/bin/chromium.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { useBackend } from '@interp/backend';
import { chromium } from 'playwright-core';
import { root } from '../workspace.mjs';
import { built, folder, problems } from './pages.mjs';
import { serve } from './serve.mjs';
import { tryGuide } from './try-guide.mjs';
import { tryMethods } from './try-methods.mjs';
import { tryPackages } from './try-packages.mjs';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
if (!existsSync(executablePath)) {
  console.error(`${executablePath} is not there; install Chromium (apt-get install chromium) or name it as CHROMIUM`);
  process.exit(1);
}
rmSync(folder, { recursive: true, force: true });
mkdirSync(built, { recursive: true });
/** A residual network that Keras trained and TensorFlow.js' converter wrote: see keras_model.py. */
const model = join(root, 'packages', 'core', 'test', 'fixtures', 'keras-residual');
const { url, close } = await serve(built);
const args = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
const browser = await chromium.launch({ executablePath, args });
try {
  console.log(`Chromium ${browser.version()}, Node.js ${process.version}`);
  const where = { browser, url };
  await tryPackages(where);
  await useBackend('wasm');
  await tryMethods(where, model);
  await tryGuide(where, model);
} catch (error) {
  problems.push(error.stack);
} finally {
  await browser.close();
  close();
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
