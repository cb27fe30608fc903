// A batch that is done, opened in the page by its folder: its results by sureness, with their maps, as its program reads them in Node.js; of a file that was
// changed, a sentence.
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { submitBatch, workOnBatch } from '@interp/batch';
import { folder, report } from '../pages.mjs';
import { downloaded, openStudio, settled, status } from './page.mjs';

const place = join(folder, 'batch');

/** Explanations of 60 drawn digits, in chunks of 20. */
async function finishedJob() {
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const job = join(place, 'job');
  await submitBatch({ task: 'explain', inputs: ['drawn:test/0-59'], chunk: 20, backend: 'wasm' }, job);
  await workOnBatch(job, { processes: 0, untilDone: true });
  return job;
}

/** Opens a folder, as by the button. */
async function openFolder(page, job) {
  await page.locator('input[webkitdirectory]').setInputFiles(job);
  await page.waitForTimeout(200);
  await settled(page);
}

/** Opens the batch, looks at the least sure of its results, then at one whose file was changed. */
export async function tryResults(context, url) {
  const job = await finishedJob();
  const page = await openStudio(context, url, { hash: '#results?first=least' });
  await openFolder(page, job);
  const said = await status(page);
  if (said !== '60 results · explain · lenet') report('studio, results', [`the page says ${said}`]);
  const { results: shown } = JSON.parse(String(await downloaded(page, 'results.json')));
  writeFileSync(join(place, 'read.mjs'), await page.getByLabel('As code', { exact: true }).textContent());
  const read = JSON.parse(execFileSync(process.execPath, ['read.mjs'], { cwd: place, encoding: 'utf8' }));
  const isSame = (one, i) => one.input === shown[i].input && one.certainty === shown[i].certainty;
  if (read.length !== 24 || !read.every(isSame))
    report('studio, results', ['as code prints others than the page shows']);
  const results = join(job, 'results', '00000');
  appendFileSync(
    join(
      results,
      readdirSync(results).find((name) => name.endsWith('.safetensors')),
    ),
    'x',
  );
  await openFolder(page, job);
  const refused = await page.getByText('was changed since the job was closed').count();
  const drawn = await page.locator('.gallery canvas').count();
  if (refused === 0 || drawn === 0 || refused + drawn !== 24)
    report('studio, results', [
      `of a changed file there are ${refused} sentences, and ${drawn} pictures; expected 24 in all`,
    ]);
  console.log(
    `studio: a batch is opened: ${said}; of a changed file ${refused} pictures are refused, ${drawn} are shown`,
  );
  await page.close();
}
