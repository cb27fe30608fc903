// The methods in a page, beside those of Node.js.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel } from '@interp/files/node';
import { readJson, root } from '../../lib/workspace.mjs';
import { beside } from './beside.mjs';
import { methods } from './methods.mjs';
import { others } from './others.mjs';
import { built, open, pageOf, report } from './pages.mjs';
import { isolating, policy, serve } from './serve.mjs';
import { tenLines } from './ten-lines.mjs';

/** A timer or a frame of the page may wait so long while a worker computes, in ms. */
const RESPONSIVE = 500;

/** What is computed by a renderer in software, which takes seconds for what a graphics card does at once. */
const few = { classes: [5], steps: 10 };

/**
 * How many values may be farther off on webgl: the 6 × 6 pixels under one window of max-pooling whose two largest values differ by one
 * rounding at digit 5, where rounding decides which of them is passed the relevance.
 */
const exceptions = { relevance: 36 };

const inWords = ({ timer, frame }) => `a timer ${timer.toFixed(0)} ms, a frame ${frame.toFixed(0)} ms`;

/** Weights from elsewhere load; those that are not there or damaged are refused. */
async function tryWeights(page, url) {
  const weights = join(root, 'packages', 'pretrained', 'weights');
  for (const name of ['elsewhere', 'damaged']) cpSync(weights, join(built, name), { recursive: true });
  const file = join(built, 'damaged', 'lenet', 'model.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('conv1', 'conv7'));
  await page.call('weights', `${url}/elsewhere`);
  for (const [name, code] of [
    ['damaged', 'bad-checksum'],
    ['nowhere', 'not-found'],
  ]) {
    const found = await page.call('refusal', `${url}/${name}`);
    if (found !== code) report('weights', [`${name} gives ${found}; expected ${code}`]);
  }
}

/** Headers of a page that has shared memory, and whose policy allows no worker, or none from a blob. */
const withoutWorkers = (allowed) => ({
  ...isolating,
  'content-security-policy': policy.replace("worker-src 'self' blob:", `worker-src ${allowed}`),
});

/** Where a page's policy refuses threads, the work goes on in one, and it is said why. */
async function tryRefusedThreads(browser, expected) {
  for (const allowed of ["'none'", "'self'"]) {
    const label = `wasm, 2 threads asked for, worker-src ${allowed}`;
    const { url, close } = await serve(built, { headers: withoutWorkers(allowed), browser });
    const page = await open({ browser, url }, 'methods');
    const { threads, hasSharedMemory, why } = await beside(page, expected, label, 'threads', 2);
    if (threads !== 1) report(label, [`${threads} are at work; expected 1`]);
    if (hasSharedMemory && !/worker-src|policy/i.test(why ?? '')) report(label, [`the reason is ${why}`]);
    console.log(`At work was ${threads}: ${why}`);
    await page.close();
    close();
  }
}

/** The kernels divided among threads, which takes the shared memory that a cross-origin-isolated page has; one without has one thread. */
export async function tryThreads({ browser, url }, expected) {
  const { url: isolated, close } = await serve(built, { headers: isolating, browser });
  for (const place of [isolated, url]) {
    const page = await open({ browser, url: place }, 'methods');
    const { threads, hasSharedMemory } = await beside(page, expected, 'wasm, 2 threads asked for', 'threads', 2);
    const wanted = hasSharedMemory ? 2 : 1;
    if (threads !== wanted) report('threads', [`${threads} are at work; expected ${wanted}`]);
    console.log(`At work were ${threads}, ${hasSharedMemory ? 'with' : 'without'} shared memory`);
    await page.close();
  }
  close();
  await tryRefusedThreads(browser, expected);
}

/** Everything that is computed in one page; `model` is a stranger's. */
export async function tryMethods(where, model) {
  await pageOf('methods', `import ${JSON.stringify(join(root, 'tools', 'rehearse', 'browser', 'page.mjs'))};`);
  cpSync(model, join(built, 'model'), { recursive: true });
  const [ours, fewer, rest] = [await methods(), { ...(await methods(few)), exceptions }, await others()];
  const { pictures } = readJson(join(model, 'expected.json'));
  const [all, one] = [
    [pictures, [0, 1, 2]],
    [pictures.slice(0, pictures.length / 3), [0]],
  ];
  const network = await loadModel(join(model, 'model.json'));
  const [stranger, strangerFew] = [await tenLines(network, ...all), await tenLines(network, ...one)];
  console.log(`Node.js: DeepFool ${ours.said}; a stranger's network ${stranger.said}`);
  const page = await open(where, 'methods');
  await beside(page, rest, 'wasm, other packages', 'others', 'wasm');
  const url = `${where.url}/model/model.json`;
  const alone = await beside(page, ours, 'wasm', 'methods', 'wasm');
  await beside(page, stranger, "wasm, a stranger's network", 'stranger', 'wasm', url, ...all);
  await beside(page, fewer, 'cpu', 'methods', 'cpu', few);
  await tryWeights(page, where.url);
  await beside(page, ours, 'wasm, weights by URL', 'methods', 'wasm', { baseUrl: `${where.url}/elsewhere` });
  const { waited } = await beside(page, ours, 'wasm in a Web Worker', 'worker', 'methods');
  console.log(
    `The page's longest wait without a worker: ${inWords(alone.waited)}; beside a worker: ${inWords(waited)}`,
  );
  if (Math.max(waited.timer, waited.frame) > RESPONSIVE) report('Web Worker', ['the page stood still']);
  await page.close();
  const onWebgl = await open(where, 'methods');
  await beside(onWebgl, rest, 'webgl, other packages', 'others', 'webgl');
  await beside(onWebgl, fewer, 'webgl', 'methods', 'webgl', few);
  await beside(onWebgl, strangerFew, "webgl, a stranger's network", 'stranger', 'webgl', url, ...one);
  await onWebgl.close();
  await tryThreads(where, ours);
}
