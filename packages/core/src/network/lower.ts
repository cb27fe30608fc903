import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { returnedWith, valuesUpTo } from './functional-model.js';
import { operatorsOf } from './layers/layer-operators.js';
import type { Layer } from './layers/layer-reading.js';
import type { WeightCache } from './maps/weights.js';
import type { LayerUse, Step } from './steps.js';

/** A model as a list of steps, not simplified yet. */
export interface LoweredModel {
  /** The steps in execution order. */
  readonly steps: readonly Step[];
  /** Every use of a layer, including layers without a step, in execution order. */
  readonly layers: readonly LayerUse[];
  /** The names of the input values, which are those of the input layers. */
  readonly inputs: readonly string[];
  /** The names of the output values. */
  readonly outputs: readonly string[];
}

const isModel = (layer: Layer): layer is Layer & LayersModel =>
  'layers' in layer && 'inputs' in layer && 'outputs' in layer;

/**
 * Lists the steps of a model: nested models are flattened, and fused activations are steps of their own. The last value of a layer
 * has the layer's name.
 */
export const lower = (model: LayersModel, cache: WeightCache): LoweredModel => {
  const steps: Step[] = [];
  const layers: LayerUse[] = [];
  const uses = new Map<string, number>();

  const layerUse = (layer: Layer, path: string): LayerUse => {
    const name = `${path}${layer.name}`;
    const use = (uses.get(name) ?? 0) + 1;
    uses.set(name, use);
    const made = { name: use > 1 ? `${name}#${use}` : name, type: layer.getClassName() };
    layers.push(made);
    return made;
  };

  /** Lists the steps of one use of a layer and returns the names of its output values. */
  const list = (symbolic: SymbolicTensor, inputs: readonly string[], path: string): readonly string[] => {
    const use = layerUse(symbolic.sourceLayer, path);
    const operators = operatorsOf(symbolic.sourceLayer, symbolic.inputs[0].shape.length, cache);
    let taken = inputs;
    operators.forEach((operator, i) => {
      const isLast = i === operators.length - 1;
      const outputs = isLast
        ? returnedWith(symbolic).map((_, k) => (k === 0 ? use.name : `${use.name}:${k}`))
        : [`${use.name}:${i}`];
      steps.push({ operator, inputs: taken, outputs, layer: use });
      taken = outputs;
    });
    return taken;
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
  return { steps, layers, inputs, outputs };
};
