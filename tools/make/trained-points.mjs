#!/usr/bin/env node
// Remakes the measured points of the chart of accuracy: node tools/make/trained-points.mjs [--data FOLDER]
// Six networks are trained, each is measured four times, which takes some four minutes of one core, and
// packages/thesis/src/accuracy/points.ts is written. Figure 3.10's part of it needs the generator that ships: do it again when that changes.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findMnist, loadMnistSplit } from '@interp/mnist/node';
import { drawFigure, thesisContext } from '@interp/thesis';
import { format } from 'prettier';

const { values } = parseArgs({ options: { data: { type: 'string' } } });
const folder = values.data ?? (await findMnist());
const context = await thesisContext({
  mode: 'train',
  backend: 'wasm',
  digits: (split) => loadMnistSplit(folder, split),
  onProgress: (part) => console.log(`${(100 * part).toFixed(0)} %`),
});
const { data } = await drawFigure('chart accuracy', context);
await context.dispose();

const file = fileURLToPath(new URL('../../packages/thesis/src/accuracy/points.ts', import.meta.url));
const { points } = /** @type {{ points: Record<string, number | boolean>[] }} */ (data);
const columns = ['augmented', 'seed', 'epoch', 'accuracy', 'misread', 'expert', 'onStrokes', 'rho', 'letters'];
const text = `// Written by tools/make/trained-points.mjs.
import { pointsOf } from './trained-points.js';

/** What was measured of the networks of the chart of accuracy when it was last remade, a row each. */
export const points = pointsOf(${JSON.stringify(points.map((point) => columns.map((name) => point[name])))});
`;
await writeFile(file, await format(text, { singleQuote: true, printWidth: 120, filepath: file }));
