import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { startBackend } from '@interp/backend';
import { sourceHash } from '../assembly/source-hash.mjs';
import { sources } from '../src/compiled/bytes.js';
import { loadKernelTable, kernelTable } from '../src/compiled/kernel-table.js';
import type { WasmBackend } from '../src/wasm-backend.js';
import { forRandom, sameOnBoth, valuesOf } from './random-cases.js';

const size = fc.integer({ min: 1, max: 9 });
const shapes = fc.record({ shape: fc.array(size, { minLength: 2, maxLength: 4 }), seed: fc.nat(1e6) });

describe('the compiled kernels', () => {
  it('are loaded by startBackend', async () => {
    await startBackend('wasm');
    expect(kernelTable(tf.backend() as unknown as WasmBackend)).toBeDefined();
  });

  it('are those of the sources', () => expect(sources).toBe(sourceHash()));

  it('are left out where there is no memory to share', async () => {
    const backend = { wasm: { asm: {} } } as unknown as WasmBackend;
    await loadKernelTable(backend);
    expect(kernelTable(backend)).toBeUndefined();
  });
});

describe('a vector added to every row', () => {
  it('equals the cpu’s, on either side, other broadcasts too', () =>
    forRandom(shapes, ({ shape, seed }) =>
      sameOnBoth(() => {
        const x = valuesOf(shape, seed);
        const bias = valuesOf([shape.at(-1)!], seed + 1);
        const column = valuesOf([shape.at(-2)!, 1], seed + 2);
        return tf.stack([tf.add(x, bias), tf.add(bias, x), tf.add(x, column), tf.add(x, 2)]);
      }),
    ));
});

describe('sums', () => {
  it('equal the cpu’s over leading axes and over others', () =>
    forRandom(shapes, ({ shape, seed }) =>
      sameOnBoth(() => {
        const x = valuesOf(shape, seed);
        const parts = [0, [0], -1, [0, 1], [...shape.keys()].slice(0, -1), undefined].map((axis) => tf.sum(x, axis));
        return tf.concat(parts.map((part) => tf.reshape(part, [-1])));
      }),
    ));

  it('keep their axes where asked', () => sameOnBoth(() => tf.sum(valuesOf([3, 4, 5], 1), [0, 1], true)));
});
