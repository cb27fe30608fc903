import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../wasm-backend.js';
import { bytes } from './bytes.js';

/** The compiled kernels of `assembly/`: float32, places in TensorFlow.js' own wasm memory as byte offsets, NHWC. */
export interface NativeKernels {
  /** `out[r, c] = x[r, c] + bias[c]`. */
  addToRows(x: number, bias: number, out: number, rows: number, columns: number): void;
  /** `out[c] = Σ x[r, c]` over the rows. */
  sumRows(x: number, out: number, rows: number, columns: number): void;
  /** Max-pooling's gradient; after the sizes the window, strides and margins above and on the left. */
  maxPoolGrad(x: number, dy: number, dx: number, ...sizes: number[]): void;
  /** Adds columns to the pixels that they were taken from. */
  addColumns(columns: number, dx: number, ...sizes: number[]): void;
  /** The gradient of a convolution with respect to its filter. */
  filterGradient(x: number, dy: number, dw: number, ...sizes: number[]): void;
  /** A convolution without margins, with a bias that may be 0; `panel` has room for eight features of the filter. */
  convolution(x: number, filter: number, bias: number, out: number, panel: number, ...sizesAndSteps: number[]): void;
  /** One step of Adam for `size` values. */
  adam(
    gradient: number,
    mean: number,
    square: number,
    change: number,
    nextMean: number,
    nextSquare: number,
    size: number,
    ...rates: number[]
  ): void;
  /** `out = dy · (y · (1 - y))`. */
  sigmoidGradient(y: number, dy: number, out: number, size: number): void;
  /** `out = a b + bias` of matrices by their steps; `panel` has room for 4096 values, `bias` may be 0. */
  product(a: number, b: number, bias: number, out: number, panel: number, ...sizesAndSteps: number[]): void;
  /** `out = table[byte]`. */
  lookUp(bytes: number, table: number, out: number, size: number): void;
  /** Random numbers from 0 to 1. */
  uniforms(state: number, next: number, out: number, size: number): void;
  /** Normally distributed random numbers. */
  normals(state: number, next: number, table: number, out: number, size: number): void;
  /** Units of two values, drawn. */
  drawBinary(x: number, level: number, law: number, out: number, rows: number, columns: number): void;
  /** Gaussian units, drawn. */
  drawNormal(x: number, noise: number, law: number, out: number, rows: number, columns: number): void;
  /** `out = gain · (x - centre)`, and the extremes of x and how often it is `centre`. */
  scaleRows(x: number, gain: number, out: number, facts: number, centre: number, rows: number, columns: number): void;
  /** The chances of units and their sums. */
  chanceRows(x: number, law: number, activity: number, sums: number, part: number, rows: number, columns: number): void;
  /** Sums of each column and of its squares. */
  sumMoments(x: number, out: number, rows: number, columns: number): void;
  /** `out = (a + base) b`, the zeros of `a` passed over: a, base, b, out, room for a list and a row, three sizes. */
  sparseProduct(...placesAndSizes: number[]): void;
  /** `out = (a + base) bᵀ` for 0 and 1 in `a`: a, base, b, out, room for codes, a panel and choices, three sizes. */
  binaryProduct(...placesAndSizes: number[]): void;
  /** `out = (a + base)ᵀ b`: a, base, b, out, room for lists and a row, three sizes. */
  sparseTransposedProduct(...placesAndSizes: number[]): void;
  /** Moves a matrix along its gradient: ten places, two sizes and four rates. */
  moveRows(...placesSizesAndRates: number[]): void;
}

const loaded = new WeakMap<object, NativeKernels>();

/**
 * The memory of the wasm backend, by shape rather than class: it may be of another realm. Its threaded build has a shared memory,
 * which the kernels are not compiled for.
 */
const memoryOf = (backend: WasmBackend): WebAssembly.Memory | undefined => {
  const memory = backend.wasm?.asm?.memory;
  return memory && !('growable' in memory.buffer) ? memory : undefined;
};

/**
 * Instantiates the compiled kernels in a backend's memory, once. Where that cannot be, on engines without SIMD or with threads,
 * nothing happens, and the plain forms of the kernels go on.
 *
 * @param backend - the wasm backend
 */
export const loadNativeKernels = async (backend: WasmBackend): Promise<void> => {
  const memory = memoryOf(backend);
  if (!memory || loaded.has(backend)) return;
  const code = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
  try {
    const { instance } = await WebAssembly.instantiate(code, { env: { memory } });
    loaded.set(backend, instance.exports as unknown as NativeKernels);
  } catch {
    loaded.delete(backend);
  }
};

/**
 * Takes the compiled kernels away again, so that the plain ones can be compared with them.
 *
 * @param backend - the wasm backend
 */
export const unloadNativeKernels = (backend: WasmBackend): void => {
  loaded.delete(backend);
};

/**
 * The compiled kernels, where they are loaded.
 *
 * @param backend - the wasm backend
 * @returns the kernels, or nothing
 */
export const nativeKernels = (backend: WasmBackend): NativeKernels | undefined => loaded.get(backend);

/**
 * Where a tensor's values begin in the wasm memory.
 *
 * @param backend - the backend that holds it
 * @param info - the tensor
 * @returns a byte offset, valid as long as the tensor is
 */
export const place = (backend: WasmBackend, info: TensorInfo): number =>
  backend.dataIdMap.get(info.dataId).memoryOffset;
