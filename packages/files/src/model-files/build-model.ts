import { type LayersModel, models, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { isObject, shownName } from '@interp/checks';
import { mendInPlace, sizeOfShape } from '@interp/core/internal';
import { functionalModel } from './functional-model.js';
import type { WeightSource } from './stored-weights.js';
import { isFunctional, type Json, layersOf, modelIn, type Refuse, sortedCalls } from './topology.js';

type Layer = LayersModel['layers'][number];

/** Limit on the elements of a value between two layers, for one image. */
const largest = 2 ** 28;

/** How models are built. */
interface Building {
  readonly weights: WeightSource;
  readonly refuse: Refuse;
}

const checkValue = (value: SymbolicTensor | undefined, layer: string, refuse: Refuse): SymbolicTensor => {
  if (!value) throw refuse(`asks for an output that its layer ${shownName(layer)} does not have`);
  const sides = value.shape.slice(1).map((n) => n ?? 1);
  if (sides.every((n) => n >= 0) && sizeOfShape(sides) <= largest) return value;
  throw refuse(
    `has a layer ${shownName(layer)} whose output has the shape [${sides.join(', ')}]; at most ${largest} numbers`,
  );
};

const valueOf = (layers: ReadonlyMap<string, Layer>, reference: unknown, refuse: Refuse): SymbolicTensor => {
  const [name, call, tensor = 0] = reference as [string, number, number?];
  return checkValue(layers.get(name)?.inboundNodes[call]?.outputTensors[tensor], name, refuse);
};

/** A list of references, each to an output of a call; Keras leaves out the outer list where there is one. */
const references = (value: unknown): readonly unknown[] => {
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  return Array.isArray(list[0]) ? list : [list];
};

const buildFunctional = async (description: Json, building: Building): Promise<LayersModel> => {
  const { weights, refuse } = building;
  const config = description['config'] as Json;
  const described = layersOf(config);
  const layers = new Map<string, Layer>();
  const descriptions = new Map(described.map((layer) => [String(layer['name']), layer]));
  for (const layer of described) layers.set(String(layer['name']), await buildLayer(layer, building));
  for (const { layer, inputs, options } of sortedCalls(described, refuse)) {
    const given = inputs.map((input) => valueOf(layers, [input.layer, input.call, input.tensor], refuse));
    const call = () => layers.get(layer)!.apply(given.length > 1 ? given : given[0], { ...options });
    const made = weights.during(call, descriptions.get(layer)!);
    for (const value of [made].flat()) checkValue(value as SymbolicTensor, layer, refuse);
  }
  const [inputs, outputs] = ['input_layers', 'output_layers'].map((end) =>
    references(config[end]).map((reference) => valueOf(layers, reference, refuse)),
  );
  return functionalModel({ inputs, outputs, name: config['name'] as string, kind: String(description['class_name']) });
};

const buildSequential = async ({ config }: Json, building: Building): Promise<LayersModel> => {
  const { name } = config as { readonly name?: string };
  const described = layersOf(config);
  const model = sequential({ ...(name !== undefined && { name }) });
  for (const layer of described) {
    const added = await buildLayer(layer, building);
    building.weights.during(() => model.add(added), layer);
    if (model.outputs.length > 0) checkValue(model.outputs[0], added.name, building.refuse);
  }
  const { inputs, outputs } = model;
  // A sequential model makes a functional one of itself, by recursion.
  return described.length > 500 && outputs.length > 0 ? functionalModel({ inputs, outputs, name }) : model;
};

/** Whether a type is one of other floats than float32, or a policy of Keras that computes in one of them. */
const isOtherFloat = (dtype: unknown): boolean => {
  const name: unknown = isObject(dtype) && isObject(dtype['config']) ? dtype['config']['name'] : dtype;
  return (
    typeof name === 'string' && (isObject(dtype) || name !== 'float32') && /^(?:mixed_)?b?float(?:16|32|64)$/.test(name)
  );
};

/** A layer's options with float32 in the place of other floats, which are how Keras trained and not how TensorFlow.js computes; also those of a layer in it. */
const inSinglePrecision = (config: Json): Json => {
  const { dtype, layer } = config;
  return {
    ...config,
    ...(isOtherFloat(dtype) && { dtype: 'float32' }),
    ...(isObject(layer) &&
      isObject(layer['config']) && { layer: { ...layer, config: inSinglePrecision(layer['config']) } }),
  };
};

const buildLayer = async (description: Json, building: Building): Promise<Layer> => {
  if (isFunctional(description)) return buildFunctional(description, building);
  if (description['class_name'] === 'Sequential') return buildSequential(description, building);
  const { class_name, config } = description;
  const one = { class_name, config: isObject(config) ? inSinglePrecision(config) : config };
  const layer: Layer = await building.weights.during(() => models.modelFromJSON(one as never), description);
  mendInPlace(layer);
  return layer;
};

/**
 * Builds a model of its topology, each weight from the file. Layers are called in an order in which each call has its inputs, so that it
 * takes one pass in whatever order they are listed, and the n-th call of a shared layer is the n-th of the file.
 *
 * @param topology - checked by `checkTopology`
 * @param weights - where the weights come from; what they made is left to the caller where this throws
 * @param refuse - makes the error from a short description
 * @returns the model
 * @throws the error of `refuse`; what TensorFlow.js throws
 */
export const buildModel = async (topology: Json, weights: WeightSource, refuse: Refuse): Promise<LayersModel> => {
  const built = await buildLayer(modelIn(topology), { weights, refuse });
  if (!('layers' in built)) throw refuse('is one layer, and no model');
  return built as LayersModel;
};
