import type { LayersModel } from '@tensorflow/tfjs-layers';

/**
 * How many values a model's layers return for one image, to tell how many images to take at once.
 *
 * @param model - the model; borrowed
 * @returns the number; what a model leaves open counts as 1
 */
export const valuesPerImage = (model: LayersModel): number =>
  model.layers.reduce((sum, layer) => {
    if ('layers' in layer) return sum + valuesPerImage(layer as LayersModel);
    const shapes = Array.isArray(layer.outputShape[0])
      ? (layer.outputShape as number[][])
      : [layer.outputShape as number[]];
    return sum + shapes.reduce((values, shape) => values + shape.slice(1).reduce((a, b) => a * (b ?? 1), 1), 0);
  }, 0);
