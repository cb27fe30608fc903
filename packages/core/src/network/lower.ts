import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { InterpError } from '../errors.js';
import { canonised } from './canonicalise.js';
import { layerOperators } from './layers/layer-operators.js';
import { readLayer, type Layer } from './layers/layer-reading.js';
import type { Operator } from './steps.js';
import { FormStore } from './maps/weights.js';

/** One primitive step of a model: which values it takes, which it makes. */
export interface Step {
  /** What it does. */
  readonly operator: Operator;
  /** The places of its inputs among the values of a run. */
  readonly inputs: readonly number[];
  /** The place of its output. */
  readonly output: number;
  /** The use of a layer that it belongs to; several steps may make one. */
  readonly layer: LayerUse;
}

/** One use of a layer of the user's model. */
export interface LayerUse {
  /** The layer's name, after the names of the models that it is nested in (`encoder/conv1`); `#2` marks its second use. */
  readonly name: string;
  /** The layer's class: `Conv2D`, `Dense`, … */
  readonly type: string;
}

/** A model as a list of primitive steps, in an order in which they can be run. Values are numbered. */
export interface Program {
  /** The steps. */
  readonly steps: readonly Step[];
  /** The place of the input. */
  readonly input: number;
  /** The place of the output: the logits, where the model ends with a softmax. */
  readonly output: number;
  /** Number of places. */
  readonly size: number;
  /** Forms of the weights that are kept from run to run. */
  readonly store: FormStore;
}

const isModel = (layer: Layer): layer is Layer & LayersModel =>
  'layers' in layer && 'inputs' in layer && 'outputs' in layer;

const supported = (): string => Object.keys(layerOperators).join(', ');

const operatorsOf = (layer: Layer, symbolic: SymbolicTensor, store: FormStore): readonly Operator[] => {
  const type = layer.getClassName();
  const expand = Object.hasOwn(layerOperators, type) ? layerOperators[type] : undefined;
  if (!expand) {
    throw new InterpError(
      'unsupported-layer',
      `the layer "${layer.name}" is of type ${type}, which the walk cannot go through; it takes ${supported()} and nested models`,
    );
  }
  return expand(readLayer(layer, symbolic.inputs[0].shape.length, store));
};

const listSteps = (model: LayersModel, store: FormStore): Omit<Program, 'store'> => {
  const steps: Step[] = [];
  const uses = new Map<string, number>();
  let size = 1;

  const layerUse = (layer: Layer, path: string): LayerUse => {
    const name = `${path}${layer.name}`;
    const use = (uses.get(name) ?? 0) + 1;
    uses.set(name, use);
    return { name: use > 1 ? `${name}#${use}` : name, type: layer.getClassName() };
  };

  const visit = (symbolic: SymbolicTensor, places: Map<number, number>, path: string): number => {
    const known = places.get(symbolic.id);
    if (known !== undefined) return known;
    const layer: Layer = symbolic.sourceLayer;
    const inputs = symbolic.inputs.map((input) => visit(input, places, path));
    let place: number;
    if (isModel(layer)) {
      const inner = new Map(layer.inputs.map((input, i) => [input.id, inputs[i]]));
      place = visit(layer.outputs[symbolic.outputTensorIndex ?? 0], inner, `${path}${layer.name}/`);
    } else {
      const use = layerUse(layer, path);
      let taken = inputs;
      for (const operator of operatorsOf(layer, symbolic, store)) {
        steps.push({ operator, inputs: taken, output: size, layer: use });
        taken = [size++];
      }
      [place] = taken;
    }
    places.set(symbolic.id, place);
    return place;
  };

  const output = visit(model.outputs[0], new Map([[model.inputs[0].id, 0]]), '');
  return { steps, input: 0, output, size };
};

interface Compiled {
  readonly program: Program;
  readonly outputId: number;
}

const programs = new WeakMap<LayersModel, Compiled>();
const forms = new FinalizationRegistry<FormStore>((store) => store.dispose());

/**
 * The steps of a model: nested models opened, activations apart from the layers that they are fused into, a batch normalisation
 * folded into the layer before it, and a final softmax left out. Made once per model and kept.
 *
 * @param model - a built model with one input and one output; not changed
 * @returns its steps
 * @throws InterpError `unsupported-layer`, naming the layer, its type and the layers that can be walked through
 */
export const program = (model: LayersModel): Program => {
  const outputId = model.outputs[0].id;
  const known = programs.get(model);
  if (known?.outputId === outputId) return known.program;
  const store = new FormStore();
  const made = { ...canonised(listSteps(model, store)), store };
  programs.set(model, { program: made, outputId });
  forms.register(model, store);
  return made;
};
