import { mkdir, readdir, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import type { FetchOptions, FetchStep } from '../src/node/index.js';
import { fetchFiles } from '../src/node/fetch-mnist.js';
import { content, cutAt, fetchPlace, file, gz, inTurn, stored } from './fetch-place.js';
import { serve } from './mirror.js';
import { refused } from '@interp/testing/refusal';

const { folder, mirror, fetchFrom, expectFetched } = fetchPlace();

test('a file is fetched, with progress that ends at its length', async () => {
  const good = await mirror(serve(gz));
  const steps: FetchStep[] = [];
  const bytes: number[] = [];
  const report = await fetchFrom([good], {
    onStep: ({ step, total, seconds, value }) => {
      steps.push(value);
      bytes.push(step);
      expect([total, seconds >= 0]).toEqual([gz.length, true]);
    },
  });
  expect(report).toEqual({ complete: true, files: [{ name: file.name, status: 'fetched', mirror: good.url }] });
  expect(steps.at(-1)).toEqual({ file: file.name, bytes: gz.length, totalBytes: gz.length, mirror: good.url });
  expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
  await expectFetched();
  expect(good.requests).toEqual([{ path: `/mnist/${stored}`, range: undefined }]);
});

test('what is there and right is not fetched again, also uncompressed or under the other name', async () => {
  await writeFile(join(folder(), 't10k-labels.idx1-ubyte'), content);
  const good = await mirror(serve(gz));
  expect(await fetchFrom([good])).toEqual({ complete: true, files: [{ name: file.name, status: 'present' }] });
  expect(good.requests).toEqual([]);
});

test('what is there and wrong is replaced', async () => {
  await writeFile(join(folder(), stored), gz.subarray(0, 1000));
  await fetchFrom([await mirror(serve(gz))]);
  await expectFetched();
});

test('a folder that is not there yet is made', async () => {
  const deep = join(folder(), 'a', 'b');
  await fetchFiles(deep, [file], { mirrors: [(await mirror(serve(gz))).url], plainHttp: true });
  expect(await readdir(deep)).toEqual([stored]);
});

test('several fetches into one folder at once do not harm each other', async () => {
  const slow: RequestListener = (request, response) => setTimeout(() => serve(gz)(request, response), 20);
  const from = [await mirror(inTurn(cutAt(100_000), slow))];
  const reports = await Promise.all(Array.from({ length: 5 }, () => fetchFrom(from)));
  expect(reports.every(({ complete }) => complete)).toBe(true);
  await expectFetched();
});

describe('places that cannot be written to', () => {
  test.each([
    ['a folder below a file', () => join(folder(), 'file', 'mnist')],
    ['a folder that the system does not let be', () => '/proc/nope/mnist'],
  ])('%s', async (_, place) => {
    await writeFile(join(folder(), 'file'), '');
    const good = await mirror(serve(gz));
    const error = await refused(() => fetchFiles(place(), [file], { mirrors: [good.url], plainHttp: true }));
    expect(error.code).toBe('not-writable');
    expect(good.requests).toEqual([]);
  });

  test('a name that is taken by a folder', async () => {
    await mkdir(join(folder(), stored));
    const good = await mirror(serve(gz));
    const error = await refused(() => fetchFrom([good]));
    expect(error).toMatchObject({
      code: 'bad-file',
      message: expect.stringContaining('cannot be read (EISDIR)') as string,
    });
  });
});

test.each<[string, FetchOptions]>([
  ['no mirror', { mirrors: [] }],
  ['no address', { mirrors: ['nowhere'] }],
  ['an address of another kind', { mirrors: ['file:///etc/'] }],
  ['negative retries', { retries: -1 }],
  ['no time at all', { stallTimeout: 0 }],
])('%s is refused', async (_, options) => {
  expect((await refused(() => fetchFiles(folder(), [file], options))).code).toBe('bad-option');
});
