import * as tf from '@tensorflow/tfjs-core';

/** What one step left to be read: its values by name, and what was kept with them. */
export interface Reading<Name extends string, Context> {
  /** The values of each tensor. */
  readonly values: Readonly<Record<Name, Float32Array>>;
  /** What was kept with them. */
  readonly context: Context;
}

/** Tensors of steps that wait to be read together: each reading waits for the backend, which should not be after every step. */
export interface Readings<Name extends string, Context> {
  /** Takes tensors, which belong to the queue from now on, with whatever is needed to make sense of them. */
  add(tensors: Readonly<Record<Name, tf.Tensor>>, context: Context): void;
  /** Reads all that wait, in their order, and disposes them. */
  read(): Promise<readonly Reading<Name, Context>[]>;
  /** Disposes all that wait. */
  dispose(): void;
}

/**
 * A queue of tensors to be read.
 *
 * @returns the queue, empty
 */
export const readings = <Name extends string, Context>(): Readings<Name, Context> => {
  let waiting: { readonly tensors: Readonly<Record<Name, tf.Tensor>>; readonly context: Context }[] = [];
  const dispose = (): void => {
    for (const { tensors } of waiting) tf.dispose(tensors as tf.NamedTensorMap);
    waiting = [];
  };
  return {
    add: (tensors, context) => {
      waiting.push({ tensors, context });
    },
    read: async () => {
      const done: Reading<Name, Context>[] = [];
      for (const { tensors, context } of waiting) {
        const values = {} as Record<Name, Float32Array>;
        for (const [name, tensor] of Object.entries<tf.Tensor>(tensors))
          values[name as Name] = await tensor.data<'float32'>();
        done.push({ values, context });
      }
      dispose();
      return done;
    },
    dispose,
  };
};
