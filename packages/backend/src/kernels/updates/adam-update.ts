import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { kernelTable, place } from '../../compiled/kernel-table.js';
import { divide } from '../../threads/divide.js';
import { compiledKernel, sizeOf } from '../compiled-kernel.js';
import { floats, type WasmBackend } from '../../wasm-backend.js';

/** Numbers of one step of Adam. */
interface AdamAttributes {
  readonly beta1: number;
  readonly beta2: number;
  readonly scale: number;
  readonly epsilon: number;
  readonly bias?: number;
}

type Slots = Record<'gradient' | 'mean' | 'square' | 'result' | 'nextMean' | 'nextSquare', Float32Array> & {
  readonly value?: Float32Array;
};

type AdamTensors = Record<'gradient' | 'mean' | 'square', TensorInfo>;

const f = Math.fround;

/** The cost of one value, in multiplications of a matrix product. */
const costOfAdam = 20;

const inPlainLoop = (slots: Slots, [keep1, add1, keep2, add2, scale, epsilon, bias]: readonly number[]): void => {
  const { gradient, mean, square, value, result, nextMean, nextSquare } = slots;
  for (let i = 0; i < gradient.length; i++) {
    const g = gradient[i];
    const m = f(f(mean[i] * keep1) + f(g * add1));
    const v = f(f(square[i] * keep2) + f(f(g * g) * add2));
    nextMean[i] = m;
    nextSquare[i] = v;
    const change = f(f(m * scale) / f(f(Math.sqrt(f(v / bias))) + epsilon));
    result[i] = value ? f(value[i] - change) : change;
  }
};

/** The numbers of the compiled kernel. */
const numbersOf = ({ beta1, beta2, scale, epsilon, bias = 1 }: AdamAttributes): number[] =>
  [beta1, 1 - beta1, beta2, 1 - beta2, scale, epsilon, bias].map(f);

/** The compiled kernel with its division and arguments; a place of 0 is that of nothing. */
const adamCall = (size: number, places: readonly number[], numbers: readonly number[]) =>
  [
    'adam',
    { length: size, unit: 4, work: costOfAdam * size },
    (from: number, count: number) => [...places.map((at) => at && at + 4 * from), count, ...numbers],
  ] as const;

/**
 * A kernel of our own: one step of Adam (Kingma & Ba 2015) for one weight in one pass instead of eight, with the bits that the separate
 * operations give. Training asks `tf.getKernel('AdamUpdate', tf.getBackend())` whether it is there.
 *
 * Inputs `gradient`, `mean`, `square` and, to have the change subtracted at once, `value`, float32 of one shape; attributes `beta1`, `beta2`, `scale`,
 * `epsilon` and `bias`, 1 by default. Results, of that shape: `scale · m / (√(v / bias) + epsilon)`, or `value` minus that, and the new means `m = beta1 · mean + (1 - beta1) · gradient` and
 * `v = beta2 · square + (1 - beta2) · gradient²`.
 */
export const adamUpdate: KernelConfig = {
  kernelName: 'AdamUpdate',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as WasmBackend;
    const { gradient, mean, square, value } = inputs as Record<string, TensorInfo | undefined> & AdamTensors;
    const results = [0, 1, 2].map(() => backend.makeOutput(gradient.shape, 'float32'));
    const numbers = numbersOf(attrs as unknown as AdamAttributes);
    if (kernelTable(backend)) {
      const places = [gradient, mean, square, value, ...results].map((tensor) => (tensor ? place(backend, tensor) : 0));
      divide(backend, ...adamCall(sizeOf(gradient), places, numbers));
    } else {
      const tensors = { gradient, mean, square, result: results[0], nextMean: results[1], nextSquare: results[2] };
      const slots = Object.entries({ ...tensors, ...(value && { value }) });
      inPlainLoop(Object.fromEntries(slots.map(([name, tensor]) => [name, floats(backend, tensor)])) as Slots, numbers);
    }
    return results;
  },
};

/**
 * The same step in place, to the same bits. Inputs `gradient`, `mean`, `square` and `value`, of which the last three are changed; attributes as before; no results.
 */
export const adamInPlace = compiledKernel(
  'AdamInPlace',
  ({ inputs: { gradient, mean, square, value }, numbers, at, divide }) => {
    const places = [gradient, mean, square, value, value, mean, square].map(at);
    divide(...adamCall(sizeOf(value), places, numbersOf(numbers as unknown as AdamAttributes)));
    return [];
  },
);
