import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBackend, type BackendName } from '@interp/backend';
import { measuredOnce, sideFor } from '../src/webgpu/gain.js';

interface ModuleMocks {
  unstable_mockModule(name: string, make: () => object): void;
}
const { jest } = import.meta as unknown as { jest: ModuleMocks };

let card = 'a card';
jest.unstable_mockModule('../src/webgpu/dawn.js', () => ({
  registerDawn: () => Promise.resolve(undefined),
  dawnAdapter: () => ({ name: card, software: false }),
}));
const { startWhereItPays } = await import('../src/webgpu/auto.js');

let folder: string;
const cacheBefore = process.env['XDG_CACHE_HOME'];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'interp-gain-'));
  process.env['XDG_CACHE_HOME'] = folder;
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  if (cacheBefore === undefined) delete process.env['XDG_CACHE_HOME'];
  else process.env['XDG_CACHE_HOME'] = cacheBefore;
});

const settings = { wasmPaths: undefined, threads: 1, native: true } as const;

/** Starts one backend for another, and notes which were asked for. */
const standIns = (webgpu: BackendName, wasm: BackendName) => {
  const asked: string[] = [];
  const start = async (name: BackendName): Promise<undefined> => {
    asked.push(name);
    await startBackend(name === 'webgpu' ? webgpu : wasm);
  };
  return { asked, start };
};

test('auto takes the card where a product is faster there, measured once', async () => {
  card = 'a fast card';
  const { asked, start } = standIns('wasm', 'cpu');
  expect(await startWhereItPays({ ...settings, multiplications: 2e6 }, start)).toBeUndefined();
  expect(asked).toEqual(['wasm', 'webgpu', 'webgpu']);
  expect(await startWhereItPays({ ...settings, multiplications: 2e6 }, start)).toBeUndefined();
  expect(asked.slice(3)).toEqual(['webgpu']);
});

test('and goes on where it is slower', async () => {
  card = 'a slow card';
  const { asked, start } = standIns('cpu', 'wasm');
  const why = /^[\d.]+ ms for a product of 128 × 128 there, [\d.]+ ms on wasm$/;
  expect(await startWhereItPays({ ...settings, multiplications: 2e6 }, start)).toMatch(why);
  expect(asked).toEqual(['wasm', 'webgpu']);
  expect(await startWhereItPays({ ...settings, multiplications: 2e6 }, start)).toMatch(why);
  expect(asked).toHaveLength(2);
});

test('a backend that does not start is the reason, and is not remembered', async () => {
  card = 'a broken card';
  const start = (name: string) => Promise.resolve(name === 'webgpu' ? 'it did not start' : undefined);
  await startBackend('cpu');
  for (let i = 0; i < 2; i++)
    expect(await startWhereItPays({ ...settings, multiplications: 100 }, start)).toBe('it did not start');
});

test('what was measured is in the cache folder, for the next process', async () => {
  const path = join(folder, 'interp', 'webgpu.json');
  const kept = JSON.parse(readFileSync(path, 'utf8')) as Record<string, object>;
  expect(Object.keys(kept)).toEqual(['a fast card, 128', 'a slow card, 128']);
  writeFileSync(path, JSON.stringify({ ...kept, 'of another process': { webgpu: 1, wasm: 2 } }));
  const never = () => Promise.reject(new Error('measured again'));
  expect(await measuredOnce(path, 'of another process', never)).toEqual({ webgpu: 1, wasm: 2 });
});

test.each([
  ['a damaged file', '{"k": {"webgpu": 1, "wa'],
  ['times of another kind', '{"k1": {"webgpu": "fast", "wasm": null}}'],
])('%s is measured again', async (name, text) => {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, text);
  const times = { webgpu: 2, wasm: 1 };
  expect(await measuredOnce(path, `k${name.length}`, () => Promise.resolve(times))).toBe(times);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ [`k${name.length}`]: times });
});

test('a place that cannot be written to does no harm', async () => {
  const path = join(folder, 'a-folder');
  mkdirSync(path);
  const times = { webgpu: 2, wasm: 1 };
  expect(await measuredOnce(path, 'nowhere', () => Promise.resolve(times))).toBe(times);
});

test('sizes are powers of two, the last for all that is larger', () => {
  expect([1, 4096, 4097, 2e6, 1e9, 1e12].map(sideFor)).toEqual([16, 16, 32, 128, 1024, 1024]);
});
