import { input, layers, model, sequential, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';

/** Any layer. */
export type Layer = LayersModel['layers'][number];

/** Options of the first layer of a model of images. */
export const image = { inputShape: [7, 6, 2] };

/** Of a model of rows. */
export const row = { inputShape: [9, 3] };

/** Of a model of vectors. */
export const vector = { inputShape: [5] };
const head = (): Layer[] => [layers.flatten(), layers.dense({ units: 3 })];
/** Layers on top of each other, with a dense one at the end. */
export const stack =
  (...make: (() => Layer)[]) =>
  () =>
    sequential({ layers: [...make.map((layer) => layer()), ...head()] });

/** A convolution of three filters. */
export const conv = (options: object) => () => layers.conv2d({ filters: 3, kernelSize: 3, ...options });
const tail = (): Layer[] => [layers.dense({ units: 3 })];
/** Layers on top of each other whose output is a vector, with a dense one at the end. */
export const ofVector =
  (...make: (() => Layer)[]) =>
  () =>
    sequential({ layers: [...make.map((layer) => layer()), ...tail()] });

/** Calls a layer. */
export const apply = (layer: Layer, x: SymbolicTensor | SymbolicTensor[]): SymbolicTensor =>
  layer.apply(x) as SymbolicTensor;

/** A model of layers that branch. */
export const ofFunctional = (shape: number[], build: (x: SymbolicTensor) => SymbolicTensor) => (): LayersModel => {
  const x = input({ shape });
  return model({ inputs: x, outputs: build(x) });
};
