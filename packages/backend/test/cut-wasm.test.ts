import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startBackend } from '@interp/backend';
import { refused } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import { hearEmscripten } from '../src/lines-of-emscripten.js';

const itsFolder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'));
const names = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'];
const folder = mkdtempSync(join(tmpdir(), 'interp-cut-'));

afterAll(() => rmSync(folder, { recursive: true }));

const write = (make: (whole: Uint8Array) => Uint8Array | string): void => {
  for (const name of names) writeFileSync(join(folder, name), make(readFileSync(join(itsFolder, 'wasm-out', name))));
};

const start = (wasmPaths = `${folder}/`): Promise<unknown> => startBackend('wasm', { wasmPaths });

/** What is printed by console.warn meanwhile. */
const warned = async (work: () => Promise<unknown>): Promise<unknown[][]> => {
  const lines: unknown[][] = [];
  const { warn } = console;
  console.warn = (...parts: unknown[]) => lines.push(parts);
  try {
    await work();
  } finally {
    console.warn = warn;
  }
  return lines;
};

test.each<[string, (whole: Uint8Array) => Uint8Array | string, RegExp]>([
  ['empty', () => '', /empty/],
  ['cut in their head', (whole) => whole.subarray(0, 5), /WebAssembly/],
  ['cut in the middle', (whole) => whole.subarray(0, whole.length >> 1), /CompileError/],
  ['cut at the last byte', (whole) => whole.subarray(0, -1), /WebAssembly/],
  ['a web page', () => '<!doctype html>\u001b[2J', /magic word/],
])('files of the wasm backend that are %s are an error that says so, and nothing is printed', async (_, make, why) => {
  await startBackend('cpu');
  write(make);
  const lines = await warned(async () => {
    const { code, message } = await refused(() => start());
    expect(code).toBe('no-backend');
    expect(message).toMatch(why);
  });
  expect(lines).toEqual([]);
  expect(tf.getBackend()).toBe('cpu');
});

test('files that are not there are named', async () => {
  for (const name of names) rmSync(join(folder, name));
  const lines = await warned(async () => {
    expect((await refused(() => start())).message).toContain('tfjs-backend-wasm');
  });
  expect(lines).toEqual([]);
});

test('what others print meanwhile is printed', async () => {
  const lines = await warned(async () => {
    const start = hearEmscripten(() => {
      console.warn('Aborted(of this)');
      console.warn('of others', 1);
      return Promise.resolve(false);
    });
    expect(await start).toEqual({ started: false, reason: 'of this' });
    console.warn('Aborted(later)');
  });
  expect(lines).toEqual([['of others', 1], ['Aborted(later)']]);
});

test('other files are not taken after that, which is said', async () => {
  const { message } = await refused(() => start(`${join(itsFolder, 'wasm-out')}/`));
  expect(message).toMatch(/did not start.*start the program again/);
});

test('whole files start it after all', async () => {
  write((whole) => whole);
  expect(await warned(() => start())).toEqual([]);
  expect(tf.getBackend()).toBe('wasm');
});
