import { activation } from './activations.js';
import type { LayerReading } from './layer-reading.js';
import type { Operator, Sides } from '../steps.js';
import { permuted } from './reshaping-operators.js';
import type { Weight } from '../maps/weights.js';

/** The steps of a layer. */
export type LayerLowering = (layer: LayerReading) => readonly Operator[];

/** Two numbers, for rows and columns. */
export type Pair = readonly [rows: number, columns: number];

type Sizes = number | readonly number[] | undefined;

/** An option for rows and columns, which may be one number for both; 1 where it is missing. */
export const pair = (value: Sizes): Pair => {
  const [rows = 1, columns = rows] = typeof value === 'number' ? [value] : (value ?? []);
  return [rows, columns];
};

/** An option for one axis, as an image of one column: its number, 1 where it is missing, and 1. */
export const column = (value: Sizes): Pair => [pair(value)[0], 1];

/** The padding of a convolution or of pooling that is {@link windowed}. */
export const paddingOf = ({ config }: LayerReading): 'same' | 'valid' => (config.padding === 'same' ? 'same' : 'valid');

/** The operators of a layer with a sliding window, padded as `same` or `valid`; other padding is refused. */
export const windowed =
  (steps: LayerLowering): LayerLowering =>
  (layer) => {
    const { padding = 'valid' } = layer.config;
    return padding === 'same' || padding === 'valid'
      ? steps(layer)
      : layer.refuse(`has the padding ${JSON.stringify(padding)}; expected "same" or "valid"`);
  };

/** The step of a layer that puts cells around an image or cuts them off, given how many on each side. */
export const withSides = (
  layer: LayerReading,
  sides: string | Sides | undefined,
  step: (sides: Sides) => Operator,
): readonly Operator[] =>
  sides === undefined || typeof sides === 'string'
    ? layer.refuse(`has the sides ${JSON.stringify(sides)}; expected two pairs of numbers`)
    : onImages(() => [step(sides)])(layer);

/** The activation that a layer applies at its end: its operator, or none for a linear one. */
export const ownActivation = (layer: LayerReading): readonly Operator[] => {
  const step = activation(layer.config.activation ?? 'linear');
  return step ? [step] : [];
};

/** A layer's bias, given its index among the weights; undefined where the layer uses none. */
export const biasOf = (layer: LayerReading, index: number): Weight | undefined =>
  layer.config.useBias === false ? undefined : layer.weight(index);

/** The operators of a layer on NHWC images, between two permutations if the layer has channels first. */
export const onImages =
  (steps: LayerLowering): LayerLowering =>
  (layer) =>
    layer.config.dataFormat === 'channelsFirst'
      ? [permuted([2, 3, 1]), ...steps(layer), permuted([3, 1, 2])]
      : steps(layer);
