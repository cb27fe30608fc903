import type { LayerVariable } from '@tensorflow/tfjs-layers';
import { InterpError, shownName } from '@interp/checks';
import { type Json, type TakeWeight, type WeightSource, withWeights } from '@interp/files/building';
import type { LayerSpec } from '../config/model-spec.js';
import type { LayerWeights } from '../weights/layer-weights.js';
import { weightTensor } from '../weights/weight-tensor.js';

/** Builds layers whose weights a file lists layer by layer, in the order in which each layer makes them. */
export class QueuedWeights implements WeightSource {
  readonly #weights: LayerWeights;
  readonly #specs: ReadonlyMap<Json, LayerSpec>;
  readonly #taken = new Map<LayerSpec, number>();
  readonly #made: LayerVariable[] = [];

  /**
   * @param weights - of each layer
   * @param specs - which layer each description is of
   */
  constructor(weights: LayerWeights, specs: ReadonlyMap<Json, LayerSpec>) {
    this.#weights = weights;
    this.#specs = specs;
  }

  /** Calls something that makes the layer of a description, or builds it, with its weights. */
  during<Value>(work: () => Value, layer: Json): Value {
    const spec = this.#specs.get(layer);
    const take: TakeWeight = (name, shape) => {
      const at = spec ? (this.#taken.get(spec) ?? 0) : 0;
      const stored = spec && this.#weights.get(spec)?.[at];
      if (!stored)
        throw new InterpError(
          'bad-file',
          `the file lacks the weight ${shownName(name)} of the layer ${shownName(spec?.name ?? 'of the model')}, of shape [${shape.join(', ')}]; save the model again`,
        );
      this.#taken.set(spec, at + 1);
      return weightTensor(spec.name, stored, shape);
    };
    return withWeights(take, this.#made, work);
  }

  /** Refuses a file with weights that their layer did not ask for. */
  checkAllTaken(): void {
    for (const [spec, stored] of this.#weights)
      if (stored.length > (this.#taken.get(spec) ?? 0))
        throw new InterpError(
          'bad-file',
          `the file has ${stored.length} weights for the layer ${shownName(spec.name)}, which takes fewer; save the model again`,
        );
  }

  /** Frees every weight that was made. */
  dispose(): void {
    for (const variable of this.#made) if (!variable.read().isDisposed) variable.dispose();
  }
}
