import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json, newFolder, run } from './run.js';
import { tinyMnist } from './tiny-mnist.js';

const folder = newFolder();
tinyMnist(folder.at('mnist'));
const data = ['--data', folder.at('mnist')];

test('show says what is there', async () => {
  const report = await json<{
    folder: string;
    ok: boolean;
    files: unknown[];
    splits: { split: string; size: number }[];
  }>('data', 'show', ...data);
  expect(report).toMatchObject({ folder: folder.at('mnist'), ok: false });
  expect(report.files).toHaveLength(4);
  expect(report.splits.map(({ split, size }) => [split, size])).toEqual([
    ['train', 80],
    ['test', 30],
  ]);
});

test('verify tells another data set from MNIST', async () => {
  const { code, out, err } = await run(['data', 'verify', ...data]);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(
    /^interp: MNIST in [^\n]+ is not right: train-images-idx3-ubyte \(\d+ bytes rather than 47040016\), [^\n]+; run interp data fetch\n$/,
  );
});

test('verify names a file that is missing, and says what is wrong with one that is damaged', async () => {
  const place = folder.at('damaged');
  tinyMnist(place);
  writeFileSync(join(place, 't10k-images-idx3-ubyte.gz'), Uint8Array.of(0x1f, 0x8b, 8, 0));
  const damaged = await run(['data', 'verify', '--data', place]);
  expect(damaged).toMatchObject({ code: 1, out: '' });
  expect(damaged.err).toContain('t10k-images-idx3-ubyte (corrupt, cut off or followed by other bytes), ');
  rmSync(join(place, 'train-labels-idx1-ubyte'));
  const missing = await run(['data', 'verify', '--data', place]);
  expect(missing).toMatchObject({ code: 1, out: '' });
  expect(missing.err).toBe(
    `interp: MNIST is not in ${place} (train-labels-idx1-ubyte is missing); run interp data fetch, or name its folder with --data\n`,
  );
});

describe('fetch', () => {
  let server: Server;
  let asked = 0;
  beforeAll(async () => {
    server = createServer((_request, response) => {
      asked++;
      response.statusCode = 404;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  test('says in one line that no mirror has it, and leaves nothing', async () => {
    const { port } = server.address() as AddressInfo;
    const target = folder.at('fetched');
    const mirror = ['--mirror', `http://127.0.0.1:${port}/`, '--plain-http'];
    const { code, out, err } = await run(['data', 'fetch', '--data', target, ...mirror]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^interp: [^\n]*cannot be fetched[^\n]*\n$/);
    expect(asked).toBeGreaterThan(0);
  });

  test('refuses a mirror that is no address and a folder that cannot be', async () => {
    expect(await run(['data', 'fetch', '--data', folder.at('x'), '--mirror', 'nonsense'])).toMatchObject({
      code: 2,
      out: '',
    });
    expect(await run(['data', 'fetch', '--data', '/proc/nope'])).toMatchObject({ code: 1, out: '' });
  });
});
