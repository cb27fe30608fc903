import { units } from '@interp/core';
import { UsageError } from '../shell/failure.js';
import type { HiddenOptions } from '../shell/hidden-options.js';
import type { LoadedModel } from './loaded-model.js';

/**
 * A model with the channels or units of a hidden layer in the place of its classes, where options ask for one.
 *
 * @throws UsageError for a channel or unit of no layer, and `bad-option` of core for a layer that is not there
 */
export const hiddenOf = (loaded: LoadedModel, { layer, channel, unit, probabilities }: HiddenOptions): LoadedModel => {
  if (channel === undefined && unit === undefined) return loaded;
  if (layer === undefined || (channel !== undefined && unit !== undefined))
    throw new UsageError('--channel and --unit are of a hidden layer; expected --layer NAME and one of them');
  const { model, bounds, inputShape, settings } = loaded;
  const found = units(model, layer, {
    bounds,
    inputShape,
    of: unit === undefined ? 'channels' : 'units',
    probabilities,
  });
  return { ...loaded, ...found, settings: { ...settings, labels: undefined }, isHidden: true };
};
