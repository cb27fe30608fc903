import { canWalk, trace, type TracedLayer } from '@interp/core';
import { sizeOfShape } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { LoadedModel, OwnNetwork } from '../../models/loaded-model.js';
import type { LayerRow } from './view.js';

type Layer = LayersModel['layers'][number];
type Shape = readonly (number | null)[];

const shapeOf = (shape: unknown): Shape =>
  Array.isArray(Array.isArray(shape) ? shape[0] : 0) ? (shape as Shape[])[0] : (shape as Shape);

/** The layers of a model, those of nested models in their places. */
const layersOf = (model: LayersModel): readonly Layer[] =>
  model.layers.flatMap((layer) => ('layers' in layer ? layersOf(layer as unknown as LayersModel) : [layer]));

/** What a network does with one input, layer by layer; nothing where it cannot be followed. */
const traced = <Value>(
  { network, inputShape }: LoadedModel,
  work: (layers: readonly TracedLayer[]) => Value,
): Value | undefined => {
  if (!network || !canWalk(network)) return undefined;
  let value: Value | undefined;
  tf.tidy(() => {
    value = work(trace(network, tf.zeros([1, ...inputShape])).layers);
  });
  return value;
};

const rowsOfNetwork = (loaded: LoadedModel, { layers, parameters }: OwnNetwork): readonly LayerRow[] => {
  const shapes =
    traced(loaded, (all) => new Map(all.map(({ name, output }) => [name, [null, ...output.shape.slice(1)]]))) ??
    new Map<string, Shape>();
  return layers.map(({ name, type }) => ({
    name,
    type,
    outputShape: shapes.get(name) ?? [null, null],
    parameters: parameters?.get(name) ?? 0,
  }));
};

/**
 * The layers of a model, or the operations of a network, with the shape of what each gives and the number of its weights.
 *
 * @param loaded - the model
 */
export const layerRows = (loaded: LoadedModel): readonly LayerRow[] => {
  const { model } = loaded;
  if (!('predict' in model)) return rowsOfNetwork(loaded, model);
  return layersOf(model).map((layer) => ({
    name: layer.name,
    type: layer.getClassName(),
    outputShape: shapeOf(layer.outputShape),
    parameters: layer.countParams(),
  }));
};

const positions = (shape: Shape): number =>
  shape.slice(1, -1).reduce<number>((product, one) => product * (one ?? 1), 1);

const productsOfKernels = (model: LayersModel): number =>
  layersOf(model).reduce((sum, layer) => {
    const kernels = layer.weights.filter(({ shape, name }) => shape.length > 1 && name.includes('kernel'));
    const at = positions(shapeOf(layer.outputShape));
    return sum + at * kernels.reduce((all, { shape }) => all + sizeOfShape(shape as number[]), 0);
  }, 0);

/**
 * The products that convolutions and dense layers compute for one image: those of a kernel, at each position that it is applied at.
 *
 * @param loaded - the model
 */
export const multiplicationsOf = (loaded: LoadedModel): number =>
  traced(loaded, (layers) =>
    layers.reduce((sum, { kind, type, kernel, output, inputShapes }) => {
      if (kind !== 'linear' || !kernel || !/Conv|Dense|Gemm|MatMul/.test(type)) return sum;
      return sum + kernel.size * positions(type.endsWith('Transpose') ? inputShapes[0] : output.shape);
    }, 0),
  ) ?? ('predict' in loaded.model ? productsOfKernels(loaded.model) : 0);
