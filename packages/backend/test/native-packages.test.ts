import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { startBackend } from '@interp/backend';
import { refused } from '@interp/testing/refusal';

/** What a package of libtensorflow does when it is imported: registers its kernels whether they are there or not, and its backend. */
const registers = (isUsingGpuDevice: boolean) => (): object => {
  tf.copyRegisteredKernels('cpu', 'tensorflow');
  tf.copyRegisteredKernels('cpu', 'tensorflow');
  const make = tf.findBackendFactory('cpu');
  tf.registerBackend('tensorflow', () => Object.assign(make(), { isUsingGpuDevice, firstUse: false }), 3);
  return {};
};

/** What jest has for ES modules, and its types have not. */
interface ModuleMocks {
  unstable_mockModule(name: string, make: () => object, options: { virtual: boolean }): void;
}

const { jest } = import.meta as unknown as { jest: typeof globalThis.jest & ModuleMocks };
jest.unstable_mockModule('@tensorflow/tfjs-node-gpu', registers(false), { virtual: true });
jest.unstable_mockModule('@tensorflow/tfjs-node', registers(false), { virtual: true });

test('a machine without a GPU gets the other package, and nothing is printed', async () => {
  const warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  const { name, refused } = await startBackend();
  expect(name).toBe('tensorflow');
  expect(refused).toEqual([{ name: 'tensorflow-gpu', reason: expect.stringContaining('no GPU') as string }]);
  expect(warned.mock.calls).toEqual([]);
  warned.mockRestore();
});

test('the one with a GPU that is not there is an error that says so', async () => {
  const { code, message } = await refused(() => startBackend('tensorflow-gpu'));
  expect([code, message]).toEqual(['no-backend', expect.stringMatching(/no GPU that it can use, or no CUDA/)]);
  expect(tf.getBackend()).toBe('tensorflow');
});
