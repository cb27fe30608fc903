import { activation } from './activations.js';
import type { LayerReading } from './layer-reading.js';
import type { Operator, Sides } from '../steps.js';
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
 * The padding of a convolution or of pooling that is {@link windowed}.
 *
 * @param layer - the layer
 * @returns which
 */
export const paddingOf = ({ config }: LayerReading): 'same' | 'valid' => (config.padding === 'same' ? 'same' : 'valid');

/**
 * The steps of a layer whose window moves over its input, if it is padded as those of images are: no walk goes through causal padding.
 *
 * @param steps - its steps where it is
 * @returns the steps
 */
export const windowed =
  (steps: Expand): Expand =>
  (layer) => {
    const { padding = 'valid' } = layer.config;
    return padding === 'same' || padding === 'valid'
      ? steps(layer)
      : layer.refuse(`has the padding ${JSON.stringify(padding)}; expected "same" or "valid"`);
  };

/**
 * The step of a layer that puts cells around an image or cuts them off.
 *
 * @param layer - the layer
 * @param sides - its padding or cropping
 * @param step - the step, given cells above and below, left and right
 * @returns its steps
 */
export const withSides = (
  layer: LayerReading,
  sides: string | Sides | undefined,
  step: (sides: Sides) => Operator,
): readonly Operator[] =>
  sides === undefined || typeof sides === 'string'
    ? layer.refuse(`has the sides ${JSON.stringify(sides)}; expected two pairs of numbers`)
    : onImages(() => [step(sides)])(layer);

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
