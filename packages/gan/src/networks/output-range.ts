import type { LayersModel } from '@tensorflow/tfjs-layers';

const ranges: Readonly<Record<string, readonly [number, number]>> = { tanh: [-1, 1], sigmoid: [0, 1] };

/** Layers that leave every value as it is. */
const passing = new Set(['Reshape', 'Flatten', 'Permute', 'Dropout', 'Cropping2D']);

/**
 * The range that a network's output can have by its last activation.
 *
 * @param model - any model with one output
 * @returns lowest and highest value; nothing where the last activation has no bounds
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
