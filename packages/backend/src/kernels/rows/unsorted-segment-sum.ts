import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { floats, type WasmBackend } from '../../wasm-backend.js';

/**
 * Sums the rows of `x` that have the same segment number: the gradient of `tf.gather`, which the wasm backend lacks. Rows with a
 * negative number belong to no segment.
 *
 * Inputs `x` `[...segments, ...row]` and `segmentIds` int32; result `[numSegments, ...row]`.
 */
export const unsortedSegmentSum: KernelConfig = {
  kernelName: 'UnsortedSegmentSum',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as WasmBackend;
    const { x, segmentIds } = inputs as { x: TensorInfo; segmentIds: TensorInfo };
    const { numSegments } = attrs as { numSegments: number };
    const row = x.shape.slice(segmentIds.shape.length);
    const length = row.reduce((product, size) => product * size, 1);
    const out = backend.makeOutput([numSegments, ...row], 'float32');
    const [from, ids] = [floats(backend, x), backend.typedArrayFromHeap(segmentIds)];
    const to = floats(backend, out).fill(0);
    for (let i = 0, at = 0; i < ids.length; i++, at += length) {
      const id = ids[i];
      if (id < 0 || id >= numSegments) continue;
      for (let j = 0; j < length; j++) to[id * length + j] += from[at + j];
    }
    return out;
  },
};
