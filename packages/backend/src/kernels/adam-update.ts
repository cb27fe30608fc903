import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { nativeKernels, place } from '../native/native-kernels.js';
import { floats, type WasmBackend } from '../wasm-backend.js';

/** Numbers of one step of Adam. */
interface AdamAttributes {
  readonly beta1: number;
  readonly beta2: number;
  readonly scale: number;
  readonly epsilon: number;
}

type Slots = Record<'gradient' | 'mean' | 'square' | 'change' | 'nextMean' | 'nextSquare', Float32Array>;

const f = Math.fround;

const inPlainLoop = (slots: Slots, [keep1, add1, keep2, add2, scale, epsilon]: readonly number[]): void => {
  const { gradient, mean, square, change, nextMean, nextSquare } = slots;
  for (let i = 0; i < gradient.length; i++) {
    const g = gradient[i];
    const m = f(f(mean[i] * keep1) + f(g * add1));
    const v = f(f(square[i] * keep2) + f(f(g * g) * add2));
    nextMean[i] = m;
    nextSquare[i] = v;
    change[i] = f(f(m * scale) / f(f(Math.sqrt(v)) + epsilon));
  }
};

/**
 * A kernel of our own: one step of Adam (Kingma & Ba 2015) for one weight in one pass instead of eight, with the bits that the separate
 * operations give. Who trains asks `tf.getKernel('AdamUpdate', tf.getBackend())` whether it is there.
 *
 * Inputs `gradient`, `mean` and `square`, float32 of one shape; attributes `beta1`, `beta2`, `scale` and `epsilon`. Results, of that
 * shape: `scale · m / (√v + epsilon)`, and the new means `m = beta1 · mean + (1 - beta1) · gradient` and
 * `v = beta2 · square + (1 - beta2) · gradient²`.
 */
export const adamUpdate: KernelConfig = {
  kernelName: 'AdamUpdate',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as WasmBackend;
    const { gradient, mean, square } = inputs as Record<string, TensorInfo>;
    const { beta1, beta2, scale, epsilon } = attrs as unknown as AdamAttributes;
    const results = [0, 1, 2].map(() => backend.makeOutput(gradient.shape, 'float32'));
    const tensors = [gradient, mean, square, ...results];
    const numbers = [beta1, 1 - beta1, beta2, 1 - beta2, scale, epsilon].map(f);
    const native = nativeKernels(backend);
    if (native) {
      const places = tensors.map((tensor) => place(backend, tensor)) as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      native.adam(
        ...places,
        gradient.shape.reduce((product, length) => product * length, 1),
        ...numbers,
      );
    } else {
      const names = ['gradient', 'mean', 'square', 'change', 'nextMean', 'nextSquare'];
      const slots = Object.fromEntries(names.map((name, i) => [name, floats(backend, tensors[i])])) as Slots;
      inPlainLoop(slots, numbers);
    }
    return results;
  },
};
