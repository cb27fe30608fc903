import { activation } from './activations.js';
import type { Sides } from './layer-config.js';
import type { LayerReading } from './layer-reading.js';
import type { Operator } from '../steps.js';
import { permuted } from './reshaping-operators.js';
import type { Weight } from '../maps/weights.js';

/** The steps of a layer. */
export type Expand = (layer: LayerReading) => readonly Operator[];

/** Two numbers, for rows and columns. */
export type Pair = readonly [rows: number, columns: number];

type Sizes = number | readonly number[] | undefined;

/**
 * An option for rows and columns, which may be one number for both.
 *
 * @param value - the option; 1 where it is missing
 * @returns both numbers
 */
export const pair = (value: Sizes): Pair => {
  const [rows = 1, columns = rows] = typeof value === 'number' ? [value] : (value ?? []);
  return [rows, columns];
};

/**
 * An option for one axis, as an image of one column.
 *
 * @param value - the option; 1 where it is missing
 * @returns its number, and 1
 */
export const column = (value: Sizes): Pair => [pair(value)[0], 1];

/**
 * The padding of a convolution or of pooling.
 *
 * @param layer - the layer
 * @returns which
 * @throws InterpError `unsupported-layer` for causal padding
 */
export const paddingOf = (layer: LayerReading): 'same' | 'valid' => {
  const { padding = 'valid' } = layer.config;
  return padding === 'same' || padding === 'valid'
    ? padding
    : layer.refuse(`has the padding ${JSON.stringify(padding)}; expected "same" or "valid"`);
};

/**
 * How many cells lie around an image or are cut off it.
 *
 * @param layer - the layer
 * @param option - its padding or cropping
 * @returns cells above and below, left and right
 * @throws InterpError `unsupported-layer` for anything else
 */
export const sidesOf = (layer: LayerReading, option: string | Sides | undefined): Sides =>
  option === undefined || typeof option === 'string'
    ? layer.refuse(`has the sides ${JSON.stringify(option)}; expected two pairs of numbers`)
    : option;

/**
 * The activation that a layer applies at its end.
 *
 * @param layer - the layer
 * @returns its step, or none for a linear one
 */
export const ownActivation = (layer: LayerReading): readonly Operator[] => {
  const step = activation(layer.config.activation ?? 'linear');
  return step ? [step] : [];
};

/**
 * A layer's bias.
 *
 * @param layer - the layer
 * @param index - its place among the weights
 * @returns the bias, if the layer uses one
 */
export const biasOf = (layer: LayerReading, index: number): Weight | undefined =>
  layer.config.useBias === false ? undefined : layer.weight(index);

/**
 * The steps of a layer that works on NHWC images, between two permutations where the layer has its channels first.
 *
 * @param steps - the steps on NHWC images
 * @returns the steps
 */
export const onImages =
  (steps: Expand): Expand =>
  (layer) =>
    layer.config.dataFormat === 'channelsFirst'
      ? [permuted([2, 3, 1]), ...steps(layer), permuted([3, 1, 2])]
      : steps(layer);
