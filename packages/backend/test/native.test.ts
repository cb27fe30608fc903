import * as tf from '@tensorflow/tfjs-core';
import { startBackend } from '@interp/backend';
import { refused } from '@interp/testing/refusal';
import { kernelSource, loadKernelTable, unloadKernelTable } from '../src/compiled/kernel-table.js';
import { openNative } from '../src/compiled/native-package.js';
import type { WasmBackend } from '../src/wasm-backend.js';
import { valuesOf } from './random-cases.js';

// These tests are of the kernels that there are, whatever the others are run with.
delete process.env['INTERP_NATIVE_LEVEL'];

const bitsOf = (operation: () => tf.Tensor): readonly number[] =>
  tf.tidy(() => [...new Uint32Array(Float32Array.from(operation().dataSync()).buffer)]);

/** A network's worth of kernels: a convolution, pooling, a dense layer, an activation, and their gradients. */
const work = (): tf.Tensor => {
  const [image, filter, weights] = [valuesOf([5, 14, 14, 3], 1), valuesOf([3, 3, 3, 11], 2), valuesOf([396, 37], 3)];
  const network = (x: tf.Tensor, f: tf.Tensor, w: tf.Tensor): tf.Tensor => {
    const image = tf.tanh(tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, 1, 'valid'));
    const pooled = tf.maxPool(image, 2, 2, 'valid');
    return tf.sigmoid(tf.matMul(tf.reshape(pooled, [5, -1]), w));
  };
  const parts = [network(image, filter, weights), ...tf.grads(network)([image, filter, weights])];
  return tf.concat(parts.map((part) => tf.reshape(part, [-1])));
};

describe('the kernels of @interp/native', () => {
  it('take the place of those in WebAssembly with the same bits, where they may', async () => {
    expect(await startBackend('wasm', { native: false })).toEqual({
      name: 'wasm',
      refused: [],
      kernels: 'wasm',
      whyNotNative: 'native: false was asked for',
      threads: 1,
    });
    const backend = tf.backend() as unknown as WasmBackend;
    const before = bitsOf(work);
    unloadKernelTable(backend);
    expect(kernelSource(backend)).toEqual({ kernels: 'plain' });
    expect((await startBackend('wasm')).kernels).toBe('native');
    expect(bitsOf(work)).toEqual(before);
    // What is loaded stays.
    expect((await startBackend('wasm', { native: false })).kernels).toBe('native');
    unloadKernelTable(backend);
    await loadKernelTable(backend, { native: { reason: 'no reason' } });
    expect(kernelSource(backend)).toEqual({ kernels: 'wasm', whyNotNative: 'no reason' });
  });

  it('are the only ones where WebAssembly compiles no kernels: none are taken then', async () => {
    const backend = { wasm: { asm: { memory: new WebAssembly.Memory({ initial: 1 }) } } } as unknown as WasmBackend;
    const native = await openNative(true);
    const { compile } = WebAssembly;
    WebAssembly.compile = () => Promise.reject(new Error('no SIMD'));
    try {
      await loadKernelTable(backend, { native });
    } finally {
      WebAssembly.compile = compile;
    }
    expect(kernelSource(backend)).toEqual({ kernels: 'plain' });
  });

  it('are a matter of yes or no', async () =>
    expect(await refused(() => startBackend('wasm', { native: 1 as never }))).toMatchObject({ code: 'bad-option' }));
});
