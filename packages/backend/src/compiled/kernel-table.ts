import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../wasm-backend.js';
import { recorderOf } from '../recording/recorded-calls.js';
import { handOver } from '../recording/hand-over.js';
import { recordKernels } from '../recording/recording.js';
import { kernelPool } from '../threads/kernel-pool.js';
import { setPool } from '../threads/pools.js';
import { withSharedMemory } from '../threads/shared-memory.js';
import { bytes, relaxedBytes } from './bytes.js';
import type { NativeKernels } from './native-package.js';
import { withRelaxedSimd } from './relaxed-simd.js';

/** The compiled kernels of `assembly/`, for float32 and NHWC. Tensors are given by their byte offsets in TensorFlow.js' own wasm memory. */
export interface KernelTable {
  /** `out[r, c] = x[r, c] + bias[c]`. */
  addToRows(x: number, bias: number, out: number, rows: number, columns: number): void;
  /** `out[c] = Σ x[r, c]` over the rows. */
  sumRows(x: number, out: number, rows: number, columns: number): void;
  /** Max-pooling of four channels or more; the same sizes as its gradient. */
  maxPool(x: number, out: number, ...sizes: number[]): void;
  /** The gradient of max-pooling; after the sizes come the window, the strides, and the margins above and on the left. */
  maxPoolGrad(x: number, dy: number, dx: number, ...sizes: number[]): void;
  /** Adds columns to the pixels that they were taken from. */
  addColumns(columns: number, dx: number, ...sizes: number[]): void;
  /** The gradient of a convolution with respect to an image of one channel. */
  planeGradient(dy: number, filter: number, dx: number, room: number, ...sizes: number[]): void;
  /** The gradient of a convolution with respect to its filter. */
  filterGradient(x: number, dy: number, dw: number, ...sizes: number[]): void;
  /** A depthwise convolution of rows of an image, with a bias that may be 0: the first row and how many, sizes, window, strides, dilations, margins. */
  depthwise(x: number, filter: number, bias: number, out: number, ...sizesAndSteps: number[]): void;
  /** The sums of its positive and of its negative products: the first row and how many, sizes, window, strides, dilations, margins. */
  depthwiseSigned(x: number, filter: number, out: number, ...sizesAndSteps: number[]): void;
  /** What it passes back to rows of an image: the gradient or, where `x` is not 0, shares of its products. The first row and how many, sizes, window, strides, margins. */
  depthwiseBack(x: number, dy: number, filter: number, dx: number, ...sizesAndSteps: number[]): void;
  /** Sorts the weights of each column of a matrix by sign. */
  sortBySign(weights: number, lists: number, inner: number, columns: number): void;
  /** Sums of positive and of negative products, of an input without negative values: room, sizes, the first sum and how many. */
  signedSums(x: number, lists: number, out: number, room: number, ...sizes: number[]): void;
  /** The same of any input, the matrix transposed. */
  mixedSums(x: number, weights: number, out: number, room: number, ...sizes: number[]): void;
  /** Distributes shares along positive and negative products: room, sizes, whether x has negative values, the first sum and how many. */
  signedShares(shares: number, weights: number, x: number, out: number, room: number, ...sizes: number[]): void;
  /** The αβ rule in one: x, sorted weights or transposed ones, weights, relevance, result, relevance without products, whether there is any, room, sizes, whether x has negative values, α, β. */
  signedRelevance(...placesSizesAndNumbers: number[]): void;
  /** What products are multiplied by under the αβ rule: sums, relevance, result, relevance without products, whether there is any, two sizes, α, β. */
  signedQuotients(...placesSizesAndNumbers: number[]): void;
  /** Shares relevance among two addends in proportion to their sizes: the addends, relevance, shares of either, relevance of two zeros, whether there is any, size. */
  sizeShares(...placesAndSize: number[]): void;
  /** Sums of values and absolute values in float64: values of an image, its blocks, the first block and how many. */
  imageSums(x: number, out: number, ...sizes: number[]): void;
  /** `out = 1` if any value is negative, else 0. */
  anyNegative(x: number, out: number, size: number): void;
  /** `out = a + b`, `a - b`, `a b` or `a / b` by the operation's number; b may be one value for all. */
  combine(a: number, b: number, out: number, size: number, operation: number, isScalar: number): void;
  /** Replaces values below `low` or above `high` by that. */
  clamp(x: number, size: number, low: number, high: number): void;
  /** `out = dy` where `y` lies between two numbers, 0 elsewhere. */
  gate(y: number, dy: number, out: number, size: number, low: number, high: number): void;
  /** A convolution without margins, with a bias that may be 0; `panel` has room for 32 features of the filter, or for all of fewer, rounded up to 16. */
  convolution(x: number, filter: number, bias: number, out: number, panel: number, ...sizesAndSteps: number[]): void;
  /** One step of Adam for `size` values; `value` may be 0. */
  adam(...placesSizeAndRates: number[]): void;
  /** `out = tanh x`. */
  tanh(x: number, out: number, size: number): void;
  /** `out = 1 / (1 + exp -x)`. */
  sigmoid(x: number, out: number, size: number): void;
  /** `out = x`, or `slope · x` below 0. */
  leakyRelu(x: number, out: number, size: number, slope: number): void;
  /** Copies bytes. */
  copy(from: number, to: number, size: number): void;
  /** `out = dy · (y · (1 - y))`. */
  sigmoidGradient(y: number, dy: number, out: number, size: number): void;
  /** One step along the sign of a gradient within a cube: x, origin, gradient, out, size, length, radius, bounds. */
  signStep(...placesSizeAndNumbers: number[]): void;
  /** `out = a b + bias` of matrices by their steps in bytes, the result's last; `room` for panels and rows, `bias` may be 0. */
  product(a: number, b: number, bias: number, out: number, room: number, ...sizesAndSteps: number[]): void;
  /** The same for few rows, the values of each row of `b` side by side: it needs no room. */
  vectorProduct(a: number, b: number, bias: number, out: number, ...sizesAndSteps: number[]): void;
  /** `out = table[byte]`. */
  lookUp(bytes: number, table: number, out: number, size: number): void;
  /** Random numbers from 0 to 1. */
  uniforms(state: number, next: number, out: number, size: number): void;
  /** Words of random bits. */
  randomWords(state: number, next: number, out: number, size: number): void;
  /** Turns random words into normally distributed numbers, and lists those at the edge of a layer, which are left. */
  normalsInside(table: number, out: number, edges: number, size: number): void;
  /** Decides those that `normalsInside` left. */
  normalsAtEdges(state: number, table: number, out: number, edges: number): void;
  /** Draws units that take one of two values. */
  drawBinary(x: number, level: number, coefficients: number, out: number, rows: number, columns: number): void;
  /** Draws Gaussian units. */
  drawNormal(x: number, noise: number, coefficients: number, out: number, rows: number, columns: number): void;
  /** `out = gain · (x - centre)`; also the smallest and the largest x, and how many equal `centre`. */
  scaleRows(x: number, gain: number, out: number, facts: number, centre: number, rows: number, columns: number): void;
  /** The probabilities of units, their sums and, given levels, states: x, coefficients, levels, activity, states, sums, a factor, three sizes. */
  chanceRows(...placesFactorAndSizes: number[]): void;
  /** Sums of some columns and of their squares. */
  sumMoments(x: number, out: number, rows: number, columns: number, some: number): void;
  /** `out = (a + base) b`, skipping the zeros of `a`: a, base, b, out, room for a list and a row, three sizes. */
  sparseProduct(...placesAndSizes: number[]): void;
  /** `out = (a + base) bᵀ` for 0 and 1 in `a`: a, base, b, out, room for codes, a panel and choices, three sizes and how many columns. */
  binaryProduct(...placesAndSizes: number[]): void;
  /** `out = (a + base)ᵀ b`: a, base, b, out, room for lists and a row, three sizes and how many columns of a. */
  sparseTransposedProduct(...placesAndSizes: number[]): void;
  /** Moves a matrix along its gradient: eleven places and two sizes. */
  moveRows(...placesAndSizes: number[]): void;
}

