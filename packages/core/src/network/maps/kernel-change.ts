import * as tf from '@tensorflow/tfjs-core';
import type { FormStore, Weight } from './weights.js';

/**
 * A kernel to use in place of a layer's own: its positive or negative part, its squares, ones everywhere, or what a function makes
 * of it, elementwise. The named ones are computed once per model and kept.
 */
export type KernelChange = 'positive' | 'negative' | 'square' | 'one' | ((kernel: tf.Tensor) => tf.Tensor);

const named = {
  positive: (kernel: tf.Tensor) => tf.relu(kernel),
  negative: (kernel: tf.Tensor) => tf.minimum(kernel, 0),
  square: (kernel: tf.Tensor) => tf.square(kernel),
  one: (kernel: tf.Tensor) => tf.onesLike(kernel),
};

/** What a change makes of a kernel, which is borrowed; without one the kernel itself. */
export const changeKernel = (kernel: tf.Tensor, change?: KernelChange): tf.Tensor =>
  change === undefined ? kernel : typeof change === 'string' ? named[change](kernel) : change(kernel);

/** Another arrangement of a kernel. */
export interface Layout {
  /** Its name among the forms of a weight. */
  readonly name: string;
  /** Brings a kernel into it. */
  readonly make: (kernel: tf.Tensor) => tf.Tensor;
}

/** A changed kernel, in another layout, kept in the store where it can be; not to be disposed of. */
export const kernelForm = (store: FormStore, weight: Weight, change?: KernelChange, layout?: Layout): tf.Tensor => {
  const make = (kernel: tf.Tensor): tf.Tensor => {
    const changed = changeKernel(kernel, change);
    return layout ? layout.make(changed) : changed;
  };
  if (typeof change === 'function') return make(weight.read());
  if (change === undefined && !layout) return weight.read();
  return store.form(weight, `${change ?? ''} ${layout?.name ?? ''}`, make);
};
