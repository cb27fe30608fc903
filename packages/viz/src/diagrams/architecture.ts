import { checkFields, InterpError } from '@interp/checks';
import { layerDetail } from '@interp/core/internal';

/** One layer of a network, for a diagram. */
export interface LayerBox {
  /** Its unique name. */
  readonly name: string;
  /** Its type, such as `Conv2D`. */
  readonly kind: string;
  /** More details, such as kernel size and activation. Default none. */
  readonly detail?: string;
  /** Shape of its output without the batch; null where a size is open. */
  readonly shape: readonly (number | null)[];
  /** Number of its parameters. */
  readonly parameters: number;
  /** Names of the layers whose outputs it takes; none for an input. */
  readonly inputs: readonly string[];
}

/** A network as plain data, for `architectureDiagram`. */
export interface Architecture {
  /** Its name. Default none. */
  readonly name?: string;
  /** Its layers. */
  readonly layers: readonly LayerBox[];
}

/** The part of a TensorFlow.js layer that is needed to draw it. */
export interface LayerLike {
  /** Its name. */
  readonly name: string;
  /** The places where it is used: the layers whose outputs it takes there, and the shapes of its own, the batch first. */
  readonly inboundNodes: readonly { readonly inboundLayers: readonly LayerLike[]; readonly outputShapes: unknown }[];
  /**
   * The name of its class.
   *
   * @returns as `Conv2D`
   */
  getClassName(): string;
  /**
   * The number of its parameters.
   *
   * @returns the number, frozen ones included
   */
  countParams(): number;
  /**
   * Its configuration.
   *
   * @returns plain data
   */
  getConfig(): unknown;
}

/** The part of a `tf.LayersModel` that is needed to draw it. */
export interface ModelLike {
  /** Its name. */
  readonly name: string;
  /** Its layers. */
  readonly layers: readonly LayerLike[];
}

const shapeOf = (shape: unknown): (number | null)[] => {
  const one: unknown = Array.isArray(shape) && Array.isArray(shape[0]) ? shape[0] : shape;
  return Array.isArray(one) ? one.slice(1).map((size) => (typeof size === 'number' ? size : null)) : [];
};

/**
 * Reads the layers and connections of a model, sequential or functional. A layer that is used more than once takes the
 * inputs of all its uses.
 *
 * @param model - a built `tf.LayersModel`; not changed
 * @returns the network as plain data
 * @throws InterpError `unsupported-model` for anything but a model with layers
 *
 * @example
 * ```ts
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * import { architectureOf } from '@interp/viz';
 *
 * const model = sequential({ layers: [layers.dense({ name: 'head', inputShape: [4], units: 3, activation: 'relu' })] });
 * console.log(architectureOf(model).layers[1]); // { name: 'head', kind: 'Dense', detail: 'relu', shape: [ 3 ], parameters: 15, … }
 * ```
 */
export const architectureOf = (model: ModelLike): Architecture => {
  checkFields('the model', model, {});
  const given: readonly LayerLike[] | undefined = model.layers;
  if (!given || given.length === 0)
    throw new InterpError('unsupported-model', 'the model has no layers; expected a built tf.LayersModel');
  const known = new Set(given.map(({ name }) => name));
  const layers = given.map((layer): LayerBox => {
    const config = (layer.getConfig() ?? {}) as Readonly<Record<string, unknown>>;
    const detail = layerDetail(config);
    const inputs = layer.inboundNodes.flatMap(({ inboundLayers }) => inboundLayers.map(({ name }) => name));
    return {
      name: layer.name,
      kind: layer.getClassName(),
      ...(detail !== '' && { detail }),
      shape: shapeOf(layer.inboundNodes[0]?.outputShapes),
      parameters: layer.countParams(),
      inputs: [...new Set(inputs)].filter((name) => known.has(name)),
    };
  });
  const [first] = given;
  const outside = first.inboundNodes.flatMap(({ inboundLayers }) => inboundLayers)[0];
  if (!outside || known.has(outside.name)) return { name: model.name, layers };
  const input: LayerBox = {
    name: outside.name,
    kind: outside.getClassName(),
    shape: shapeOf(outside.inboundNodes[0]?.outputShapes),
    parameters: 0,
    inputs: [],
  };
  return { name: model.name, layers: [input, { ...layers[0], inputs: [input.name] }, ...layers.slice(1)] };
};
