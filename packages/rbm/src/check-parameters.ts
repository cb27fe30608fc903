import { InterpError } from '@interp/core';
import type { RbmParameters } from './rbm.js';
import type { Variant } from './variants.js';

const badSize = (name: string, length: number, wanted: string): InterpError =>
  new InterpError('bad-shape', `${name} has ${length} numbers; expected ${wanted}; give weights of one machine`);

/**
 * Checks that numbers make an RBM.
 *
 * @param variant - its energy
 * @param visible - number of its visible units
 * @param parameters - its numbers
 * @throws InterpError `bad-shape` for sizes that do not fit, `bad-value` for a number that is not finite or a σ of 0 or less
 */
export const checkParameters = (variant: Variant, visible: number, parameters: RbmParameters): void => {
  const { weights, visibleBias, hiddenBias, sigma } = parameters;
  const hidden = hiddenBias.length;
  if (hidden === 0) throw badSize('the hidden bias', 0, 'at least 1, one per hidden unit');
  if (visibleBias.length !== visible)
    throw badSize('the visible bias', visibleBias.length, `${visible}, one per visible unit`);
  if (weights.length !== visible * hidden)
    throw badSize('the weight matrix', weights.length, `${visible} x ${hidden} = ${visible * hidden}`);
  const perPixel = variant.sigma === 'one-or-per-pixel';
  if (sigma.length !== 1 && !(perPixel && sigma.length === visible))
    throw badSize('sigma', sigma.length, perPixel ? `1 or ${visible}` : `1 for the variant ${variant.name}`);
  for (const [name, values] of Object.entries(parameters) as [string, Float32Array][]) {
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw new InterpError('bad-value', `${name} holds ${values[bad]} at ${bad}; expected finite numbers`);
  }
  const bad = sigma.findIndex((value) => value <= 0);
  if (bad >= 0) throw new InterpError('bad-value', `sigma holds ${sigma[bad]} at ${bad}; expected numbers above 0`);
  if (variant.sigma === 'none' && sigma[0] !== 1)
    throw new InterpError(
      'bad-value',
      `sigma is ${sigma[0]}; expected 1 for the variant ${variant.name}, which has none`,
    );
};
