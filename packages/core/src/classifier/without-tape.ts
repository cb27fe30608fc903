import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { LayerConfig } from '../network/layers/layer-config.js';

const steps = (dilation: LayerConfig['dilationRate'] = 1): number => Math.max(...[dilation].flat());

/**
 * Whether TensorFlow.js 4.22 has no gradient by its tape of some layer: dilated convolutions, thresholded ReLU, and batch normalisation
 * without a factor or a shift to learn.
 *
 * @param model - any model, with models inside
 * @returns true where only the walk has the gradient
 */
export const isWithoutTape = (model: LayersModel): boolean =>
  model.layers.some((layer) => {
    if ('layers' in layer) return isWithoutTape(layer as LayersModel);
    const { dilationRate, center, scale } = layer.getConfig() as LayerConfig;
    const type = layer.getClassName();
    if (type === 'BatchNormalization') return center === false || scale === false;
    return type === 'ThresholdedReLU' || steps(dilationRate) > 1;
  });
