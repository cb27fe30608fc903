import * as tf from '@tensorflow/tfjs-core';
import { layers, type LayerVariable, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { shownName } from '@interp/checks';
import { areFinite } from '@interp/core/internal';
import type { WeightSpec } from './model-file.js';
import type { Json, Refuse } from './topology.js';

/** A weight in a file: what the manifest says of it, and its bytes. */
export interface StoredWeight {
  /** Name, shape, element type and quantisation. */
  readonly spec: WeightSpec;
  /** Its elements as they are stored. */
  readonly bytes: Uint8Array;
}

/** The method of a layer that makes a weight, with the arguments that matter here. */
type AddWeight = (
  this: object,
  name: string,
  shape: number[],
  dtype: tf.DataType | undefined,
  initializer: unknown,
  ...rest: unknown[]
) => LayerVariable;

/** Gives the value of a weight that a layer asks for, by the name that the layer has for it; the layer owns it. */
export type TakeWeight = (name: string, shape: readonly number[], dtype: tf.DataType) => tf.Tensor;

/** Where the weights of layers that are being built come from. */
export interface WeightSource {
  /** Calls something that makes or builds the layer that a description is of, synchronously, with its weights. */
  during<Value>(work: () => Value, layer: Json): Value;
}

/**
 * Calls something that makes layers or builds them, synchronously, with weights from elsewhere in the place of initial ones.
 *
 * @param take - gives the value of each weight
 * @param made - takes up the variables that were made
 * @param work - what is called
 * @returns what it returns
 */
export const withWeights = <Value>(take: TakeWeight, made: LayerVariable[], work: () => Value): Value => {
  const layer = layers.Layer.prototype as unknown as { addWeight: AddWeight };
  const { addWeight } = layer;
  layer.addWeight = function (name, shape, dtype, _initializer, ...rest) {
    let value: tf.Tensor | undefined;
    const initializer = { apply: () => (value = take(name, shape, dtype ?? 'float32')) };
    try {
      const variable = addWeight.call(this, name, shape, dtype, initializer, ...rest);
      made.push(variable);
      return variable;
    } catch (error) {
      if (value?.isDisposed === false) value.dispose();
      throw error;
    }
  };
  try {
    return work();
  } finally {
    layer.addWeight = addWeight;
  }
};

/** A name without its last part but one: since TensorFlow 2.2 that is the name of a cell, which TensorFlow.js leaves out. */
const withoutCell = (name: string): string => {
  const parts = name.split('/');
  return [...parts.slice(0, -2), ...parts.slice(-1)].join('/');
};

/** The names of the layers that are being built, each followed by a slash. */
const scopeNow = (): string => {
  // TensorFlow.js tells the names only to values that are made under them.
  const { originalName } = new SymbolicTensor('float32', [], null as never, [], {}, 'x');
  return originalName!.slice(0, -1);
};

/**
 * Builds layers whose weights come from a file: each weight is compared with the manifest before it is made, so that nothing is allocated
 * that the file does not hold.
 */
export class StoredWeights implements WeightSource {
  readonly #left = new Map<string, StoredWeight>();
  readonly #names = new Map<string, string>();
  readonly #made: LayerVariable[] = [];
  readonly #refuse: Refuse;

  /**
   * @param weights - all weights of the file
   * @param refuse - makes the error from a short description
   */
  constructor(weights: readonly StoredWeight[], refuse: Refuse) {
    this.#refuse = refuse;
    for (const weight of weights) {
      if (this.#left.has(weight.spec.name)) throw refuse(`lists the weight ${shownName(weight.spec.name)} twice`);
      this.#left.set(weight.spec.name, weight);
      this.#names.set(withoutCell(weight.spec.name), weight.spec.name);
    }
  }

  /** Calls something that makes layers or builds them, synchronously, with the weights of the file. */
  during<Value>(work: () => Value): Value {
    const take: TakeWeight = (name, shape, dtype) => this.#take(scopeNow() + name, shape, dtype);
    return withWeights(take, this.#made, work);
  }

  /** Refuses a file with weights that no layer asked for. */
  checkAllTaken(): void {
    const [name] = this.#left.keys();
    if (name !== undefined) throw this.#refuse(`has the weight ${shownName(name)}, which none of its layers has`);
  }

  /** Frees every weight that was made. */
  dispose(): void {
    for (const variable of this.#made) if (!variable.read().isDisposed) variable.dispose();
  }

  #take(name: string, shape: readonly number[], dtype: tf.DataType): tf.Tensor {
    const stored = this.#left.get(name) ?? this.#left.get(this.#names.get(name) ?? '');
    if (!stored) throw this.#refuse(`lacks the weight ${shownName(name)}, of shape [${shape.join(', ')}]`);
    const { spec, bytes } = stored;
    this.#left.delete(spec.name);
    if (!tf.util.arraysEqual([...shape], spec.shape))
      throw this.#refuse(
        `has the weight ${shownName(spec.name)} of shape [${spec.shape.join(', ')}], and its layer takes [${shape.join(', ')}]`,
      );
    if (dtype !== spec.dtype)
      throw this.#refuse(`has the weight ${shownName(spec.name)} of ${spec.dtype}, and its layer takes ${dtype}`);
    const value = tf.io.decodeWeights(Uint8Array.from(bytes).buffer, [spec as tf.io.WeightsManifestEntry])[spec.name];
    if (dtype !== 'float32' || areFinite(value.dataSync<'float32'>())) return value;
    value.dispose();
    throw this.#refuse(`has values in its weight ${shownName(spec.name)} that are not finite`, 'bad-value');
  }
}
