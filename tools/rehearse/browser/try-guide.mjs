// The guide's programs, each in a page.
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../lib/workspace.mjs';
import { built, open, pageOf, report } from './pages.mjs';

/** What the programs print, in their order. */
const expected = [
  /^wasm 5 /,
  /^(0|1|2) (succeeded|failed) .*\n(0|1|2) /,
  /^(level|upright|falling|rising) 57 41$/,
  /^[0-3] -?[\d.]+ -?[\d.]+$/,
  /^[0-2] -?[\d.]+ -?[\d.]+$/,
];

/** What the programs about other formats fetch, by what it is called among the files of {@link tryFrontEnds}. */
const fetched = {
  'strokes.onnx': 'beside.onnx',
  'strokes.onnx.data': 'strokes.onnx.data',
  'strokes.interp.json': 'strokes.interp.json',
  'strokes.keras': 'strokes.keras',
  'photo.png': 'scene.png',
  graph: 'graph',
};

const programsOf = (guide) => [...guide.matchAll(/^```js\n(\/\/ (\S+\.js)\n)?([\s\S]*?)^```$/gm)];

/** A program whose first line names a file is that file; each other one is a page, with `model` beside it. */
export async function tryGuide(where, model) {
  const found = programsOf(readFileSync(join(root, 'docs', 'guides', 'use-in-the-browser.md'), 'utf8'));
  const files = Object.fromEntries(found.flatMap(([, , name, text]) => (name ? [[name, text]] : [])));
  const programs = found.filter(([, , name]) => name === undefined).map(([, , , text]) => text);
  if (programs.length !== expected.length) report('guide', [`it has ${programs.length} programs`]);
  for (const [i, program] of programs.entries()) {
    const name = `guide-${i + 1}`;
    await pageOf(name, `${program}\nglobalThis.done = true;`, files);
    cpSync(model, join(built, name, 'model'), { recursive: true });
    for (const [to, from] of Object.entries(fetched))
      cpSync(join(built, 'formats', from), join(built, name, to), { recursive: true });
    const lines = [];
    const page = await open(where, name, lines);
    await page.global('done');
    const printed = lines.filter((line) => !line.startsWith('Failed to load resource')).join('\n');
    if (!expected[i]?.test(printed)) report(name, [`it prints ${JSON.stringify(printed)}`]);
    console.log(`${name}: ${printed.replaceAll('\n', '; ')}`);
    await page.close();
  }
}
