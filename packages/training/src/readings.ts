import * as tf from '@tensorflow/tfjs-core';

/** The values of one step, read back from the backend. */
export interface Reading<Tensors, Context> {
  /** The values of each tensor, by its name. */
  readonly values: { readonly [Name in keyof Tensors]: Float32Array };
  /** The context stored with them. */
  readonly context: Context;
}

/** A queue of tensors to be read back together, because each read waits for the backend. */
export interface Readings<Tensors, Context> {
  /** Adds float32 tensors, which the queue now owns, with their context. */
  add(tensors: Tensors, context: Context): void;
  /** Reads all queued tensors, in order, and disposes of them. */
  read(): Promise<readonly Reading<Tensors, Context>[]>;
  /** Disposes of all queued tensors. */
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
