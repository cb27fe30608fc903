import type { Rbm } from '../rbm.js';
import { sigmaAt } from '../rbm-tensors.js';
import type { SamplingLaws } from './conditionals.js';

/**
 * How the units of an RBM follow from each other, for sampling.
 *
 * @param machine - the RBM; borrowed
 * @returns both laws
 */
export const lawsOf = ({ variant, parameters, visible, hidden }: Rbm): SamplingLaws => {
  const { visibleBias, hiddenBias, sigma } = parameters;
  const of = (value: (sigma: number) => number): Float32Array =>
    Float32Array.from({ length: visible }, (_, i) => value(sigmaAt(sigma, i)));
  const hiddenGain = variant.hiddenGain(sigma[0]);
  return {
    visible: {
      offset: visibleBias,
      slope: of(variant.outputGain),
      ...(variant.continuous && { deviation: of((s) => s) }),
      gain: of(variant.inputGain),
      centre: new Float32Array(visible),
    },
    hidden: { offset: hiddenBias.map((bias) => hiddenGain * bias), centre: new Float32Array(hidden) },
  };
};
