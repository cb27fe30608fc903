import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBackend } from '@interp/backend';
import { readSafetensors } from '@interp/files';
import { train } from '../src/index.js';
import { toyImages, toyModel, toyTraining, weightsOf } from './toy.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lenet-'));
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

test('killed twice and resumed: the very weights of a training that nobody touched', async () => {
  expect((await runAndKill(8)).signal).toBe('SIGKILL');
  expect((await runAndKill(50)).signal).toBe('SIGKILL');
  expect(await runAndKill(Infinity)).toEqual({ code: 0, signal: null, last: 104 });
  const model = toyModel();
  await train(model, toyImages(100), toyTraining);
  const { tensors } = readSafetensors(readFileSync(checkpoint));
  const kept = [...tensors]
    .filter(([name]) => name.startsWith('weights/'))
    .map(([, { data }]) => Array.from(data as Float32Array));
  expect(kept).toEqual(weightsOf(model));
  model.dispose();
});
