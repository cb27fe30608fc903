import { spawnSync } from 'node:child_process';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { cutAt, fetchPlace, file, gz, stored } from './fetch-place.js';
import { fakeFile, serve } from './mirror.js';
import { refused } from '@interp/testing/refusal';

const { folder, mirror, fetchFrom, expectFetched } = fetchPlace();

const other = fakeFile(file.name, 2);

describe('resuming', () => {
  const part = `${stored}.part`;

  test('a failed fetch keeps what came; the next one goes on', async () => {
    const cut = await mirror(cutAt(100_000));
    await refused(() => fetchFrom([cut], { retries: 0 }));
    expect(await readdir(folder())).toEqual([part]);
    const kept = (await readFile(join(folder(), part))).length;
    expect(kept).toBeGreaterThan(0);
    const good = await mirror(serve(gz));
    await fetchFrom([good]);
    expect(good.requests).toEqual([{ path: `/mnist/${stored}`, range: `bytes=${kept}-` }]);
    await expectFetched();
  });

  test('an abort keeps what came and says what is missing', async () => {
    const slow: RequestListener = (_, response) => {
      response.writeHead(200, { 'content-length': gz.length });
      response.write(gz.subarray(0, 70_000));
    };
    const abort = new AbortController();
    const options = { signal: abort.signal, stallTimeout: 20_000, onStep: () => abort.abort() };
    const report = await fetchFrom([await mirror(slow)], options);
    expect(report).toEqual({ complete: false, files: [{ name: file.name, status: 'missing' }] });
    expect(await readdir(folder())).toEqual([part]);
    await fetchFrom([await mirror(serve(gz))]);
    await expectFetched();
  });

  test('an abort before the start does nothing', async () => {
    const good = await mirror(serve(gz));
    expect((await fetchFrom([good], { signal: AbortSignal.abort() })).complete).toBe(false);
    expect(good.requests).toEqual([]);
  });

  test.each<[string, Uint8Array]>([
    ['the beginning of another file', other.gz.subarray(0, 5000)],
    ['another file of the same length', other.gz.subarray(0, gz.length)],
    ['more than the file', new Uint8Array(2 * gz.length)],
  ])('a part that is %s is thrown away', async (_, bytes) => {
    await writeFile(join(folder(), part), bytes);
    await fetchFrom([await mirror(serve(gz))]);
    await expectFetched();
  });

  test('a part that is the whole file is taken', async () => {
    await writeFile(join(folder(), part), gz);
    const good = await mirror(serve(gz));
    await fetchFrom([good]);
    expect(good.requests).toHaveLength(1);
    await expectFetched();
  });

  test('a mirror that sends another range than the one asked for is passed over', async () => {
    await writeFile(join(folder(), part), gz.subarray(0, 1000));
    const odd = await mirror((_, r) => r.writeHead(206, { 'content-range': 'bytes 0-9/10' }).end(gz.subarray(0, 10)));
    await fetchFrom([odd, await mirror(serve(gz))]);
    await expectFetched();
  });

  test('the part of a process that was killed is gone on with, that of a living one is left alone', async () => {
    const host = hostname().replace(/\W/g, '');
    const { pid: dead } = spawnSync(process.execPath, ['-e', '']);
    const living = `${stored}.${host}.${process.ppid}.0a.part`;
    await writeFile(join(folder(), `${stored}.${host}.${dead}.0a.part`), gz.subarray(0, 2000));
    await writeFile(join(folder(), `${stored}.${host}.${dead}.0b.part`), gz.subarray(0, 3000));
    await writeFile(join(folder(), living), gz.subarray(0, 4000));
    const good = await mirror(serve(gz));
    await fetchFrom([good]);
    expect(good.requests[0].range).toBe('bytes=3000-');
    expect((await readdir(folder())).toSorted()).toEqual([stored, living].toSorted());
  });

  test('the part of another machine is gone on with when it has not changed for long', async () => {
    const [fresh, old] = [`${stored}.elsewhere.1.0a.part`, `${stored}.elsewhere.1.0b.part`];
    await writeFile(join(folder(), fresh), gz.subarray(0, 3000));
    await writeFile(join(folder(), old), gz.subarray(0, 2000));
    await utimes(join(folder(), old), 1e9, 1e9);
    const good = await mirror(serve(gz));
    await fetchFrom([good]);
    expect(good.requests[0].range).toBe('bytes=2000-');
    expect((await readdir(folder())).toSorted()).toEqual([stored, fresh].toSorted());
  });
});
