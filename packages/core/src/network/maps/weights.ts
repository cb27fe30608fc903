import * as tf from '@tensorflow/tfjs-core';

/** A weight of the user's model, or one computed of several, as the walk reads it. */
export interface Weight {
  /** Its name in the store of forms; unique in a program. */
  readonly key: string;
  /** Its present value; do not dispose of it. */
  read(): tf.Tensor;
  /** The variables that the value comes from. */
  sources(): readonly tf.Tensor[];
}

interface Form {
  readonly from: readonly object[];
  readonly tensor: tf.Tensor;
}

type Backend = ReturnType<typeof tf.backend>;

const dataIds = (tensors: readonly tf.Tensor[]): object[] => tensors.map(({ dataId }) => dataId);

/**
 * Forms of weights that the walk needs again and again (flipped and transposed, their positive part, …), made once and made anew
 * when a variable has been written to. They lie in the backend's memory outside of TensorFlow.js' count of tensors, because they
 * live as long as the model and nobody is to dispose of them.
 */
export class FormStore {
  readonly #backends = new Map<Backend, Map<string, Form>>();

  /**
   * @param weight - what to make a form of
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
