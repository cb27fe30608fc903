import * as tf from '@tensorflow/tfjs-core';
import { startBackend, type BackendName } from '@interp/backend';
import { refused } from '@interp/testing/refusal';

const events = ['uncaughtException', 'unhandledRejection'] as const;
const methods = ['log', 'warn', 'error', 'info'] as const;

describe('startBackend', () => {
  it('takes the fastest that there is, says why not the others, and leaves no process-wide listener behind', async () => {
    const ours = (error: unknown): void => {
      throw error;
    };
    process.on('unhandledRejection', ours);
    const before = events.map((event) => process.listenerCount(event));
    const { name, refused } = await startBackend();
    expect(events.map((event) => process.listenerCount(event))).toEqual(before);
    process.removeListener('unhandledRejection', ours);
    expect(['tensorflow-gpu', 'tensorflow', 'wasm']).toContain(name);
    const expected = { 'tensorflow-gpu': 0, tensorflow: 1, wasm: 3 }[name as 'wasm'];
    expect(refused.map((one) => one.name)).toEqual(['tensorflow-gpu', 'tensorflow', 'webgpu'].slice(0, expected));
    for (const { reason } of refused) expect(reason).toMatch(/@tensorflow\/tfjs-node|GPU|work is not known/);
  });

  it.each(['wasm', 'cpu'] as const)('sets %s by name', async (name) => {
    const { kernels, whyNotNative, ...chosen } = await startBackend(name);
    expect(chosen).toEqual({ name, refused: [], threads: 1 });
    if (name === 'cpu') expect([kernels, whyNotNative]).toEqual(['plain', undefined]);
    else expect(kernels).toBe(whyNotNative === undefined ? 'native' : 'wasm');
    expect(tf.getBackend()).toBe(name);
  });

  it('answers calls made at the same time one after the other', async () => {
    const names: readonly BackendName[] = ['cpu', 'wasm', 'cpu'];
    const chosen = await Promise.all(names.map((name) => startBackend(name)));
    expect(chosen.map(({ name }) => name)).toEqual(names);
    expect(tf.getBackend()).toBe('cpu');
  });

  it.each([
    ['a name that is none', 'nonsense', /no backend "nonsense".*auto, tensorflow-gpu, tensorflow, webgpu, wasm, cpu$/],
    ['one of browsers', 'webgl', /no backend "webgl"/],
  ])('refuses %s and keeps the backend in use', async (_, name, message) => {
    await startBackend('cpu');
    const error = await refused(() => startBackend(name as BackendName));
    expect(error.code).toBe('no-backend');
    expect(error.message).toMatch(message);
    expect(tf.getBackend()).toBe('cpu');
  });

  it('prints nothing, not even on the cpu', async () => {
    const printed: unknown[][] = [];
    const originals = methods.map((method) => console[method]);
    for (const method of methods) console[method] = (...parts: unknown[]) => printed.push(parts);
    try {
      await startBackend('cpu');
      tf.tidy(() => tf.add(tf.tensor1d([1, 2]), 1).dataSync());
      await startBackend('wasm');
      tf.tidy(() => tf.add(tf.tensor1d([1, 2]), 1).dataSync());
    } finally {
      methods.forEach((method, i) => (console[method] = originals[i]));
    }
    expect(printed).toEqual([]);
  });

  it('leaves no tensors', async () => {
    const before = tf.memory().numTensors;
    await startBackend('wasm');
    await startBackend('cpu');
    expect(tf.memory().numTensors).toBe(before);
  });
});
