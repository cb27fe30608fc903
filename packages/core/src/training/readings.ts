import * as tf from '@tensorflow/tfjs-core';

/** What one step left to be read. */
export interface Reading<Tensors, Context> {
  /** The values of each tensor, by its name. */
  readonly values: { readonly [Name in keyof Tensors]: Float32Array };
  /** What was kept with them. */
  readonly context: Context;
}

/** Tensors of steps that wait to be read together: each reading waits for the backend, which should not be after every step. */
export interface Readings<Tensors, Context> {
  /** Takes float32 tensors, which belong to the queue from now on, with whatever is needed to make sense of them. */
  add(tensors: Tensors, context: Context): void;
  /** Reads all that wait, in their order, and disposes them. */
  read(): Promise<readonly Reading<Tensors, Context>[]>;
  /** Disposes all that wait. */
  dispose(): void;
}

/** An empty queue of tensors to be read. */
export const readings = <Tensors extends object, Context>(): Readings<Tensors, Context> => {
  let waiting: { readonly tensors: Tensors; readonly context: Context }[] = [];
  const dispose = (): void => {
    for (const { tensors } of waiting) tf.dispose(tensors as tf.NamedTensorMap);
    waiting = [];
  };
  return {
    add: (tensors, context) => {
      waiting.push({ tensors, context });
    },
    read: async () => {
      const done: Reading<Tensors, Context>[] = [];
      for (const { tensors, context } of waiting) {
        const values: Record<string, Float32Array> = {};
        for (const [name, tensor] of Object.entries<tf.Tensor>(tensors as tf.NamedTensorMap))
          values[name] = await tensor.data<'float32'>();
        done.push({ values: values as Reading<Tensors, Context>['values'], context });
      }
      dispose();
      return done;
    },
    dispose,
  };
};
