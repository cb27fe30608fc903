#!/usr/bin/env node
// npm run browser: each package in a page bundled by Vite, in headless Chromium; results beside those of Node.js.
// CHROMIUM names another browser than /usr/bin/chromium.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useBackend } from '@interp/backend';
import { chromium } from 'playwright-core';
import { root, workspaces } from '../workspace.mjs';
import { bundle } from './bundle.mjs';
import { beyond, differences } from './compare.mjs';
import { methods } from './methods.mjs';
import { serve } from './serve.mjs';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const folder = join(root, 'node_modules', '.cache', 'interp-browser');
const problems = [];
const responsive = 250;

const report = (subject, found) => {
  for (const problem of found) problems.push(`${subject}: ${problem}`);
};

/** Writes a page of one script, bundles it, and says what got in that should not. */
async function pageOf(name, script) {
  const source = join(folder, 'source', name);
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, 'index.html'), '<!doctype html><script type="module" src="./main.mjs"></script>');
  writeFileSync(join(source, 'main.mjs'), script);
  const { leaks, bytes } = await bundle(source, join(folder, 'built', name));
  report(
    name,
    leaks.map((leak) => `${leak} is of Node.js and has no place in a browser`),
  );
  return bytes;
}

/** Opens a built page; what it throws or logs as an error is a problem. */
async function open(browser, url, name) {
  const page = await browser.newPage();
  page.on('pageerror', (error) => report(name, [error.message]));
  await page.goto(`${url}/${name}/index.html`);
  return page;
}

/** A package's index has the same exports in a page as in Node.js. */
async function tryPackage(browser, url, { manifest }) {
  const name = manifest.name.replace('@interp/', '');
  const script = `import * as all from '${manifest.name}';\nglobalThis.names = Object.entries(all).filter(([, value]) => value !== undefined).map(([name]) => name).sort();`;
  const bytes = await pageOf(name, script);
  const page = await open(browser, url, name);
  const handle = await page.waitForFunction(() => globalThis.names, undefined, { timeout: 60_000 });
  const names = new Set(await handle.jsonValue());
  const expected = Object.keys(await import(manifest.name));
  const missing = expected.filter((each) => !names.has(each));
  report(
    name,
    missing.map((each) => `${each} is not there in a browser`),
  );
  console.log(`${manifest.name}: ${expected.length} exports, ${Math.ceil(bytes / 1024)} KiB of JavaScript bundled`);
  await page.close();
}

/** The methods by `run` in the page beside those of Node.js. */
async function tryMethods(page, expected, label, run, ...args) {
  const found = await page.evaluate(run, args);
  const far = differences(expected, found.values);
  report(label, beyond(far));
  const figures = Object.entries(far).map(([name, difference]) => `${name} ${difference.toExponential(1)}`);
  console.log(`${label}: ${found.seconds.toFixed(1)} s, farthest from Node.js: ${figures.join(', ')}`);
  return found;
}

/** The guide's program in a page prints what the guide says. */
async function tryGuide(browser, url) {
  const guide = readFileSync(join(root, 'docs', 'guides', 'use-in-the-browser.md'), 'utf8');
  const [, program] = /^```js\n([\s\S]*?)^```$/m.exec(guide);
  await pageOf('guide', `${program}\nglobalThis.done = true;`);
  const page = await browser.newPage();
  const lines = [];
  page.on('console', (message) => lines.push(message.text()));
  page.on('pageerror', (error) => report('guide', [error.message]));
  await page.goto(`${url}/guide/index.html`);
  await page.waitForFunction(() => globalThis.done, undefined, { timeout: 60_000 });
  if (!lines.some((line) => line.startsWith('wasm 5 '))) report('guide', [`it prints ${JSON.stringify(lines)}`]);
  console.log(`guide: ${lines.join('; ')}`);
  await page.close();
}

if (!existsSync(executablePath)) {
  console.error(`${executablePath} is not there; install Chromium (apt-get install chromium) or name it as CHROMIUM`);
  process.exit(1);
}
rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, 'built'), { recursive: true });
const { url, close } = await serve(join(folder, 'built'));
const options = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
const browser = await chromium.launch({ executablePath, args: options });
try {
  console.log(`Chromium ${browser.version()}, Node.js ${process.version}`);
  const packages = workspaces().filter(({ manifest }) => manifest.exports?.['.'] !== undefined);
  for (const each of packages) await tryPackage(browser, url, each);

  await useBackend('wasm');
  const { values: expected } = await methods();
  await pageOf('methods', `import ${JSON.stringify(join(root, 'tools', 'browser', 'page.mjs'))};`);
  const weights = join(root, 'packages', 'pretrained', 'weights', 'lenet');
  cpSync(weights, join(folder, 'built', 'elsewhere', 'lenet'), { recursive: true });
  const page = await open(browser, url, 'methods');
  const compute = ([backend, base]) => globalThis.compute(backend, base);
  await tryMethods(page, expected, 'wasm', compute, 'wasm');
  await tryMethods(page, expected, 'webgl', compute, 'webgl');
  await tryMethods(page, expected, 'weights by URL, wasm', compute, 'wasm', `${url}/elsewhere`);
  const work = () => globalThis.computeInWorker();
  const { longestGap } = await tryMethods(page, expected, 'Web Worker, wasm', work);
  console.log(`Web Worker: the page waited ${longestGap.toFixed(0)} ms at most`);
  if (longestGap > responsive) report('Web Worker', [`the page stood still for ${longestGap.toFixed(0)} ms`]);
  await tryGuide(browser, url);
} finally {
  await browser.close();
  close();
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
