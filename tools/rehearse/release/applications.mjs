// Small applications of strangers: a React component that draws a heatmap, linted and built by Vite and by Next.js and opened in
// Chromium, and tests under jest as it is installed.
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { readJson, root } from '../../lib/workspace.mjs';
import { engines } from '../browser/engines.mjs';
import { serve } from '../browser/serve.mjs';
import { missingImports } from './programs.mjs';
import { run } from './run.mjs';

const templates = join(root, 'tools', 'rehearse', 'release', 'applications');
const component = join(templates, 'heatmap.jsx');

/** Next.js writes scripts into its pages, which the strict policy of {@link serve} forbids. */
const policyOfNext = "default-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:";

/** A copy of a template with all installed that it needs. */
async function application(name, { folder, env }, needs) {
  const cwd = join(folder, `application-${name}`);
  mkdirSync(cwd, { recursive: true });
  cpSync(join(templates, name), cwd, { recursive: true });
  const imported = missingImports([readFileSync(name === 'jest' ? join(cwd, 'explain.test.mjs') : component, 'utf8')]);
  const tensorflow = ['core', 'layers', 'backend-wasm', 'backend-cpu'].map(
    (part) => `@tensorflow/tfjs-${part}@^4.22.0`,
  );
  await run('npm', ['install', ...new Set([...imported, ...tensorflow, ...needs])], { cwd, env, minutes: 10 });
  const { version } = readJson(join(cwd, 'node_modules', name, 'package.json'));
  const npx = (...args) => run('npx', ['--no-install', ...args], { cwd, env, minutes: 15 });
  return { cwd, version, npx };
}

/** Opens a built page and waits for what the component says; throws where the picture is not there. */
async function openPage(folder, headers) {
  const { url, close } = await serve(folder, { headers });
  const browser = await chromium.launch({ executablePath: engines.chromium.program, args: ['--no-sandbox'] });
  try {
    const tab = await browser.newPage();
    await tab.goto(`${url}/index.html`);
    await tab.locator('[role=status]:not(:empty)').waitFor({ timeout: 120_000 });
    const status = await tab.locator('[role=status]').textContent();
    if (status !== 'wasm 5') throw new Error(`${folder}: the page says ${status}`);
    const colours = await tab.locator('canvas').evaluate((/** @type {any} */ canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    });
    if (colours < 50) throw new Error(`${folder}: the heatmap has ${colours} colours`);
  } finally {
    await browser.close();
    close();
  }
}

/** Vite, with the rules that React has for its components. */
async function tryVite(where) {
  const needs = ['react', 'react-dom', 'vite', '@vitejs/plugin-react', 'eslint', 'eslint-plugin-react-hooks'];
  const { cwd, version, npx } = await application('vite', where, needs);
  cpSync(component, join(cwd, 'heatmap.jsx'));
  await npx('eslint', '--config', 'lint-rules.js', '--max-warnings', '0', 'heatmap.jsx', 'main.jsx');
  await npx('vite', 'build');
  await openPage(join(cwd, 'dist'));
  return [`Vite ${version}`];
}

/** Next.js, with both of its bundlers. */
async function tryNext(where) {
  const env = { ...where.env, NEXT_TELEMETRY_DISABLED: '1' };
  const { cwd, version, npx } = await application('next', { ...where, env }, ['next', 'react', 'react-dom']);
  cpSync(component, join(cwd, 'app', 'heatmap.jsx'));
  for (const bundler of ['--turbopack', '--webpack']) {
    await npx('next', 'build', bundler);
    await openPage(join(cwd, 'out'), { 'content-security-policy': policyOfNext });
  }
  return [`Next.js ${version} (Turbopack)`, `Next.js ${version} (webpack)`];
}

/** Jest, whose tests are ES modules. */
async function tryJest(where) {
  const env = { ...where.env, NODE_OPTIONS: '--experimental-vm-modules' };
  const { version, npx } = await application('jest', { ...where, env }, ['jest']);
  await npx('jest', '--ci');
  return [`jest ${version}`];
}

/**
 * Builds, opens and tests the applications.
 *
 * @param {{ folder: string, env: Record<string, string | undefined>, quick: boolean, say: (message: string) => void }} where - `quick` leaves Next.js out
 * @returns {Promise<string[]>} with what the packages worked
 * @throws Error where they did not
 */
export async function tryApplications({ quick, say, ...where }) {
  const worked = [];
  for (const attempt of [tryVite, tryJest, ...(quick ? [] : [tryNext])]) {
    const labels = await attempt(where);
    say(`${labels.join(' and ')}: a heatmap drawn or tested`);
    worked.push(...labels);
  }
  return worked;
}
