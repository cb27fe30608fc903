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

const isNear = (expected, value) =>
  typeof expected === 'number'
    ? Math.abs(expected - value) <= 1e-5 * Math.max(1, Math.abs(expected))
    : expected === value;

/** What a view's program prints is what the page says, under the same names. */
async function tryCode(page, view) {
  const code = await page.getByLabel('As code', { exact: true }).textContent();
  const printed = await runCode(code, view.toLowerCase().replaceAll(' ', '-'));
  const [name] = await page.getByRole('button', { name: /^Download .*\.json$/ }).allInnerTexts();
  const json = JSON.parse(String(await downloaded(page, name.replace('Download ', ''))));
  const said = Array.isArray(printed) ? Object.values(json).find((one) => typeof one?.[0] === 'object') : json;
  const values = valuesAt(printed);
  const wrong = values.filter(([path, expected]) => !isNear(expected, plain(found(said, path))));
  report(
    `studio, ${view} as code`,
    wrong.map(([path, expected]) => `prints ${path} ${expected}; the page has ${plain(found(said, path))}`),
  );
  return values.length;
}

const explanation = async (page) => {
  const { relevance, score, total } = JSON.parse(String(await downloaded(page, 'explanation.json')));
  return { relevance, score: [score], total: [total] };
};

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
  await chooseBackend(page, 'wasm');
  for (const view of await viewsOf(page)) {
    await openView(page, view);
    if ((await page.getByLabel('As code', { exact: true }).count()) === 0) continue;
    console.log(`studio: what ${view} gives as code prints ${await tryCode(page, view)} values as the page has them`);
  }
  await settled(page);
  await page.close();
}
