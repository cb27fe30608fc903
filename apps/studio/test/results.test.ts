import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBackend } from '@interp/backend';
import { collectBatch, submitBatch, workOnBatch } from '@interp/batch';
import { refused } from '@interp/testing/refusal';
import { jobFolder, openJob, type JobFiles } from '../src/compute/job-files.js';
import { chosenFiles } from '../src/parts/dropped-files.js';
import { initialOf } from '../src/state/parameters.js';
import { resultsCode, resultsCommand } from '../src/views/results/results-code.js';
import { resultsParameters } from '../src/views/results/results-parameters.js';
import { resultsPage } from '../src/views/results/results.js';
import { runCode } from './as-code.js';

const place = mkdtempSync(join(tmpdir(), 'interp-studio-'));
const job = join(place, 'job');
beforeAll(async () => {
  await startBackend('wasm');
  await submitBatch({ task: 'explain', inputs: ['drawn:test/0-29'], chunk: 12, backend: 'wasm' }, job);
  await workOnBatch(job, { processes: 0, untilDone: true });
});
afterAll(() => rmSync(place, { recursive: true }));

/** The files of the folder, as a browser gives those of one that is opened. */
const filesOf = (folder: string): readonly File[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) =>
      Object.assign(new File([readFileSync(join(folder, name))], name.replace(/^.*\//, '')), {
        webkitRelativePath: `job/${name}`,
      }),
    );

const initial = initialOf(resultsParameters);
const noWatch = (): void => undefined;
const opened = (): JobFiles => openJob(chosenFiles(filesOf(job)));

test('of the folder of a batch, what its results are read from is kept, and none of its inputs', () => {
  const { name, files } = opened();
  expect(name).toBe('job');
  expect(new Set(files.map(({ path }) => path.split('/')[0]))).toEqual(
    new Set(['job.json', 'manifest', 'manifest.json', 'results']),
  );
  expect(jobFolder(['net/model.json', 'net/weights.bin'])).toBeUndefined();
  expect(jobFolder(['a/b/manifest.json', 'a/b/job.json', 'a/b/results/x.json'])).toBe('a/b/');
});

test('results are shown a page at a time, the surest or the least sure first, as they were collected', async () => {
  const { results } = await collectBatch(job);
  const sorted = results.map(({ score }) => Number(score)).sort((a, b) => b - a);
  const files = opened();
  const page = await resultsPage(initial, files, noWatch);
  expect(page).toMatchObject({ task: 'explain', model: 'lenet', count: 30, failed: 0, apart: undefined });
  expect(page.shown.map(({ certainty }) => certainty)).toEqual(sorted.slice(0, 24));
  expect(page.shown.every(({ picture, error }) => picture?.width === 224 && error === undefined)).toBe(true);
  const last = await resultsPage({ first: 'least', from: 24 }, files, noWatch);
  expect(last.shown.map(({ certainty }) => certainty)).toEqual(sorted.slice(0, 6).reverse());
});

test('it is said why maps do not sum to their scores, where they do not', async () => {
  const other = mkdtempSync(join(place, 'epsilon-'));
  await submitBatch({ task: 'explain', options: { composite: 'epsilon-plus' }, inputs: ['drawn:test/0-3'], backend: 'wasm' }, other); // prettier-ignore
  await workOnBatch(other, { processes: 0, untilDone: true });
  const { apart, shown } = await resultsPage(initial, openJob(chosenFiles(filesOf(other))), noWatch);
  const { results } = await collectBatch(other);
  const totals = new Map(results.map(({ input, total }) => [input, total as number]));
  expect(apart).toBe('lrp');
  for (const { input, total } of shown) expect(total).toBeCloseTo(totals.get(input)!, 3);
});

test('files that were opened one by one have no folders', async () => {
  const files = filesOf(job)
    .filter(({ webkitRelativePath }) => /^job\/(?:manifest|results|[^/]*$)/.test(webkitRelativePath))
    .map((file) => ({ path: file.name, file }));
  expect((await resultsPage(initial, openJob(files), noWatch)).count).toBe(30);
});

test('what is no batch is a sentence, and the next batch is read', async () => {
  const none = openJob([{ path: 'notes.txt', file: new File(['hello'], 'notes.txt') }]);
  expect((await refused(() => resultsPage(initial, none, noWatch))).message).toMatch(/no manifest\.json/);
  expect((await resultsPage(initial, opened(), noWatch)).count).toBe(30);
});

test('the program that is shown reads the same in Node.js; names of folders are text and nothing else', async () => {
  const { shown } = await resultsPage({ first: 'least', from: 3 }, opened(), noWatch);
  const said = runCode(resultsCode(job, { first: 'least', from: 3 })) as unknown as readonly object[];
  expect(said).toEqual(
    shown.map(({ input, found, certainty, values }) => ({
      ...{ input, read: found, certainty },
      total: values['relevance'].data.reduce((sum, value) => sum + value, 0),
    })),
  );
  const hostile = `x'; process.exit(3); $(touch a)`;
  expect(resultsCode(hostile, initial)).toContain(`const job = ${JSON.stringify(hostile)};`);
  expect(resultsCommand(hostile)).toBe(
    `npx interp batch collect --job 'x'\\''; process.exit(3); $(touch a)' --out sheet.png`,
  );
});
