import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { kernelTable } from '../../compiled/kernel-table.js';
import { runLoop, type WasmBackend } from '../../wasm-backend.js';
import { sizeOf } from '../compiled-kernel.js';

/** Runs of fewer values are copied faster by the backend's own kernel. */
const shortest = 32;

/**
 * Pads with a constant by whole runs, such as the rows of an image: the backend's own kernel looks at every value's place.
 *
 * @param stock - the kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const pad = (stock: KernelConfig): KernelConfig => ({
  ...stock,
  kernelFunc: (params) => {
    const backend = params.backend as WasmBackend;
    const { x } = params.inputs as { x: TensorInfo };
    const attributes = params.attrs as unknown as { paddings: [number, number][]; constantValue: number };
    const { paddings, constantValue } = attributes;
    const last = paddings.findLastIndex(([before, after]) => before + after > 0);
    const run = x.shape.slice(last).reduce((product, length) => product * length, 1);
    if (!kernelTable(backend) || x.dtype !== 'float32' || last < 0 || run < shortest) return stock.kernelFunc(params);
    const out = backend.makeOutput(
      x.shape.map((length, axis) => length + paddings[axis][0] + paddings[axis][1]),
      'float32',
    );
    /** Where the values of a run begin, given those of the axes before it. */
    const begins = paddings.slice(0, last).reduceRight<{ readonly size: number; readonly at: readonly number[] }>(
      ({ size, at }, [before], axis) => ({
        size: size * out.shape[axis],
        at: Array.from({ length: x.shape[axis] }, (_, i) => at.map((place) => place + (before + i) * size)).flat(),
      }),
      {
        size: out.shape.slice(last).reduce((product, length) => product * length, 1),
        at: [paddings[last][0] * sizeOf({ ...x, shape: x.shape.slice(last + 1) })],
      },
    );
    runLoop(backend, (values) => {
      const [from, to] = [values(x), values(out).fill(constantValue)];
      begins.at.forEach((place, i) => to.set(from.subarray(i * run, (i + 1) * run), place));
    });
    return out;
  },
});
