import type { Json } from '@interp/files/building';
import { type LayerSpec, type ModelSpec, type Reference, startsBuilt } from '../config/model-spec.js';

/** A model for TensorFlow.js' layers, and of which layer each of its descriptions is. */
export interface LayersTopology {
  /** As TensorFlow.js' `model.json` has it. */
  readonly topology: Json;
  /** The layers behind the descriptions. */
  readonly specs: ReadonlyMap<Json, LayerSpec>;
}

/** Options whose names TensorFlow.js took from Keras 2. */
const ownOptions = ({ type, config, inputShapes }: LayerSpec): Json => {
  if (type === 'LeakyReLU') return { ...config, alpha: config['alpha'] ?? config['negative_slope'] };
  const [shape] = inputShapes;
  const { axis } = config;
  // TensorFlow.js takes any negative axis for the last one.
  if (type === 'Concatenate' && typeof axis === 'number' && axis < -1 && shape)
    return { ...config, axis: axis + shape.length };
  return config;
};

/** Pooling over all of an image that keeps its axes, as pooling with a window of its size, given that. */
const wholeWindow = ({ type, config, inputShapes }: LayerSpec): Json | undefined => {
  if (config['keepdims'] !== true) return undefined;
  const [, ...sizes] = inputShapes[0];
  const window = config['data_format'] === 'channels_first' ? sizes.slice(1) : sizes.slice(0, -1);
  const { data_format: format, name } = config;
  return {
    class_name: type.replace('Global', ''),
    config: { name, pool_size: window, strides: window, padding: 'valid', data_format: format },
  };
};

/**
 * A model as TensorFlow.js' deserialiser takes it.
 *
 * @param model - as the file describes it, without functions and constants
 * @returns its topology
 */
export const layersTopology = (model: ModelSpec): LayersTopology => {
  const specs = new Map<Json, LayerSpec>();
  const describe = ({ type, name, layers, inputs, outputs }: ModelSpec): Json => {
    const built = new Set(layers.filter((layer) => layer.model && startsBuilt(layer)).map((layer) => layer.name));
    const reference = ({ layer, call, tensor }: Reference) =>
      [layer, call + (built.has(layer) ? 1 : 0), tensor] as const;
    const described = layers.map((layer): Json => {
      const own: Json = layer.model
        ? describe(layer.model)
        : (wholeWindow(layer) ?? { class_name: layer.type, config: { ...ownOptions(layer), name: layer.name } });
      const calls = layer.calls.map(({ inputs: taken }) =>
        taken.flatMap((input) => ('layer' in input ? [[...reference(input), {}]] : [])),
      );
      const description: Json = {
        ...own,
        // A model within another is called by the name that it has there.
        config: { ...(own['config'] as Json), name: layer.name },
        name: layer.name,
        ...(type === 'Functional' && { inbound_nodes: calls }),
      };
      specs.set(description, layer);
      return description;
    });
    const ends = type === 'Functional' && {
      input_layers: inputs.map(reference),
      output_layers: outputs.map(reference),
    };
    return { class_name: type, config: { name, layers: described, ...ends } };
  };
  return { topology: describe(model), specs };
};
