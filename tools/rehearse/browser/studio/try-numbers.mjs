// The page's numbers beside those of Node.js, and the programs that each view gives.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { described, differences } from '../compare.mjs';
import { folder, report } from '../pages.mjs';
import { chooseBackend, downloaded, openStudio, openView, settled, viewsOf } from './page.mjs';

/** Runs a program in this process; what it prints. */
async function runCode(code, name) {
  const file = join(folder, 'code', `${name}.mjs`);
  mkdirSync(join(folder, 'code'), { recursive: true });
  writeFileSync(file, code);
  const lines = [];
  const { log } = console;
  console.log = (line) => lines.push(line);
  try {
    await import(pathToFileURL(file).href);
  } finally {
    console.log = log;
  }
  return JSON.parse(lines.at(-1));
}

/** The values of a printed result by their paths, as numbers, with text by its code points. */
const valuesAt = (value, path = '') => {
  if (value !== null && typeof value === 'object')
    return Object.entries(value).flatMap(([key, one]) => valuesAt(one, `${path}.${key}`));
  return [[path, value]];
};

const found = (json, path) =>
  path
    .split('.')
    .slice(1)
    .reduce((value, key) => value?.[key], json);

/** A class may be said by itself, or with more about it. */
const plain = (value) => (value !== null && typeof value === 'object' && 'class' in value ? value.class : value);

/** How far a number may be from that of Node.js, as a share of it: ascents of hundreds of steps add up what a graphics card rounds differently. */
const tolerances = { wasm: 1e-5, webgl: 1e-3 };

const isNear = (expected, value, tolerance) =>
  typeof expected === 'number'
    ? Math.abs(expected - value) <= tolerance * Math.max(1, Math.abs(expected))
    : expected === value;

/** What programs print, by their text: the same one is run once. */
const printedBy = new Map();

async function printed(code, view) {
  if (!printedBy.has(code)) printedBy.set(code, await runCode(code, view.toLowerCase().replaceAll(' ', '-')));
  return printedBy.get(code);
}

/** What a view's program prints is what the page says, under the same names. */
async function tryCode(page, view, backend) {
  const answer = await printed(await page.getByLabel('As code', { exact: true }).textContent(), view);
  const [name] = await page.getByRole('button', { name: /^Download .*\.json$/ }).allInnerTexts();
  const json = JSON.parse(String(await downloaded(page, name.replace('Download ', ''))));
  const said = Array.isArray(answer) ? Object.values(json).find((one) => typeof one?.[0] === 'object') : json;
  const values = valuesAt(answer);
  const wrong = values.filter(([path, expected]) => !isNear(expected, plain(found(said, path)), tolerances[backend]));
  report(
    `studio, ${view} as code, ${backend}`,
    wrong.map(([path, expected]) => `prints ${path} ${expected}; the page has ${plain(found(said, path))}`),
  );
  return values.length;
}

const explanation = async (page) => {
  const { relevance, score, total } = JSON.parse(String(await downloaded(page, 'explanation.json')));
  return { relevance, score: [score], total: [total] };
};

/** WebGPU, where the browser offers it: at work, or a sentence and the usual backend instead. */
async function tryWebGpu(page) {
  const choice = page.getByLabel('Computes with');
  const isOffered = (await choice.locator('option').allInnerTexts()).includes('webgpu');
  if (isOffered !== (await page.evaluate(() => 'gpu' in navigator))) report('studio', ['webgpu is offered wrongly']);
  if (!isOffered) return console.log('studio: this browser has no WebGPU');
  await openView(page, 'Explain');
  await chooseBackend(page, 'webgpu');
  const said = await page.getByRole('alert').allInnerTexts();
  const started = await choice.inputValue();
  if (started !== 'webgpu' && (started !== 'wasm' || !/webgpu.*cannot be used/.test(said.join())))
    report('studio, webgpu', [`${started} is at work, and the page says ${JSON.stringify(said)}`]);
  console.log(`studio: webgpu chosen, ${started} at work; ${said.join().replace(/\s+/g, ' ') || 'nothing is said'}`);
  await chooseBackend(page, 'wasm');
}

/** Relevance of a sample by each backend, beside Node.js; then each view's program. */
export async function tryNumbers(context, url, { digit, values }) {
  const page = await openStudio(context, url, { hash: `#explain?in=sample.${digit}` });
  for (const backend of ['wasm', 'webgl']) {
    await chooseBackend(page, backend);
    const all = differences(values, await explanation(page));
    for (const { isFine, name, largest } of all)
      if (!isFine) report(`studio, ${backend}`, [`${name} is ${largest} off`]);
    console.log(`studio, ${backend}: ${all.map(described).join(', ')}`);
  }
  for (const backend of Object.keys(tolerances)) {
    await chooseBackend(page, backend);
    for (const view of await viewsOf(page)) {
      await openView(page, view);
      if ((await page.getByLabel('As code', { exact: true }).count()) === 0) continue;
      const count = await tryCode(page, view, backend);
      console.log(`studio, ${backend}: what ${view} gives as code prints ${count} values as the page has them`);
    }
  }
  await tryWebGpu(page);
  await settled(page);
  await page.close();
}
