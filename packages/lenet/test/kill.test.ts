import { readFileSync } from 'node:fs';
import { startBackend } from '@interp/backend';
import { readSafetensors } from '@interp/files';
import { killedTraining } from '@interp/testing/killed-training';
import { train } from '../src/index.js';
import { toyImages, toyModel, toyTraining, weightsOf } from './toy.js';

const { checkpoint, runAndKill } = killedTraining(new URL('child/training.ts', import.meta.url));

beforeAll(async () => {
  await startBackend('wasm');
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
