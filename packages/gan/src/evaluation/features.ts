import { checkFields, InterpError } from '@interp/checks';
import { applied } from '@interp/tape/internal';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';

/** Features of a batch: `[n, ...inputShape]`, borrowed, to `[n, size]`, owned by the caller. */
export type FeatureFunction = (images: tf.Tensor) => tf.Tensor2D;

/**
 * The last hidden layer of a classifier as features: the 84 units of the LeNet.
 *
 * @param model - a network whose last layer with weights is a dense one; borrowed
 * @returns the features, the input of that layer
 * @throws InterpError `unsupported-model` for other networks
 *
 * @example
 * ```ts
 * import { hiddenFeatures } from '@interp/gan';
 * import { lenet } from '@interp/lenet';
 * import { sampleDigits } from '@interp/mnist';
 *
 * const features = hiddenFeatures(lenet({ seed: 1 }));
 * console.log(features(sampleDigits().images([0, 1])).shape); // [ 2, 84 ]
 * ```
 */
export const hiddenFeatures = (model: tfl.LayersModel): FeatureFunction => {
  checkFields('the model', model, { layers: 'list', inputs: 'list' });
  const last = model.layers.findLast((layer) => layer.weights.length > 0);
  const input = last?.getClassName() === 'Dense' ? (last.input as tfl.SymbolicTensor) : undefined;
  if (input?.shape.length !== 2 || input === model.inputs[0])
    throw new InterpError(
      'unsupported-model',
      `the classifier ends in ${last?.getClassName() ?? 'nothing'}; expected a dense layer after a hidden one; give a feature function of your own`,
    );
  const front = tfl.model({ inputs: model.inputs, outputs: input });
  return (images) => tf.tidy(() => applied(front, [images])[0] as tf.Tensor2D);
};
