import * as tf from '@tensorflow/tfjs-core';
import type { LoopValues, RecordedWork } from './recording/recorded-calls.js';
import type { RecordKernels } from './recording/recorded-work.js';
import type { DataType, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';

/** The part of TensorFlow.js' WebAssembly backend that the kernels here use. */
export interface WasmBackend {
  /** Allocates a tensor on the wasm heap, its values undefined. A later allocation may detach earlier views of the heap. */
  makeOutput(shape: readonly number[], dtype: DataType): TensorInfo;
  /** Makes a tensor of values, which are copied. */
  write(values: Float32Array, shape: readonly number[], dtype: DataType): object;
  /** A view of a tensor's values on the wasm heap, valid until the next allocation. */
  typedArrayFromHeap(info: TensorInfo): Float32Array | Int32Array | Uint8Array;
  /** Drops one reference to a tensor; its memory is freed with the last. */
  disposeData(dataId: object): boolean;
  /** Adds a reference to a tensor. */
  incRef(dataId: object): void;
  /** Where each tensor's values begin in the wasm memory, in bytes. */
  readonly dataIdMap: { get(dataId: object): { memoryOffset: number } };
  /** Records compiled kernels; see `recordKernels`. @interp/core finds it here. */
  recordKernels?: RecordKernels;
  /** Gives a tensor's memory to a new one; see `handOver`. @interp/training finds it here. */
  handOver?: (tensor: TensorInfo) => TensorInfo | undefined;
  /** While something is recorded: what else than kernels may be. */
  readonly recorded?: RecordedWork;
  /** Emscripten's module, with what the wasm binary exports. */
  readonly wasm?: { readonly asm?: { readonly memory?: WebAssembly.Memory } };
}

/**
 * A view of a float32 tensor's values on the wasm heap, valid until the next allocation.
 *
 * @param backend - the backend that holds it
 * @param info - the tensor
 * @returns the values, not copied
 */
export const floats = (backend: WasmBackend, info: TensorInfo): Float32Array =>
  backend.typedArrayFromHeap(info) as Float32Array;

/**
 * Runs a loop over values on the heap, which is recorded where somebody records.
 *
 * @param backend - the backend
 * @param run - the loop; given a function that gives the values of a float32 tensor, not copied
 */
export const runLoop = (backend: WasmBackend, run: (values: LoopValues) => void): void => {
  if (backend.recorded) backend.recorded.loop(run);
  else run((info) => floats(backend, info));
};

/**
 * Runs one of the wasm backend's kernels directly: no tape records it, and no `tf.tidy` frees its result.
 *
 * @param backend - the backend
 * @param kernelName - such as `Conv2D`
 * @param inputs - its tensors; borrowed
 * @param attrs - its attributes
 * @returns the result, which the caller frees
 */
export const runKernel = (
  backend: WasmBackend,
  kernelName: string,
  inputs: NamedTensorInfoMap,
  attrs: NamedAttrMap = {},
): TensorInfo => tf.getKernel(kernelName, 'wasm').kernelFunc({ inputs, backend, attrs }) as TensorInfo;

/**
 * Frees intermediate results of a kernel.
 *
 * @param backend - the backend that holds them
 * @param infos - what is no longer needed
 */
export const free = (backend: WasmBackend, ...infos: readonly TensorInfo[]): void => {
  for (const { dataId } of infos) backend.disposeData(dataId);
};

/**
 * A tensor with its axes in another order, by the backend's own kernel; where only axes of length 1 move, a copy, which can be recorded.
 *
 * @param backend - the backend
 * @param x - a tensor; borrowed
 * @param perm - for each axis of the result, the axis of `x` that it is
 * @returns the transposed tensor, which the caller frees
 */
export const transposed = (backend: WasmBackend, x: TensorInfo, perm: readonly number[]): TensorInfo => {
  const long = perm.filter((axis) => x.shape[axis] !== 1);
  const isMoved = long.some((axis, i) => i > 0 && axis < long[i - 1]);
  if (isMoved || x.dtype !== 'float32') return runKernel(backend, 'Transpose', { x }, { perm: [...perm] });
  const copy = backend.makeOutput(
    perm.map((axis) => x.shape[axis]),
    'float32',
  );
  runLoop(backend, (values) => {
    values(copy).set(values(x));
  });
  return copy;
};
