import { readFileSync } from 'node:fs';
import { startBackend } from '@interp/backend';
import { readSafetensors } from '@interp/files';
import { killedTraining } from '@interp/testing/killed-training';
import { trainGan } from '../src/index.js';
import { toyImages, toyPair, toyTraining } from './toy.js';

const { checkpoint, runAndKill } = killedTraining(new URL('child/training.ts', import.meta.url));

beforeAll(async () => {
  await startBackend('wasm');
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
