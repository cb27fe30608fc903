import * as tf from '@tensorflow/tfjs-core';
import { startBackend } from '@interp/backend';
import { hasRelaxedSimd, withRelaxedSimd } from '../src/compiled/relaxed-simd.js';
import { loadKernelTable, unloadKernelTable } from '../src/compiled/kernel-table.js';
import type { WasmBackend } from '../src/wasm-backend.js';
import { failure } from '@interp/testing/refusal';

describe('relaxed SIMD', () => {
  it('is there while a module compiles, and the engine is left as it was', async () => {
    const before = hasRelaxedSimd();
    await expect(withRelaxedSimd(() => Promise.resolve(hasRelaxedSimd()))).resolves.toBe(true);
    expect(hasRelaxedSimd()).toBe(before);
  });

  it('leaves the engine as it was where compiling fails', async () => {
    const before = hasRelaxedSimd();
    expect(String(await failure(() => withRelaxedSimd(() => Promise.reject(new Error('no module')))))).toMatch(
      'no module',
    );
    expect(hasRelaxedSimd()).toBe(before);
  });

  // (1 + 2⁻¹²)² - (1 + 2⁻¹¹) is 2⁻²⁴, which a product in float32 rounds away.
  it('rounds a product and a sum once where the processor can, and twice without it', async () => {
    await startBackend('wasm');
    const backend = tf.backend() as unknown as WasmBackend;
    const rounded = async (relaxed: boolean): Promise<number> => {
      unloadKernelTable(backend);
      await loadKernelTable(backend, { relaxed });
      return tf.tidy(() => {
        const a = tf.tensor2d([[-1 - 2 ** -11, 1 + 2 ** -12]]);
        const b = tf.tensor2d([[1], [1 + 2 ** -12]]);
        return tf.matMul(a, b).dataSync()[0];
      });
    };
    expect(await rounded(false)).toBe(0);
    // A processor that cannot do both at once rounds twice here too.
    expect([0, 2 ** -24]).toContain(await rounded(true));
  });
});
