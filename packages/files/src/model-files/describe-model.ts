import { isInterpError } from '@interp/checks';
import { classifier as classifierOf, networkOf, type Classifier, type Network } from '@interp/core';
import { layerDetail, type LayerCall, sizeOfShape } from '@interp/core/internal';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** A shape with the batch first; null where a size is open. */
type Shape = readonly (number | null)[];

/** A layer of a model. */
export interface LayerDescription {
  /** Its name, with the models that it is nested in as prefix (`encoder/conv1`); `#2` marks its second use. */
  readonly name: string;
  /** Its class, or the operation that it is. */
  readonly type: string;
  /** Its main settings, as `3 × 3, stride 2`. Default none. */
  readonly detail?: string;
  /** The shape of its output, the batch first and open. */
  readonly outputShape: readonly (number | null)[];
  /** How many weights it has; none where it is used again. */
  readonly parameters: number;
  /** The names of the layers, and of the model's inputs, whose outputs it takes. */
  readonly inputs: readonly string[];
}

/** What there is to be said of a model. */
export interface ModelDescription {
  /** Its inputs. */
  readonly inputs: readonly {
    readonly name: string;
    readonly shape: readonly (number | null)[];
    readonly dtype: string;
  }[];
  /** Its outputs, and what each ends in: what becomes scores of classes when it is taken off. */
  readonly outputs: readonly {
    readonly name: string;
    readonly shape: readonly (number | null)[];
    readonly scores: 'logits' | 'softmax' | 'sigmoid' | 'none';
    readonly classes: number;
  }[];
  /** Its layers, those of nested models in their places, each after those whose outputs it takes. */
  readonly layers: readonly LayerDescription[];
  /** Weights of all of them. */
  readonly parameters: number;
  /** Products with weights that convolutions and dense layers compute for one input. */
  readonly multiplications: number;
}

/** A network of another format than layers of TensorFlow.js, an ONNX file say, with how many weights each operation has, where that is known. */
type OtherNetwork = Network & { readonly parameters?: ReadonlyMap<string, number> };

/** Of several outputs of a layer the first. */
const shapeOf = (shape: unknown): Shape =>
  Array.isArray(Array.isArray(shape) ? shape[0] : 0) ? (shape as Shape[])[0] : (shape as Shape);

const positions = (shape: Shape): number => sizeOfShape(shape.slice(1, -1).map((size) => size ?? 1));

/** The products of each kernel of a layer at each position that it is applied at. */
const productsOf = ({ layer, inputShape, shape }: LayerCall): number => {
  const kernels = layer.weights.filter(({ shape: all, name }) => all.length > 1 && name.includes('kernel'));
  const at = positions(layer.getClassName().endsWith('Transpose') ? inputShape : shape);
  return at * kernels.reduce((sum, { shape: all }) => sum + sizeOfShape(all as number[]), 0);
};

type Described = Pick<ModelDescription, 'layers' | 'parameters' | 'multiplications'>;

const ofLayers = (model: LayersModel): Described => {
  const { calls } = networkOf(model).lowered;
  const makers = new Map(calls.flatMap(({ use, outputs }) => outputs.map((name) => [name, use.name] as const)));
  const counted = new Set<unknown>();
  const inputs = model.layers.filter((layer) => layer.getClassName() === 'InputLayer');
  const described = calls.map(({ layer, use, inputs: taken, shape }): LayerDescription => {
    const detail = layerDetail(layer.getConfig() ?? {});
    const parameters = counted.has(layer) ? 0 : layer.countParams();
    counted.add(layer);
    return {
      ...use,
      ...(detail !== '' && { detail }),
      outputShape: shape,
      parameters,
      inputs: [...new Set(taken.map((name) => makers.get(name) ?? name))],
    };
  });
  return {
    layers: [
      ...inputs.map((layer) => ({ name: layer.name, type: 'InputLayer', outputShape: shapeOf(layer.outputShape), parameters: 0, inputs: [] })), // prettier-ignore
      ...described,
    ],
    parameters: model.countParams(),
    multiplications: calls.reduce((sum, call) => sum + productsOf(call), 0),
  };
};

const ofOperations = ({ layers, parameters }: OtherNetwork): Described => {
  const described = layers.map(({ name, type, detail, shape = [null, null], inputs = [] }): LayerDescription => ({
    name,
    type,
    ...(detail !== undefined && { detail }),
    outputShape: shape,
    parameters: parameters?.get(name) ?? 0,
    inputs,
  }));
  return {
    layers: described,
    parameters: described.reduce((sum, layer) => sum + layer.parameters, 0),
    multiplications: layers.reduce((sum, { products = 0 }) => sum + products, 0),
  };
};

type Output = ModelDescription['outputs'][number];

/** What an output ends in, by its structure, or by what more is known of it as that of a classifier. */
const scoresOf = (
  { shape, scores, probabilities }: Network['outputs'][number],
  known?: Pick<Classifier, 'network' | 'probabilities'>,
): Output['scores'] => {
  const taken = (shape.length === 2 && known?.network?.outputs[0].scores) || scores;
  if (taken !== 'identity') return taken === 'sigmoid' ? 'sigmoid' : 'softmax';
  if (shape.length !== 2) return 'none';
  const kind = known ? (known.probabilities ?? 'softmax') : probabilities;
  return kind === 'softmax' ? 'logits' : kind;
};

/** The same model as a classifier; undefined of one that is none, as it has several inputs, or gives no scores. */
const classifierIfAny = (model: LayersModel | Network): Classifier | undefined => {
  try {
    return classifierOf(model);
  } catch (error) {
    if (isInterpError(error)) return undefined;
    throw error;
  }
};

/**
 * Describes a model: what it takes and returns, its layers and how they are connected, how large it is and how much it computes.
 *
 * @param model - the model, of layers or a network of another format, an ONNX file say; borrowed, and not run
 * @param classifier - the same model as a classifier, where more is known of it than it says itself. Default `classifier(model)` of `@interp/core`,
 *   where it is one
 * @returns plain values
 * @throws InterpError `unsupported-model` for a model that has no layers or is not built, `bad-value` for one that was disposed of
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { describeModel } from '@interp/files';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * await startBackend('wasm');
 * const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [4], activation: 'softmax' })] });
 * const { outputs, parameters, multiplications } = describeModel(model);
 * console.log(outputs[0].scores, parameters, multiplications); // softmax 15 12
 * ```
 */
export const describeModel = (
  model: LayersModel | (Network & { readonly parameters?: ReadonlyMap<string, number> }),
  classifier: Pick<Classifier, 'classes' | 'network' | 'probabilities'> | undefined = classifierIfAny(model),
): ModelDescription => {
  const network = networkOf(model);
  const isOfLayers = 'predict' in model;
  return {
    inputs: network.inputs.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
    outputs: network.outputs.map((output, _, { length }) => {
      const { name, shape } = output;
      const known = length === 1 || name === classifier?.network?.outputs[0].name ? classifier : undefined;
      return {
        name,
        shape,
        scores: scoresOf(output, known),
        classes: known?.classes ?? sizeOfShape(shape.slice(1).map((size) => size ?? 1)),
      };
    }),
    ...(isOfLayers ? ofLayers(model) : ofOperations(model)),
  };
};