/** Where compiled kernels come from: machine code of `@interp/native`, WebAssembly, or nowhere. */
export type KernelsInUse = 'native' | 'wasm' | 'plain';

/** Where a backend's kernels come from. */
export interface KernelSource {
  /** In short. */
  readonly kernels: KernelsInUse;
  /** Why not from `@interp/native`, in a few words. */
  readonly whyNotNative?: string;
}

/** The kernels of a backend. */
interface Loaded {
  readonly table: KernelTable;
  /** The same, each call told to who records. */
  readonly recorded: KernelTable;
  /** A kernel with its arguments, checked once. */
  readonly prepared: (kernel: keyof KernelTable, values: readonly number[]) => () => void;
  readonly source: KernelSource;
}

const loaded = new WeakMap<object, Loaded>();

/** The bytes that a text in base64 stands for; a loop, as a hundred thousand calls of a function take as long as compiling what they give. */
const decoded = (base64: string): Uint8Array<ArrayBuffer> => {
  const letters = atob(base64);
  const code = new Uint8Array(letters.length);
  for (let i = 0; i < code.length; i++) code[i] = letters.charCodeAt(i);
  return code;
};

/** The memory of the wasm backend, by shape rather than class: it may be of another realm. */
const memoryOf = (backend: WasmBackend): WebAssembly.Memory | undefined => backend.wasm?.asm?.memory;

const isShared = ({ buffer }: WebAssembly.Memory): boolean =>
  Object.prototype.toString.call(buffer) === '[object SharedArrayBuffer]';

