import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBackend } from '@interp/backend';
import { readSafetensors } from '@interp/files';
import { trainGan } from '../src/index.js';
import { toyImages, toyPair, toyTraining } from './toy.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gan-'));
const checkpoint = join(folder, 'checkpoint.safetensors');

beforeAll(async () => {
  await startBackend('wasm');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the training in a process of its own; kills it as soon as it has said some step. */
const runAndKill = (step: number): Promise<{ signal: string | null; code: number | null; last: number }> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        '--conditions=@interp/source',
        '--import',
        new URL('../../../tools/lib/typescript.mjs', import.meta.url).href,
        at('child/training.ts'),
        checkpoint,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let said = '';
    child.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      if (Number(said.trim().split('\n').at(-1)) >= step) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, last: Number(said.trim().split('\n').at(-1)) }));
  });

/** Every array of a checkpoint: weights of both networks, slots of both optimisers, average, snapshots. */
const arraysOf = (bytes: Uint8Array): Record<string, number[]> =>
  Object.fromEntries(
    [...readSafetensors(bytes).tensors].map(([name, { data }]) => [name, Array.from(data as Float32Array)]),
  );

test('killed twice and resumed: the very networks of a training that nobody touched', async () => {
  expect((await runAndKill(8)).signal).toBe('SIGKILL');
  expect((await runAndKill(50)).signal).toBe('SIGKILL');
  expect(await runAndKill(Infinity)).toEqual({ code: 0, signal: null, last: 96 });
  const { generatorModel, discriminatorModel, dispose } = toyPair();
  let whole = new Uint8Array();
  await trainGan(generatorModel, discriminatorModel, toyImages(100), {
    ...toyTraining,
    onCheckpoint: (bytes) => {
      whole = bytes.slice();
    },
  });
  const [kept, expected] = [arraysOf(readFileSync(checkpoint)), arraysOf(whole)];
  expect(Object.keys(kept)).toEqual(
    expect.arrayContaining(['discriminator/mean/0/kernel', 'average/0/kernel', 'snapshot/50']),
  );
  expect(kept).toEqual(expected);
  dispose();
});
