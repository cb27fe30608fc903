import { InterpError } from '@interp/checks';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/**
 * Formats the shape of a batch for a message.
 *
 * @param shape - without the batch
 * @returns `[n, …]`
 */
export const shownShape = (shape: readonly (number | null)[]): string => `[${['n', ...shape].join(', ')}]`;

/**
 * The length of a generator's latent codes.
 *
 * @param generator - the generator
 * @returns the length
 * @throws InterpError `unsupported-model` unless its input is a vector of known length
 */
export const latentSizeOf = (generator: LayersModel): number => {
  const shape = generator.inputs[0].shape.slice(1);
  const [size] = shape;
  if (shape.length === 1 && typeof size === 'number') return size;
  throw new InterpError(
    'unsupported-model',
    `the generator's input is ${shownShape(shape)}; expected latent codes [n, size]`,
  );
};

/**
 * The logits of a discriminator: 1, or one for each class if it is conditional.
 *
 * @param discriminator - the discriminator
 * @returns how many
 * @throws InterpError `unsupported-model` unless its output is a vector of known length
 */
export const classesOf = (discriminator: LayersModel): number => {
  const shape = discriminator.outputs[0].shape.slice(1);
  const [classes] = shape;
  if (shape.length === 1 && typeof classes === 'number') return classes;
  throw new InterpError(
    'unsupported-model',
    `the discriminator returns ${shownShape(shape)}; expected one logit for each image, [n, 1], or one for each class`,
  );
};

const ranges: Readonly<Record<string, readonly [number, number]>> = { tanh: [-1, 1], sigmoid: [0, 1] };

/** Layers that do not change values. */
const passing = new Set(['Reshape', 'Flatten', 'Permute', 'Dropout', 'Cropping2D']);

/**
 * The range of a network's output, from its last activation.
 *
 * @param model - any model with one output
 * @returns lowest and highest value; undefined if the last activation has no bounds
 */
export const outputRange = (model: LayersModel): readonly [low: number, high: number] | undefined => {
  let layer = model.outputs[0].sourceLayer;
  while (passing.has(layer.getClassName())) {
    const input = layer.input;
    if (Array.isArray(input)) return undefined;
    layer = input.sourceLayer;
  }
  if ('layers' in layer) return outputRange(layer as unknown as LayersModel);
  const activation = layer.getConfig()['activation'];
  return typeof activation === 'string' && Object.hasOwn(ranges, activation) ? ranges[activation] : undefined;
};
