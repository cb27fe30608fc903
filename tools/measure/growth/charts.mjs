import { lineChart } from '@interp/viz';
import { svgToPng } from '@interp/viz/node';
import { axes } from './axes.mjs';
import { methods } from './methods.mjs';

const mebibyte = 2 ** 20;
const size = { width: 560, height: 320 };

const linesOf = (rows, value) =>
  Object.entries(methods)
    .map(([name, { title }]) => ({ name: title, points: rows.filter(({ method }) => method === name) }))
    .filter(({ points }) => points.length > 0)
    .map(({ name, points }) => ({ name, x: points.map(({ at }) => at), y: points.map(value) }));

/**
 * A chart of time and one of memory for an axis.
 *
 * @param {string} axis - its name
 * @param {readonly object[]} rows - what was measured on it
 * @returns {Promise<Record<string, Uint8Array>>} PNG files by their names
 */
export async function chartsOf(axis, rows) {
  const { title, xTitle } = axes[axis];
  const both = { ...size, xTitle, xLog: true, yLog: true };
  const ofTime = await lineChart(
    linesOf(rows, ({ seconds }) => seconds),
    { ...both, title: `Time: ${title}`, yTitle: 'seconds' },
  );
  const ofMemory = await lineChart(
    linesOf(rows, ({ peak }) => peak / mebibyte),
    { ...both, title: `Memory: ${title}`, yTitle: 'MiB of tensors at most' },
  );
  return { [`growth-${axis}-time.png`]: svgToPng(ofTime), [`growth-${axis}-memory.png`]: svgToPng(ofMemory) };
}
