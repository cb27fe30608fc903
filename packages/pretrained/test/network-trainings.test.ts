import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBackend } from '@interp/backend';
import { drawnDigits } from '@interp/mnist';
import { failure } from '@interp/testing/refusal';
import { networkTrainings, type TrainableName } from '../src/node/index.js';

const path = mkdtempSync(join(tmpdir(), 'interp-network-trainings-'));
afterAll(() => rmSync(path, { recursive: true, force: true }));

beforeAll(() => startBackend('wasm'));

const few = drawnDigits({ count: 24, seed: 1 });

test.each<TrainableName>(['lenet-thesis', 'rbm-8-thesis'])(
  '%s is trained, kept, and not trained again',
  async (name) => {
    const { command, file, train } = networkTrainings[name];
    const parts: number[] = [];
    const run = { digits: () => Promise.resolve(few), seed: 3, signal: new AbortController().signal };
    const trained = await train(join(path, name), { ...run, progress: (part) => void parts.push(part) });
    expect(trained.kind).toBe(command.split(' ')[1]);
    expect(trained.history.length).toBeGreaterThan(0);
    expect(parts.at(-1)).toBeLessThanOrEqual(1);
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
    expect(existsSync(join(path, name, file))).toBe(true);
    const again = train(join(path, name), { ...run, progress: () => undefined }).then(({ history }) => history.length);
    await expect(again).resolves.toBe(trained.history.length);
  },
);

test('a training stops when it is asked to', async () => {
  const run = { digits: () => Promise.resolve(few), seed: 3, progress: () => undefined };
  const stopped = () => networkTrainings['rbm-8'].train(join(path, 'stopped'), { ...run, signal: AbortSignal.abort() });
  expect(await failure(stopped)).toMatchObject({ name: 'AbortError' });
});
