import * as tf from '@tensorflow/tfjs-core';

/** A weight of the user's model, or one computed from several. */
export interface Weight {
  /** Its key in the cache of forms; unique in a program. */
  readonly key: string;
  /** Its current value; do not dispose of it. */
  read(): tf.Tensor;
  /** The variables that it is computed from. */
  sources(): readonly tf.Tensor[];
}

interface Form {
  readonly from: readonly object[];
  readonly tensor: tf.Tensor;
}

type Backend = ReturnType<typeof tf.backend>;

const dataIds = (tensors: readonly tf.Tensor[]): object[] => tensors.map(({ dataId }) => dataId);

/**
 * A cache of forms of weights (flipped, transposed, positive part, …), recomputed when a variable
 * has been written to. They are not counted by TensorFlow.js' `tf.memory()`, because they live as long
 * as the model and nobody should dispose of them.
 */
export class FormStore {
  readonly #backends = new Map<Backend, Map<string, Form>>();

  /**
   * @param weight - the weight
   * @param name - which form
   * @param make - computes it
   * @returns the form; do not dispose of it, and no input for `tf.reshape` or `tf.clone`
   */
  form(weight: Weight, name: string, make: (value: tf.Tensor) => tf.Tensor): tf.Tensor {
    const backend = tf.backend();
    let forms = this.#backends.get(backend);
    if (!forms) this.#backends.set(backend, (forms = new Map<string, Form>()));
    const key = `${weight.key} ${name}`;
    const from = dataIds(weight.sources());
    const known = forms.get(key);
    if (known?.from.every((id, i) => id === from[i])) return known.tensor;
    if (known) backend.disposeData(known.tensor.dataId);
    const tensor = tf.tidy(() => {
      const made = make(weight.read());
      const values = made.dataSync<'float32'>();
      return new tf.Tensor(made.shape, 'float32', backend.write(values, made.shape, 'float32'), -1);
    });
    forms.set(key, { from, tensor });
    return tensor;
  }

  /** Frees all forms. */
  dispose(): void {
    for (const [backend, forms] of this.#backends)
      for (const { tensor } of forms.values()) backend.disposeData(tensor.dataId);
    this.#backends.clear();
  }
}
