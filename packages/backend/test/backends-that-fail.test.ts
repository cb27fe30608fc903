import * as tf from '@tensorflow/tfjs-core';
import { startBackend } from '@interp/backend';
import { refusal } from '@interp/testing/refusal';

class Helpless extends tf.KernelBackend {
  override dispose(): void {
    this.disposed = true;
  }
  disposed = false;
}

const asBrowser = async (work: () => Promise<void>): Promise<void> => {
  tf.env().set('IS_NODE', false);
  try {
    await work();
  } finally {
    tf.env().set('IS_NODE', true);
  }
};

afterEach(() => {
  if (tf.findBackendFactory('webgl')) tf.removeBackend('webgl');
});

const fails = [
  ['throws', () => Promise.reject(new Error('no context\nat line 1')), 'it did not start'],
  [
    'throws at once',
    () => {
      throw new Error('no context');
    },
    'it did not start',
  ],
  ['has no kernels', () => new Helpless(), /^it failed: 'write' not yet implemented/],
] as const;

describe('a backend of browsers', () => {
  it.each(fails)('that %s is refused by auto, and the next one taken', (_, factory, reason) =>
    asBrowser(async () => {
      tf.registerBackend('webgl', factory, 3);
      const { name, refused } = await startBackend();
      expect(name).toBe('wasm');
      expect(refused[0]).toEqual({
        name: 'webgpu',
        reason: 'this browser does not have it',
      });
      expect(refused[1].reason).toMatch(reason);
    }),
  );

  it('that fails when asked for leaves the one before in use', () =>
    asBrowser(async () => {
      await startBackend('cpu');
      tf.registerBackend('webgl', () => Promise.reject(new Error('no context')), 3);
      expect(await refusal(() => startBackend('webgl'))).toBe('no-backend');
      expect(tf.getBackend()).toBe('cpu');
    }));
});
