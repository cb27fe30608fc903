import { InterpError, type Density } from '@interp/core';
import { gradLogDensity, logDensity } from './log-density.js';
import type { Rbm } from './rbm.js';

/**
 * An RBM as the expert of activation maximisation, section 2.1 of the thesis.
 *
 * @param machine - an RBM with Gaussian visible units; borrowed for as long as the density is used
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
 * const machine = await initialRbm(sampleDigits(), { hidden: 8, variant: cho });
 * const digits = sampleDigits().images([0, 1]);
 * density(machine).logDensity(digits).print();
 * machine.dispose();
 * ```
 */
export const density = (machine: Rbm): Density => {
  if (!machine.variant.continuous)
    throw new InterpError(
      'unsupported-model',
      'a binary RBM has no density over images; expected Gaussian visible units, such as those of cho',
    );
  return {
    inputShape: machine.inputShape,
    logDensity: (v) => logDensity(machine, v),
    gradLogDensity: (v) => gradLogDensity(machine, v),
  };
};
