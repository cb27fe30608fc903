import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bySureness, openBatchResults, type ResultFiles, type ResultPicture } from '@interp/batch/page';
import { isInterpError } from '@interp/checks';
import { refused } from '@interp/testing/refusal';
import { dataOf, jobsOfSuite } from '@interp/testing/batch-jobs';

const { newPlace, done } = jobsOfSuite();

/** The files of a folder, some of them changed: a text is theirs from then on, undefined takes one away. */
const filesIn = (place: string, changed: Readonly<Record<string, string | undefined>> = {}): ResultFiles => ({
  read: (name) =>
    Promise.resolve().then(() => {
      if (name in changed) return changed[name] === undefined ? undefined : new TextEncoder().encode(changed[name]);
      return Uint8Array.from(readFileSync(join(place, name)));
    }),
});

let explained: Awaited<ReturnType<typeof done>>;
let place: string;
beforeAll(async () => {
  place = newPlace();
  explained = await done({ task: 'explain', inputs: ['drawn:test/0-9'], chunk: 4 }, place);
});

test('results read from files are those that are collected, with their pictures', async () => {
  const steps: number[] = [];
  const { rows, model, job, pictures } = await openBatchResults(filesIn(place), {
    onStep: ({ value }) => void steps.push(value),
  });
  expect([model, job.task, steps]).toEqual(['lenet', 'explain', [10]]);
  expect(rows.map(({ input, label, certainty }) => ({ input, label, score: certainty }))).toEqual(
    explained.results.map(({ input, label, score }) => ({ input, label, score })),
  );
  // In any order, of several files.
  const some = [rows[9], rows[0], rows[5]];
  const found = (await pictures(some)) as readonly ResultPicture[];
  const [images, maps] = ['images', 'relevance'].map((name) => dataOf(explained, name));
  found.forEach(({ shape, image, map }, i) => {
    const from = 784 * rows.indexOf(some[i]);
    expect(shape).toEqual([28, 28, 1]);
    expect(Array.from(image)).toEqual(images.slice(from, from + 784));
    expect(Array.from(map!)).toEqual(maps.slice(from, from + 784));
  });
});

test('rows are ordered by how sure the network is, those of which nothing is known last', async () => {
  const { rows } = await openBatchResults(filesIn(place));
  const unknown = { ...rows[0], certainty: undefined };
  const scores = bySureness([unknown, ...rows]).map(({ certainty }) => certainty);
  expect(scores).toEqual([...rows.map(({ certainty }) => certainty!).sort((a, b) => b - a), undefined]);
  const least = bySureness([unknown, ...rows], 'least').map(({ certainty }) => certainty);
  expect(least).toEqual([...scores.slice(0, -1).reverse(), undefined]);
});

test('of metrics there are rows and no pictures; of an attack, the images that it made', async () => {
  const [first, second] = [newPlace(), newPlace()];
  await done({ task: 'metrics', inputs: ['drawn:test/0-1'], options: { methods: ['sensitivity'] } }, first);
  const metrics = await openBatchResults(filesIn(first));
  const [none] = await metrics.pictures(metrics.rows.slice(0, 1));
  expect(isInterpError(none) && none.code).toBe('unsupported-model');
  const attacked = await done({ task: 'attack', inputs: ['drawn:test/0-1'], options: { method: 'deepfool' } }, second);
  const { rows, pictures } = await openBatchResults(filesIn(second));
  const [one] = (await pictures(rows)) as readonly ResultPicture[];
  expect(Array.from(one.image)).toEqual(dataOf(attacked, 'adversarial').slice(0, 784));
  expect([rows[0].certainty, one.map]).toEqual([
    (attacked.results[0]['after'] as { readonly probability: number }).probability,
    undefined,
  ]);
});

/** The text of a file, one part of it changed. */
const changedIn = (name: string, from: string | RegExp, to: string): Readonly<Record<string, string>> => ({
  [name]: readFileSync(join(place, name), 'utf8').replace(from, to),
});

const record = (): string =>
  `results/00000/${readdirSync(join(place, 'results/00000')).find((name) => name.endsWith('.json'))}`;

/** A manifest that is consistent with whatever a page of it says. */
const closing = (entries: unknown): Readonly<Record<string, string>> => {
  const text = JSON.stringify(entries);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const manifest = JSON.parse(readFileSync(join(place, 'manifest.json'), 'utf8')) as object;
  return {
    'manifest/00000.json': text,
    'manifest.json': JSON.stringify({ ...manifest, pages: [{ file: 'manifest/00000.json', sha256 }] }),
  };
};

test.each<[string, string, RegExp, () => Readonly<Record<string, string | undefined>>]>([
  ['no job', 'not-found', /no manifest\.json/, () => ({ 'manifest.json': undefined })],
  ['a text', 'bad-file', /manifest\.json is not as/, () => ({ 'manifest.json': 'hello' })],
  ['null', 'bad-file', /job\.json is not as/, () => ({ 'job.json': 'null' })],
  ['another job', 'bad-checksum', /job\.json is not the job/, () => changedIn('job.json', '"seed": 0', '"seed": 1')],
  [
    'a changed page',
    'bad-checksum',
    /manifest\/00000.*changed/,
    () => changedIn('manifest/00000.json', '"images": 4', '"images": 5'),
  ],
  ['a changed record', 'bad-checksum', /results.*was changed/, () => changedIn(record(), '"class":', '"klass":')],
  ['a missing record', 'bad-checksum', /results.*is missing/, () => ({ [record()]: undefined })],
  [
    'a name that leads out',
    'bad-file',
    /no name of a file of a job/,
    () => closing([{ shard: { file: 'a', sha256: '' }, record: { file: '../../etc/passwd', sha256: '' } }]),
  ],
  ['entries that are none', 'bad-file', /manifest\/00000\.json is not as/, () => closing([7])],
])('%s is refused with %s', async (_, code, said, changed) => {
  const error = await refused(() => openBatchResults(filesIn(place, changed())));
  expect([error.code, said.test(error.message) || error.message]).toEqual([code, true]);
});

test('a changed file of tensors is refused for its own pictures alone', async () => {
  const { rows } = await openBatchResults(filesIn(place));
  const { pictures } = await openBatchResults(filesIn(place, { [rows[0].shard.file]: 'changed' }));
  const [first, last] = await pictures([rows[0], rows[9]]);
  expect([isInterpError(first) && first.code, isInterpError(last)]).toEqual(['bad-checksum', false]);
});
