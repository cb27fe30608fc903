import { InterpError } from '@interp/checks';
import type { Density } from '@interp/core';
import { checkRbm } from '../check-rbm.js';
import { gradLogDensity, logDensity } from '../energy.js';
import type { Rbm } from '../rbm.js';

/**
 * An RBM as the expert of activation maximisation, P(x) in the thesis' equation (2.1).
 *
 * @param model - an RBM with Gaussian visible units; borrowed for as long as the density is used
 * @returns its unnormalised density
 * @throws InterpError `unsupported-model` for binary visible units, which have probabilities and no density
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { cho, density, initialRbm } from '@interp/rbm';
 * import { sampleDigits } from '@interp/mnist';
 *
 * await startBackend('wasm');
 * const model = await initialRbm(sampleDigits(), { hidden: 8, variant: cho });
 * const digits = sampleDigits().images([0, 1]);
 * density(model).logDensity(digits).print();
 * model.dispose();
 * ```
 */
export const density = (model: Rbm): Density => {
  checkRbm(model);
  if (!model.variant.continuous)
    throw new InterpError(
      'unsupported-model',
      'a binary RBM has no density over images; expected Gaussian visible units, such as those of cho',
    );
  return {
    inputShape: model.inputShape,
    logDensity: (v) => logDensity(model, v),
    gradLogDensity: (v) => gradLogDensity(model, v),
  };
};
