import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { kernelTable, place, runUnrecorded, type KernelTable } from '../compiled/kernel-table.js';
import { divide, divideValues, partsAtMost, type Division, type PartArguments } from '../threads/divide.js';
import type { LoopValues } from '../recording/recorded-calls.js';
import { free, runLoop, type WasmBackend } from '../wasm-backend.js';

/** One call of a kernel that has only a compiled form. */
export interface CompiledCall {
  /** The compiled kernels. */
  readonly kernels: KernelTable;
  /** The inputs by name; one may be missing. */
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  /** The attributes that are numbers. */
  readonly numbers: Readonly<Record<string, number>>;
  /** All attributes. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The address of a tensor in the wasm memory; 0 for a missing one. */
  readonly at: (info: TensorInfo | undefined) => number;
  /** Allocates a result, its values undefined. */
  readonly make: (shape: readonly number[], dtype?: 'float32' | 'int32') => TensorInfo;
  /** Runs a loop over values of float32 tensors. */
  readonly loop: (run: (values: LoopValues) => void) => void;
  /** Runs a compiled kernel in such a loop. */
  readonly runInLoop: (kernel: keyof KernelTable, ...values: number[]) => void;
  /** The largest number of parts that the work may be divided into: what each part writes for itself needs as many places. */
  readonly parts: number;
  /** Runs a compiled kernel, divided among threads where there are some. */
  readonly divide: (kernel: keyof KernelTable, division: Division, of: PartArguments) => void;
  /** The same for one that goes over float32 values one by one: it takes places, how many values there are, and numbers. */
  readonly divideValues: (
    kernel: keyof KernelTable,
    places: readonly number[],
    size: number,
    ...numbers: number[]
  ) => void;
  /** Allocates a buffer of so many 32-bit values, which is freed after the call. */
  readonly room: (size: number) => TensorInfo;
}

/**
 * A kernel of our own that has only a compiled form: it is registered once the compiled kernels are loaded. Code that uses it asks
 * `tf.getKernel(name, tf.getBackend())` whether it is there, and has its own way to do without.
 *
 * @param kernelName - its name
 * @param run - allocates all results first and asks for addresses after that, because an allocation may move tensors; returns the result or
 *   all of several
 * @returns the kernel
 */
export const compiledKernel = (
  kernelName: string,
  run: (call: CompiledCall) => TensorInfo | TensorInfo[],
): KernelConfig => ({
  kernelName,
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as WasmBackend;
    const rooms: TensorInfo[] = [];
    const results = run({
      kernels: kernelTable(backend)!,
      inputs: inputs as Record<string, TensorInfo>,
      numbers: attrs as unknown as Record<string, number>,
      attributes: attrs as Record<string, unknown>,
      at: (info) => (info ? place(backend, info) : 0),
      make: (shape, dtype = 'float32') => backend.makeOutput(shape, dtype),
      loop: (run) => runLoop(backend, run),
      runInLoop: (kernel, ...values) => runUnrecorded(backend, kernel, values),
      parts: partsAtMost(backend),
      divide: (kernel, division, of) => divide(backend, kernel, division, of),
      divideValues: (kernel, places, size, ...numbers) => divideValues(backend, kernel, places, size, ...numbers),
      room: (size) => {
        rooms.push(backend.makeOutput([size], 'float32'));
        return rooms.at(-1)!;
      },
    });
    free(backend, ...rooms);
    return results;
  },
});

/**
 * How many values a tensor has.
 *
 * @param info - the tensor, or its shape
 * @returns the product of its sizes
 */
export const sizeOf = ({ shape }: { readonly shape: readonly number[] }): number =>
  shape.reduce((product, length) => product * length, 1);
