import type { Classifier, Network } from '@interp/core';
import { checkLayers, seededInputs } from '@interp/core/internal';

/**
 * Compares what a model's layers return for one seeded input with what its steps do, once a model.
 *
 * @param network - of one input
 * @param inputShape - the shape of an input, 0 for a size that nobody knows: then nothing is compared
 * @param bounds - lowest and highest value of an input
 * @throws InterpError `unsupported-layer`, naming the first layer that differs; `not-finite`; `unsupported-model` for a model that cannot run
 */
export const checkSteps = (network: Network, inputShape: readonly number[], bounds: Classifier['bounds']): void => {
  if (inputShape.every((size) => size > 0)) checkLayers(network, () => [seededInputs(1, inputShape, bounds)]);
};
