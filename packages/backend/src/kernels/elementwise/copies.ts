import { slice_util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import { kernelTable, place } from '../../compiled/kernel-table.js';
import { costOfValue } from '../../threads/divide.js';
import type { WasmBackend } from '../../wasm-backend.js';
import { compiledKernel, sizeOf } from '../compiled-kernel.js';

/** A second reference to the same values, as on the cpu backend; the wasm backend's own kernel copies them. */
export const identity: KernelConfig = {
  kernelName: 'Identity',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any }) => {
    const { dataId, shape, dtype } = inputs['x'] as TensorInfo;
    (any as WasmBackend).incRef(dataId);
    return { dataId, shape, dtype };
  },
};

/**
 * Slices, with a single copy where the values are contiguous, as are some images of a batch; the backend's own kernel copies the whole
 * tensor first.
 *
 * @param stock - the kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const contiguousSlice = (stock: KernelConfig): KernelConfig => ({
  ...stock,
  kernelFunc: (params) => {
    const backend = params.backend as WasmBackend;
    const { x } = params.inputs as { x: TensorInfo };
    const attributes = params.attrs as unknown as { begin: number | number[]; size: number | number[] };
    const table = kernelTable(backend);
    if (!table || x.dtype !== 'float32') return stock.kernelFunc(params);
    const sliced = x;
    const [begin, size] = slice_util.parseSliceParams(sliced, attributes.begin, attributes.size);
    if (!slice_util.isSliceContinous(x.shape, begin, size)) return stock.kernelFunc(params);
    const out = backend.makeOutput(size, 'float32');
    let offset = 0;
    begin.forEach((index, axis) => (offset = offset * x.shape[axis] + index));
    table.copy(place(backend, x) + 4 * offset, place(backend, out), 4 * sizeOf(out));
    return out;
  },
});

/** A kernel of our own: the value of `table`, float32 `[256]`, for every byte of `bytes`, a tensor of type bool whose values may be any byte. */
export const lookUp = compiledKernel('LookUp', ({ inputs: { bytes, table }, at, make, divide }) => {
  const out = make(bytes.shape);
  const [size, places] = [sizeOf(bytes), [bytes, table, out].map(at)];
  divide('lookUp', { length: size, unit: 4, work: costOfValue * size }, (from, count) => [
    places[0] + from,
    places[1],
    places[2] + 4 * from,
    count,
  ]);
  return [out];
});
