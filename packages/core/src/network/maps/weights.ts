import { apartFromRecording } from '@interp/tape/internal';
import * as tf from '@tensorflow/tfjs-core';

/** A weight of the user's model, or one computed from several. */
export interface Weight {
  /** Its key in the cache of variants; unique in a program. */
  readonly key: string;
  /** Its current value; do not dispose of it. */
  read(): tf.Tensor;
  /** The variables that it is computed from. */
  sources(): readonly tf.Tensor[];
}

/** The variables that work has read, with the values that they had. */
export interface NotedWeights {
  /** Whether none of them has been assigned another value since. */
  areUnchanged(): boolean;
}

/** A variable of a layer. */
interface Variable {
  read(): tf.Tensor;
}

let noted: Map<Variable, object> | undefined;

/** Reads a variable of a layer, and notes it for {@link noteWeights}. */
export const readVariable = (variable: Variable): tf.Tensor => {
  const tensor = variable.read();
  noted?.set(variable, tensor.dataId);
  return tensor;
};

/** Does work and notes the variables of layers that it reads, directly or as variants. */
export const noteWeights = (work: () => void): NotedWeights => {
  const notes = (noted = new Map<Variable, object>());
  try {
    work();
  } finally {
    noted = undefined;
  }
  const variables = [...notes];
  return { areUnchanged: () => variables.every(([variable, dataId]) => variable.read().dataId === dataId) };
};

interface Variant {
  readonly from: readonly object[];
  readonly tensor: tf.Tensor;
}

type Backend = ReturnType<typeof tf.backend>;

const dataIds = (tensors: readonly tf.Tensor[]): object[] => tensors.map(({ dataId }) => dataId);

/**
 * A cache of variants of weights (flipped, transposed, positive part, …), recomputed when a variable
 * has been written to. They are not counted by TensorFlow.js' `tf.memory()`, because they live as long
 * as the model and nobody should dispose of them.
 */
export class WeightCache {
  readonly #backends = new Map<Backend, Map<string, Variant>>();

  /**
   * @param weight - the weight
   * @param name - which variant
   * @param make - computes it
   * @returns the variant; do not dispose of it, and no input for `tf.reshape` or `tf.clone`
   */
  variant(weight: Weight, name: string, make: (value: tf.Tensor) => tf.Tensor): tf.Tensor {
    const backend = tf.backend();
    let variants = this.#backends.get(backend);
    if (!variants) this.#backends.set(backend, (variants = new Map<string, Variant>()));
    const key = `${weight.key} ${name}`;
    const from = dataIds(weight.sources());
    const known = variants.get(key);
    if (known?.from.every((id, i) => id === from[i])) return known.tensor;
    if (known && variants.delete(key)) backend.disposeData(known.tensor.dataId);
    const value = weight.read();
    const makeOf = (): tf.Tensor => {
      const made = make(value);
      const values = made.dataSync<'float32'>();
      return new tf.Tensor(made.shape, 'float32', backend.write(values, made.shape, 'float32'), -1);
    };
    const tensor = apartFromRecording(() => tf.tidy(makeOf));
    variants.set(key, { from, tensor });
    return tensor;
  }

  /** Frees all variants. */
  dispose(): void {
    for (const [backend, variants] of this.#backends)
      for (const { tensor } of variants.values()) backend.disposeData(tensor.dataId);
    this.#backends.clear();
  }
}
