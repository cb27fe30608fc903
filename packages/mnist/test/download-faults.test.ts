import * as files from 'node:fs';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import * as promises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countingFiles, faultsAtMost, sweep, trigger } from '@interp/testing/faults';
import { startMirror } from '../../../tools/rehearse/faults/mirror.mjs';

const onDisk = trigger();
/** What Jest has for ES modules, and its types have not. */
const { jest } = import.meta as unknown as {
  jest: { unstable_mockModule(name: string, make: () => object): void };
};
jest.unstable_mockModule('node:fs/promises', () => countingFiles(promises, onDisk));
jest.unstable_mockModule('node:fs', () => countingFiles(files, onDisk));
const { fetchFiles } = await import('../src/node/fetch-mnist.js');

/** One more piece of an answer; where it fails, the connection ends. */
const onTheWay = trigger(() => 'ends');
const mirror = await startMirror({ pieces: 3, pause: 0, onPiece: () => onTheWay.tick() });
const folder = mkdtempSync(join(tmpdir(), 'interp-download-faults-'));
afterAll(() => {
  mirror.close();
  rmSync(folder, { recursive: true, force: true });
});

const names = mirror.files.map(({ name }) => `${name}.gz`);
const fetchAll = (): Promise<unknown> =>
  fetchFiles(folder, mirror.files as never, {
    mirrors: [mirror.url],
    retries: 2,
    retryDelay: 1,
    stallTimeout: 2000,
    plainHttp: true,
  });

const anew = (): void => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
};
await fetchAll();
const whole = names.map((name) => readFileSync(join(folder, name)).toString('base64'));

/** Files with their names are whole; what is not yet has the name of a part. */
const check = async (): Promise<void> => {
  for (const name of readdirSync(folder).filter((one) => !one.endsWith('.part')))
    expect([name, readFileSync(join(folder, name)).toString('base64')]).toEqual([name, whole[names.indexOf(name)]]);
  await fetchAll();
  expect(readdirSync(folder).sort()).toEqual(names);
};

test.each([
  ['operation on files', onDisk],
  ['piece of an answer', onTheWay],
])('a download: any %s may fail; nothing half-written has its name, and the next one goes on', async (_, fault) => {
  const seen = await sweep(
    fault,
    async () => {
      anew();
      await fetchAll();
    },
    { most: faultsAtMost(6), check },
  );
  expect(seen).toBeGreaterThanOrEqual(6);
});
