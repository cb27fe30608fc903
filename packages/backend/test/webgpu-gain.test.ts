import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { backendLines, startBackend, type BackendName } from '@interp/backend';
import { refusal } from '@interp/testing/refusal';
import { gains, measuredOnce, timePasses } from '../src/webgpu/gain.js';

interface ModuleMocks {
  unstable_mockModule(name: string, make: () => object): void;
}
const { jest } = import.meta as unknown as { jest: ModuleMocks };

/** The adapter that is found, or why there is none. */
let adapter: string | { readonly name: string; readonly software: boolean };
jest.unstable_mockModule('../src/webgpu/dawn.js', () => ({ dawnAdapter: () => Promise.resolve(adapter) }));
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
const cacheFile = () => join(folder, 'interp', 'webgpu.json');
const kept = () => JSON.parse(readFileSync(cacheFile(), 'utf8')) as { versions: string; measured: object };

const settings = { wasmPaths: undefined, threads: 1, native: true, work: undefined } as const;
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Work whose pass takes so many milliseconds where cpu stands for one backend and wasm for the other. */
const workOf = (name: string, passes: number, milliseconds: { readonly wasm: number; readonly cpu: number }) => {
  const done: string[] = [];
  const pass = async (): Promise<void> => {
    const backend = tf.getBackend() as 'wasm' | 'cpu';
    done.push(backend);
    await wait(milliseconds[backend]);
  };
  return { work: { name, passes, pass }, done };
};

/** Starts cpu for webgpu, and notes which were asked for. */
const standIns = () => {
  const asked: string[] = [];
  const start = async (name: BackendName): Promise<undefined> => {
    asked.push(name);
    await startBackend(name === 'webgpu' ? 'cpu' : 'wasm');
  };
  return { asked, start };
};

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const card = (name: string) => ({ name, software: false });
const hardware = [
  ['no card', 'it finds no graphics card', /^it finds no graphics card$/],
  ['SwiftShader', { name: 'google swiftshader', software: true }, /^google swiftshader computes on the processor$/],
  ['lavapipe', { name: 'mesa llvmpipe', software: true }, /^mesa llvmpipe computes on the processor$/],
] as const;

test.each(hardware)('%s is not taken, whatever the work is, and is not started', async (_, found, why) => {
  adapter = found;
  const { asked, start } = standIns();
  const { work } = workOf('large', 1e6, { wasm: 1, cpu: 0 });
  const decision = await startWhereItPays({ ...settings, work }, start);
  expect(decision).toEqual({
    taken: false,
    why: matching(why),
  });
  expect(asked).not.toContain('webgpu');
});

test('a card waits for work that is known', async () => {
  adapter = card('a card');
  const { asked, start } = standIns();
  expect(await startWhereItPays(settings, start)).toEqual({ taken: false, why: matching(/not known yet/), waits: true }); // prettier-ignore
  expect(asked).toEqual([]);
});

test('work that is over before a card is ready is not measured on it', async () => {
  adapter = card('a card');
  const { asked, start } = standIns();
  const { work, done } = workOf('small', 3, { wasm: 1, cpu: 0 });
  const { taken, why } = await startWhereItPays({ ...settings, work }, start);
  expect([taken, why]).toEqual([false, matching(/^too little work for it: about [\d.]+ ms on wasm$/)]);
  expect(asked).toEqual(['wasm']);
  expect(new Set(done)).toEqual(new Set(['wasm']));
});

test('a card that does the work sooner is taken; it is measured once', async () => {
  adapter = card('a fast card');
  const { asked, start } = standIns();
  const { work, done } = workOf('work', 1000, { wasm: 20, cpu: 2 });
  const { taken, why } = await startWhereItPays({ ...settings, work }, start);
  expect([taken, why]).toEqual([
    true,
    matching(/^about [\d.]+ s for the work on a fast card, about [\d.]+ s on wasm$/),
  ]);
  expect(asked).toEqual(['wasm', 'webgpu', 'webgpu']);
  const passes = done.length;
  expect(await startWhereItPays({ ...settings, work }, start)).toEqual({ taken, why });
  expect([asked.slice(3), done.length]).toEqual([['webgpu'], passes]);
});

