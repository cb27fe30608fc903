import {
  canWalk,
  classifier as classifierOf,
  networkOf,
  trace,
  type Classifier,
  type Network,
  type TracedLayer,
} from '@interp/core';
import { sizeOfShape } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** A shape with the batch first; null where a size is open. */
type Shape = readonly (number | null)[];

/** A layer of a model. */
export interface LayerDescription {
  /** Its name. */
  readonly name: string;
  /** Its class. */
  readonly type: string;
  /** The shape of its output, the batch first and open. */
  readonly outputShape: readonly (number | null)[];
  /** How many weights it has. */
  readonly parameters: number;
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
  /** Its layers, those of nested models in their places. */
  readonly layers: readonly LayerDescription[];
  /** Weights of all of them. */
  readonly parameters: number;
  /** Products that convolutions and dense layers compute for one input. */
  readonly multiplications: number;
}

/** A network of another format than layers of TensorFlow.js, an ONNX file say, with how many weights each operation has, where that is known. */
type OtherNetwork = Network & { readonly parameters?: ReadonlyMap<string, number> };

type Layer = LayersModel['layers'][number];

/** Of several outputs of a layer the first. */
const shapeOf = (shape: unknown): Shape =>
  Array.isArray(Array.isArray(shape) ? shape[0] : 0) ? (shape as Shape[])[0] : (shape as Shape);

const layersOf = (model: LayersModel): readonly Layer[] =>
  model.layers.flatMap((layer) => ('layers' in layer ? layersOf(layer as unknown as LayersModel) : [layer]));

/** What a network does with one input, layer by layer; nothing where it cannot be followed. */
const traced = <Value>({ network, inputShape }: Classifier, work: (layers: readonly TracedLayer[]) => Value) => {
  if (!network || !canWalk(network)) return undefined;
  let value: Value | undefined;
  tf.tidy(() => {
    value = work(trace(network, tf.zeros([1, ...inputShape])).layers);
  });
  return value;
};

const layersOfNetwork = ({ layers, parameters }: OtherNetwork, classifier: Classifier): readonly LayerDescription[] => {
  const shapes = traced(
    classifier,
    (all) => new Map<string, Shape>(all.map(({ name, output }) => [name, [null, ...output.shape.slice(1)]])),
  );
  return layers.map(({ name, type }) => ({
    name,
    type,
    outputShape: shapes?.get(name) ?? [null, null],
    parameters: parameters?.get(name) ?? 0,
  }));
};

const positions = (shape: Shape): number =>
  shape.slice(1, -1).reduce<number>((product, one) => product * (one ?? 1), 1);

/** The products of each kernel at each position that it is applied at, by the shapes that layers say. */
const productsOfKernels = (model: LayersModel): number =>
  layersOf(model).reduce((sum, layer) => {
    const kernels = layer.weights.filter(({ shape, name }) => shape.length > 1 && name.includes('kernel'));
    const isTransposed = layer.getClassName().endsWith('Transpose');
    const at = positions(shapeOf(isTransposed ? layer.inboundNodes[0].inputShapes[0] : layer.outputShape));
    return sum + at * kernels.reduce((all, { shape }) => all + sizeOfShape(shape as number[]), 0);
  }, 0);

const multiplicationsOf = (classifier: Classifier): number | undefined =>
  traced(classifier, (layers) =>
    layers.reduce((sum, { kind, type, kernel, output, inputShapes }) => {
      if (kind !== 'linear' || !kernel || !/Conv|Dense|Gemm|MatMul/.test(type)) return sum;
      return sum + kernel.size * positions(type.endsWith('Transpose') ? inputShapes[0] : output.shape);
    }, 0),
  );

type Described = ModelDescription['outputs'][number];

/** What an output ends in, by its structure alone. */
const endingOf = ({ scores, probabilities, shape }: Network['outputs'][number]): Described['scores'] => {
  if (scores !== 'identity') return scores === 'sigmoid' ? 'sigmoid' : 'softmax';
  return shape.length === 2 && probabilities !== 'none' ? 'logits' : 'none';
};

/** What the output ends in that a classifier is of. */
const scoresOf = ({ network, probabilities }: Classifier): Described['scores'] => {
  const scores = network?.outputs[0].scores;
  if (scores === 'identity' || scores === undefined)
    return probabilities === 'none' || probabilities === 'sigmoid' ? probabilities : 'logits';
  return scores === 'sigmoid' ? 'sigmoid' : 'softmax';
};

const outputsOf = (model: LayersModel | Network, classifier: Classifier): readonly Described[] => {
  const { outputs } = networkOf(model);
  const own = classifier.network?.outputs[0].name;
  return outputs.map((output) => {
    const { name, shape } = output;
    const isOwn = outputs.length === 1 || name === own;
    return {
      name,
      shape,
      scores: isOwn && shape.length === 2 ? scoresOf(classifier) : endingOf(output),
      classes: isOwn ? classifier.classes : sizeOfShape(shape.slice(1).map((size) => size ?? 1)),
    };
  });
};

/**
 * Describes a model: what it takes and returns, its layers, how large it is and how much it computes. A forward pass of one input is run to see that.
 *
 * @param model - the model, of layers or a network of another format, an ONNX file say; borrowed
 * @param classifier - the same model as a classifier, where more is known of it than it says itself. Default `classifier(model)` of `@interp/core`
 * @returns plain values
 * @throws InterpError as `classifier` of `@interp/core`
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
  classifier: Classifier = classifierOf(model),
): ModelDescription => {
  const ofLayers = 'predict' in model;
  const layers = ofLayers
    ? layersOf(model).map((layer) => ({
        name: layer.name,
        type: layer.getClassName(),
        outputShape: shapeOf(layer.outputShape),
        parameters: layer.countParams(),
      }))
    : layersOfNetwork(model, classifier);
  return {
    inputs: networkOf(model).inputs.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
    outputs: outputsOf(model, classifier),
    layers,
    parameters: ofLayers ? model.countParams() : layers.reduce((sum, { parameters }) => sum + parameters, 0),
    multiplications: multiplicationsOf(classifier) ?? (ofLayers ? productsOfKernels(model) : 0),
  };
};
