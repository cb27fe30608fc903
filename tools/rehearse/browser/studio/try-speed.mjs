// How large the first load is, and how long the longest task takes the processor, which fail where they are too much; and how fast the page is, which
// is measured and printed.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { report } from '../pages.mjs';
import { longestTask, watchTasks } from './longest-task.mjs';
import { openStudio, settled } from './page.mjs';
import { page as folder } from './start.mjs';
import { along, strokesOf } from './strokes.mjs';

/** Script of the first load at most, compressed, in kB. */
const mostScript = 450;

const names = () => performance.getEntriesByType('resource').map(({ name }) => name);

/** Scripts that the page and its worker loaded, compressed, in kB. */
async function scriptOf(page) {
  const all = [
    await page.evaluate(names),
    ...(await Promise.all(page.workers().map((worker) => worker.evaluate(names)))),
  ];
  const files = new Set(
    all
      .flat()
      .map((name) => basename(new URL(name).pathname))
      .filter((name) => name.endsWith('.js')),
  );
  const sizes = [...files].map(
    (name) => gzipSync(readFileSync(join(folder, 'assets', name)), { level: 9 }).length / 1000,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Notes when the pointer moves, when a heatmap is painted, and tasks that keep the page from answering. */
const watch = () => {
  const seen = (globalThis.seen = { moves: [], maps: [], tasks: [] });
  const { putImageData } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.putImageData = function (/** @type {any[]} */ ...args) {
    Reflect.apply(putImageData, this, args);
    if (this.canvas.closest?.('.maps')) seen.maps.push(performance.now());
  };
  addEventListener('pointermove', () => seen.moves.push(performance.now()), { capture: true });
  new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: 'longtask',
    buffered: true,
  });
};

const share = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];

/** From each move of the pointer to the heatmap that comes of it, in ms, sorted. */
async function latencies(page) {
  const canvas = page.getByLabel('Draw', { exact: true }).and(page.locator('canvas'));
  const { x, y, width, height } = await canvas.boundingBox();
  const [stroke] = strokesOf[5];
  await page.getByRole('button', { name: 'Clear' }).click();
  for (const [i, [right, down]] of along(stroke, 20).entries()) {
    await page.mouse.move(x + right * width, y + down * height);
    if (i === 0) await page.mouse.down();
    await page.waitForTimeout(60);
  }
  await page.mouse.up();
  await settled(page);
  const { moves, maps } = await page.evaluate(() => globalThis.seen);
  return moves
    .flatMap((at, i) => {
      const next = maps.find((time) => time > at);
      return next !== undefined && next < (moves[i + 1] ?? Infinity) ? [next - at] : [];
    })
    .sort((a, b) => a - b);
}

/** When the first heatmap was painted, in seconds from the beginning of the navigation. */
const firstAnswer = () => globalThis.seen.maps[0] / 1000;

/** The first load, in a browser that knows nothing yet; then a 5 drawn slowly. */
export async function trySpeed(context, url) {
  await context.addInitScript(watch);
  const tasks = await watchTasks(context, url);
  const page = await openStudio(context, url);
  const seconds = await page.evaluate(firstAnswer);
  const script = await scriptOf(page);
  if (script > mostScript)
    report('studio', [`the first load has ${script.toFixed(0)} kB of script; expected ${mostScript}`]);
  const atFirst = await page.evaluate(() => Math.max(0, ...globalThis.seen.tasks));
  const all = await latencies(page);
  const longest = await page.evaluate(() => Math.max(0, ...globalThis.seen.tasks));
  const processor = await tasks();
  if (processor > longestTask)
    report('studio', [
      `the page's longest task takes the processor ${processor.toFixed(0)} ms; expected ${longestTask}`,
    ]);
  const { threads, isIsolated } = await page.evaluate(() => ({
    threads: document.querySelector('header .help')?.textContent ?? 'one thread',
    isIsolated: crossOriginIsolated,
  }));
  if (!isIsolated) report('studio', ['the page is not isolated']);
  const task = (ms) => (ms === 0 ? 'under 50' : ms.toFixed(0));
  console.log(
    `studio: ${script.toFixed(0)} kB of script at first (at most ${mostScript}), first answer after ${seconds.toFixed(1)} s; from pointer to heatmap ${share(all, 0.5)?.toFixed(0)} ms, 95 % within ${share(all, 0.95)?.toFixed(0)} ms (${all.length} moves, ${threads}); longest task of the page ${task(atFirst)} ms while loading, ${task(longest)} ms in all, ${processor.toFixed(1)} of the processor (at most ${longestTask})`,
  );
  await page.close();
}