test('a card that is slower is not, nor one whose start takes longer than it saves', async () => {
  adapter = card('a slow card');
  const { asked, start } = standIns();
  const { work } = workOf('work', 1000, { wasm: 5, cpu: 10 });
  const slow = /^about [\d.]+ s for the work on a slow card, about [\d.]+ s on wasm$/;
  for (let i = 0; i < 2; i++)
    expect(await startWhereItPays({ ...settings, work: { ...work, name: 'other work' } }, start)).toEqual({ taken: false, why: matching(slow) }); // prettier-ignore
  expect(asked).toEqual(['wasm', 'webgpu']);
  expect(gains({ wasm: 10, first: 500, further: 1 }, 20)).toBe(false);
  expect(gains({ wasm: 10, first: 500, further: 1 }, 60)).toBe(true);
  expect(gains({ wasm: 10, first: 10, further: 10 }, 60)).toBe(false);
});

test('a backend that does not start, and work that does not run there, are the reason, once', async () => {
  adapter = card('a broken card');
  const failing = (name: string) => Promise.resolve(name === 'webgpu' ? 'it did not start' : undefined);
  await startBackend('wasm');
  const { work } = workOf('work', 1000, { wasm: 5, cpu: 1 });
  expect(await startWhereItPays({ ...settings, work }, failing)).toEqual({ taken: false, why: 'it did not start' });
  adapter = card('a card that lacks a kernel');
  const { asked, start } = standIns();
  const pass = () =>
    tf.getBackend() === 'wasm' ? wait(5) : Promise.reject(new Error("Kernel 'X' not registered\n at …"));
  const why = "the work does not run there: Kernel 'X' not registered";
  for (let i = 0; i < 2; i++)
    expect(await startWhereItPays({ ...settings, work: { ...work, pass } }, start)).toEqual({ taken: false, why });
  expect(asked.filter((name) => name === 'webgpu')).toHaveLength(1);
});

test('what was measured is in the cache folder by adapter, processor and work, and other versions forget it', async () => {
  const { versions, measured } = kept();
  expect(versions).toMatch(/^[\d.]+ [\d.]+ [\d.]+$/);
  expect(Object.keys(measured)).toEqual(
    expect.arrayContaining(['work on a fast card', 'other work on a slow card', matching(/^work on wasm, \d+ × ./)]),
  );
  const path = cacheFile();
  const never = () => Promise.reject(new Error('measured again'));
  writeFileSync(path, JSON.stringify({ versions, measured: { ...measured, 'of another process': [1, 2] } }));
  expect(await measuredOnce(path, versions, 'of another process', never)).toEqual([1, 2]);
  expect(await measuredOnce(path, '9.0.0', 'of another process', () => Promise.resolve([3, 4]))).toEqual([3, 4]);
  expect(kept()).toEqual({ versions: '9.0.0', measured: { 'of another process': [3, 4] } });
});

test.each([
  ['a damaged file', '{"versions": "v", "measured": {"k": [1, 2'],
  ['times of another kind', '{"versions": "v", "measured": {"k": ["fast", null]}}'],
  ['null', 'null'],
  ['a list', '{"versions": "v", "measured": [[1]]}'],
])('%s is measured again', async (name, text) => {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, text);
  expect(await measuredOnce(path, 'v', `k ${name}`, () => Promise.resolve([2, 1]))).toEqual([2, 1]);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ measured: { [`k ${name}`]: [2, 1] } });
});

test('a place that cannot be written to does no harm: it is measured once in a process', async () => {
  const path = join(folder, 'a-folder');
  mkdirSync(path);
  expect(await measuredOnce(path, 'v', 'nowhere', () => Promise.resolve([2, 1]))).toEqual([2, 1]);
  expect(await measuredOnce(path, 'v', 'nowhere', () => Promise.reject(new Error('again')))).toEqual([2, 1]);
});

test('the first pass is timed with all before it, the others by their median', async () => {
  const passes = [40, 5, 5, 30, 5, 5];
  const [first, further] = await timePasses(() => wait(passes.shift()!), performance.now() - 100);
  expect(first).toBeGreaterThan(135);
  expect(further).toBeLessThan(25);
  expect(passes).toEqual([]);
});

test('the lines for people say what was taken, why, and what was not', () => {
  const refused = [{ name: 'tensorflow', reason: '@tensorflow/tfjs-node is not installed' }] as const;
  expect(backendLines({ name: 'webgpu', refused, why: 'about 1 s', threads: 1, kernels: 'plain' })).toEqual([
    'backend tensorflow not taken: @tensorflow/tfjs-node is not installed',
    'backend webgpu, one thread',
    'backend webgpu taken: about 1 s',
  ]);
});

test.each([
  ['passes that are none', { name: 'a', passes: NaN, pass: () => Promise.resolve() }],
  ['no pass', { name: 'a', passes: 1 }],
  ['no work', null],
])('%s: bad-option', async (_, work) => {
  expect(await refusal(() => startBackend('auto', { work } as never))).toBe('bad-option');
});
