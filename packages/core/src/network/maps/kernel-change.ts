import * as tf from '@tensorflow/tfjs-core';
import type { WeightCache, Weight } from './weights.js';

/**
 * A change of a layer's kernel: its positive or negative part, its square, ones everywhere, or an elementwise function
 * of it. The named ones are computed once per model and cached.
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
  /** Its name among the variants of a weight. */
  readonly name: string;
  /** Brings a kernel into it. */
  readonly make: (kernel: tf.Tensor) => tf.Tensor;
}

/** A changed kernel, in another layout, kept in the cache where it can be; do not dispose of it. */
export const kernelVariant = (
  cache: WeightCache,
  weight: Weight,
  change?: KernelChange,
  layout?: Layout,
): tf.Tensor => {
  const make = (kernel: tf.Tensor): tf.Tensor => {
    const changed = changeKernel(kernel, change);
    return layout ? layout.make(changed) : changed;
  };
  if (typeof change === 'function') return make(weight.read());
  if (change === undefined && !layout) return weight.read();
  return cache.variant(weight, `${change ?? ''} ${layout?.name ?? ''}`, make);
};
