#!/usr/bin/env node
// node tools/rehearse/soak/studio.mjs [--minutes N] [--seed N]: random use of the studio's page in Chromium, five minutes of it; tensors and memory of its page
// and of its worker must stay what they are. Ends with 1 where something grows.
import { parseArgs } from 'node:util';
import { random } from '@interp/core';
import { engineOf } from '../browser/engines.mjs';
import { problems } from '../browser/pages.mjs';
import { draw, openStudio, openView, settled, viewsOf } from '../browser/studio/page.mjs';
import { buildStudio, startStudio } from '../browser/studio/start.mjs';
import { slopeOf } from './slope.mjs';

const { values: options } = parseArgs({
  options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string', default: '1' } },
});
const minutes = Number(options.minutes);
const { integer } = random(Number(options.seed));
const one = (/** @type {readonly any[]} */ list) => list[integer(list.length)];

/** What is watched, and how much of a slope per hour passes for none: a network that is first asked for late stays, and act after act would be thousands. */
const watched = { tensors: 120, 'wasm memory, MB': 60, "the page's heap, MB": 30, 'nodes of the page': 3000 };

/** Chooses anything in one of the page's lists that are seen, but for backends and networks: those hold their weights. */
async function choose(page) {
  const lists = await page.locator('main select:visible').all();
  if (lists.length === 0) return;
  const list = one(lists);
  await list.selectOption({ index: integer(await list.locator('option').count()) });
}

/** Chooses everything once, so that all networks are loaded before anything is watched. */
async function everyChoice(page) {
  const lists = [page.getByRole('combobox', { name: 'Network' }), ...(await page.locator('main select').all())];
  for (const list of lists) {
    const first = await list.inputValue().catch(() => undefined);
    if (first === undefined) continue;
    for (const value of await list.locator('option').evaluateAll((all) => all.map((one) => one.value))) {
      if (value !== 'own') await list.selectOption(value, { timeout: 2000 }).catch(() => undefined);
      await settled(page);
    }
    await list.selectOption(first, { timeout: 2000 }).catch(() => undefined);
  }
}

/** Presses any button that undoes, redoes, or takes a sample. */
async function press(page) {
  const button = one(await page.getByRole('button', { name: /^(?:Sample \d|Undo|Redo|Clear)$/ }).all());
  if (await button?.isEnabled()) await button.click();
}

const acts = {
  draw: async (page) => {
    if (await page.getByRole('button', { name: 'Clear' }).count()) await draw(page, one([1, 5]), { steps: 4 });
  },
  view: async (page, views) => openView(page, one(views)),
  choose,
  press,
};

const engine = engineOf('chromium');
await buildStudio();
const { url, close } = await startStudio();
const browser = await engine.begin(engine.program);
const samples = [];
let count = 0;
try {
  const context = await browser.context();
  const page = await openStudio(context, url);
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  const views = await viewsOf(page);
  const read = async () => {
    await openView(page, views[0]);
    await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    const metric = (name) => metrics.find((each) => each.name === name).value;
    const [tensors, wasm] = await page.workers()[0].evaluate(() => {
      const { backend, memory } = globalThis._tfengine;
      return [memory.call(globalThis._tfengine).numTensors, backend.wasm.HEAPU8.length / 2 ** 20];
    });
    return [tensors, wasm, metric('JSHeapUsedSize') / 2 ** 20, metric('Nodes')];
  };
  const began = performance.now();
  const soFar = () => (performance.now() - began) / 60_000;
  for (const view of views) {
    await openView(page, view);
    await everyChoice(page);
  }
  while (soFar() < minutes) {
    for (let i = 0; i < 20; i++, count++) {
      await one(Object.values(acts))(page, views);
      await settled(page);
    }
    if (soFar() > 0.3 * minutes) samples.push({ hours: soFar() / 60, values: await read() });
  }
} catch (error) {
  problems.push(error.stack);
} finally {
  await browser.close();
  await close();
}
for (const [i, [what, bound]] of Object.entries(watched).entries()) {
  const points = samples.map(({ hours, values }) => ({ x: hours, y: values[i] }));
  const [first, last] = [points[0]?.y, points.at(-1)?.y].map((value) => Number(value?.toFixed(1)));
  const slope = slopeOf(points);
  console.log(`${what}: ${first} to ${last}, ${slope.toFixed(1)} an hour, at most ${bound}`);
  if (!(slope <= bound)) problems.push(`${what} grows by ${slope.toFixed(1)} an hour`);
}
console.log(`tensors: ${samples.map(({ values: [tensors] }) => tensors).join(' ')}`);
console.log(`${count} acts in ${minutes} minutes, looked at ${samples.length} times`);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