/** How {@link loadKernelTable} loads. */
interface Loading {
  /** How many threads the kernels are divided among; only a shared memory has more than one. Default 1. */
  readonly threads?: number;
  /** Whether relaxed SIMD may be used. Default true. */
  readonly relaxed?: boolean;
  /** Kernels in machine code, which replace those in WebAssembly, or why there are none. Default: none. */
  readonly native?: NativeKernels | { readonly reason: string };
}

/**
 * Instantiates the compiled kernels in a backend's memory, once; where the engine has relaxed SIMD, those with fused multiply-add. Kernels in
 * machine code take the place of those that they have the bits of. On engines without SIMD it does nothing, and the plain forms of the
 * kernels stay in use.
 *
 * @param backend - the wasm backend
 * @param loading - threads, and which kernels may be used
 */
export const loadKernelTable = async (
  backend: WasmBackend,
  { threads = 1, relaxed = true, native: opened }: Loading = {},
): Promise<void> => {
  const memory = memoryOf(backend);
  const native = opened && 'bind' in opened ? opened : undefined;
  if (!memory || loaded.has(backend)) return;
  const compile = (base64: string): Promise<WebAssembly.Module> => {
    const code = decoded(base64);
    return WebAssembly.compile(isShared(memory) ? withSharedMemory(code)! : code);
  };
  try {
    const plain = (): Promise<WebAssembly.Module> => compile(bytes);
    const fused = relaxed && (native?.fused ?? true);
    const module = await (fused ? withRelaxedSimd(() => compile(relaxedBytes)).catch(plain) : plain());
    const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
    const bound = native?.bind(memory);
    const table = { ...exports, ...bound?.kernels } as unknown as KernelTable;
    const why = opened && 'reason' in opened ? { whyNotNative: opened.reason } : {};
    const run = table as unknown as Record<string, (...values: number[]) => void>;
    const prepared: Loaded['prepared'] = (kernel, values) =>
      bound?.prepared?.(kernel, values) ?? (() => run[kernel](...values));
    const recorded = Object.fromEntries(
      Object.keys(run).map((kernel) => [
        kernel,
        (...values: number[]) => {
          run[kernel](...values);
          recorderOf(backend)!.record(prepared(kernel as keyof KernelTable, values));
        },
      ]),
    ) as unknown as KernelTable;
    backend.recordKernels = (...given) => recordKernels(backend, ...given);
    backend.handOver = (tensor) => handOver(backend, tensor);
    loaded.set(backend, { table, recorded, prepared, source: { kernels: bound ? 'native' : 'wasm', ...why } });
    if (isShared(memory) && threads > 1)
      setPool(backend, kernelPool({ module, memory, native, check: bound?.check }, table as never, threads));
  } catch {
    loaded.delete(backend);
  }
};

/**
 * Takes the compiled kernels away again, so that the plain ones can be compared with them.
 *
 * @param backend - the wasm backend
 */
export const unloadKernelTable = (backend: WasmBackend): void => {
  loaded.delete(backend);
  delete backend.recordKernels;
  delete backend.handOver;
};

/**
 * The compiled kernels, where they are loaded.
 *
 * @param backend - the wasm backend
 * @returns the kernels, or nothing
 */
export const kernelTable = (backend: WasmBackend): KernelTable | undefined => {
  const found = loaded.get(backend);
  return found && (recorderOf(backend) ? found.recorded : found.table);
};

/**
 * Runs a compiled kernel, and gives nothing to who records.
 *
 * @param backend - the backend, which has compiled kernels
 * @param kernel - its name
 * @param values - its arguments
 */
export const runUnrecorded = (backend: WasmBackend, kernel: keyof KernelTable, values: readonly number[]): void => {
  const run: (...given: number[]) => void = loaded.get(backend)!.table[kernel];
  run(...values);
};

/**
 * A compiled kernel with its arguments, to be run many times. They are checked here and not when it runs.
 *
 * @param backend - the backend, which has compiled kernels
 * @param kernel - its name
 * @param values - its arguments
 * @returns what runs it
 */
export const preparedKernel = (
  backend: WasmBackend,
  kernel: keyof KernelTable,
  values: readonly number[],
): (() => void) => loaded.get(backend)!.prepared(kernel, values);

/**
 * Where a backend's compiled kernels come from.
 *
 * @param backend - any backend
 * @returns `plain` if it has none
 */
export const kernelSource = (backend: object): KernelSource => loaded.get(backend)?.source ?? { kernels: 'plain' };

/**
 * Where a tensor's values begin in the wasm memory.
 *
 * @param backend - the backend that holds it
 * @param info - the tensor
 * @returns a byte offset, valid as long as the tensor is
 */
export const place = (backend: WasmBackend, info: TensorInfo): number =>
  backend.dataIdMap.get(info.dataId).memoryOffset;
