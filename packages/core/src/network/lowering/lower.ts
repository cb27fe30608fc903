import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { maskAfter, type MaskSource, withMask } from './masks.js';
import { returnedWith, valuesUpTo } from './values-up-to.js';
import { operatorsOf } from '../layers/layer-operators.js';
import type { Layer } from '../layers/layer-reading.js';
import { runnable } from '../layers/mended-layers.js';
import type { WeightCache } from '../maps/weights.js';
import type { LayerUse, Step } from '../steps.js';

/** One call of a layer, as TensorFlow.js makes it. */
export interface LayerCall {
  /** The layer, as one that runs. */
  readonly layer: Layer;
  /** Its use in the model. */
  readonly use: LayerUse;
  /** The names of its inputs. */
  readonly inputs: readonly string[];
  /** The names of its outputs; the first one is that of the use. */
  readonly outputs: readonly string[];
  /** The shape of its first input, with the batch. */
  readonly inputShape: readonly (number | null)[];
  /** The shape of its first output, with the batch. */
  readonly shape: readonly (number | null)[];
}

/** A model as a list of steps, not simplified yet. */
export interface LoweredModel {
  /** The steps in execution order. */
  readonly steps: readonly Step[];
  /** Every call of a layer, including layers without a step, in execution order. */
  readonly calls: readonly LayerCall[];
  /** Shapes of values by name, with the batch, of steps that no call made. */
  readonly shapes?: ReadonlyMap<string, readonly (number | null)[]>;
  /** The value of the steps behind an output of a call: a layer that does nothing in inference gives that of its input. */
  readonly valueOf: (name: string) => string;
  /** The names of the input values, which are those of the input layers. */
  readonly inputs: readonly string[];
  /** The names of the outputs, as calls name them. */
  readonly outputs: readonly string[];
  /** Whether TensorFlow.js cannot run the model itself, and the layers of its calls can. */
  readonly isMended: boolean;
}

const isModel = (layer: Layer): layer is Layer & LayersModel =>
  'layers' in layer && 'inputs' in layer && 'outputs' in layer;

/**
 * Lists the steps of a model: nested models are flattened, and fused activations are steps of their own. The last value of a layer
 * has the layer's name.
 */
export const lower = (model: LayersModel, cache: WeightCache): LoweredModel => {
  const steps: Step[] = [];
  const calls: LayerCall[] = [];
  const aliases = new Map<string, string>();
  const valueOf = (name: string): string => aliases.get(name) ?? name;
  const uses = new Map<string, number>();
  const masks = new Map<string, MaskSource | undefined>();
  let isMended = false;

  const layerUse = (layer: Layer, path: string): LayerUse => {
    const name = `${path}${layer.name}`;
    const use = (uses.get(name) ?? 0) + 1;
    uses.set(name, use);
    return { name: use > 1 ? `${name}#${use}` : name, type: layer.getClassName() };
  };

  /** Lists the steps of one use of a layer and returns the names of its output values. */
  const list = (symbolic: SymbolicTensor, inputs: readonly string[], path: string): readonly string[] => {
    const rank = symbolic.inputs[0].shape.length;
    const layer = runnable(symbolic.sourceLayer, rank);
    isMended ||= layer !== symbolic.sourceLayer;
    const use = layerUse(layer, path);
    const operators = operatorsOf(layer, rank, cache);
    const returned = returnedWith(symbolic);
    const made = returned.map((_, k) => (k === 0 ? use.name : `${use.name}:${k}`));
    calls.push({ layer, use, inputs, outputs: made, inputShape: symbolic.inputs[0].shape, shape: returned[0].shape });
    let taken = inputs.map(valueOf);
    const mask = inputs.map((name) => masks.get(name)).find((source) => source);
    masks.set(use.name, maskAfter(layer, taken[0], mask));
    operators.forEach((operator, i) => {
      const outputs = i === operators.length - 1 ? made : [`${use.name}:${i}`];
      const step: Step = { operator, inputs: taken, outputs, layer: use };
      steps.push(mask && operator.kind === 'opaque' ? withMask(step, layer, mask) : step);
      taken = [...outputs];
    });
    if (operators.length === 0) aliases.set(use.name, taken[0]);
    return made;
  };

  const visit = (outputs: readonly SymbolicTensor[], names: Map<number, string>, path: string): readonly string[] => {
    for (const symbolic of valuesUpTo(outputs, names.keys())) {
      const layer: Layer = symbolic.sourceLayer;
      const taken = symbolic.inputs.map(({ id }) => names.get(id)!);
      const made = isModel(layer)
        ? visit(layer.outputs, new Map(layer.inputs.map(({ id }, i) => [id, taken[i]])), `${path}${layer.name}/`)
        : list(symbolic, taken, path);
      returnedWith(symbolic).forEach(({ id }, i) => names.set(id, made[i]));
    }
    return outputs.map(({ id }) => names.get(id)!);
  };

  const inputs = model.inputs.map(({ sourceLayer }) => sourceLayer.name);
  const outputs = visit(model.outputs, new Map(model.inputs.map(({ id }, i) => [id, inputs[i]])), '');
  return { steps, calls, valueOf, inputs, outputs, isMended };
};
