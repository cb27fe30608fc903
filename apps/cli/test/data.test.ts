import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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
  expect(err).toMatch(/^interp: MNIST in [^\n]+ is not right: train-images[^\n]+; run interp data fetch\n$/);
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
    const { code, out, err } = await run(['data', 'fetch', '--data', target, '--mirror', `http://127.0.0.1:${port}/`]);
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
