import { units } from '@interp/targets';
import { UsageError } from '../shell/failure.js';
import type { HiddenOptions } from '../shell/hidden-options.js';
import type { LoadedModel } from './loaded-model.js';

/**
 * A model with the channels or units of a hidden layer in the place of its classes, where options ask for one.
 *
 * @throws UsageError for a channel or unit of no layer, and `bad-option` of core for a layer that is not there
 */
export const hiddenOf = (loaded: LoadedModel, options: HiddenOptions): LoadedModel => {
  const { layer, channel, unit, index, probabilities } = options;
  if (channel === undefined && unit === undefined) return loaded;
  if (index)
    throw new UsageError('--index is of an output, --channel and --unit of a hidden layer; expected one of them');
  if (layer === undefined || (channel !== undefined && unit !== undefined))
    throw new UsageError('--channel and --unit are of a hidden layer; expected --layer NAME and one of them');
  const { source, bounds, inputShape, settings } = loaded;
  const of = unit === undefined ? 'channels' : 'units';
  const lookAt: LoadedModel['lookAt'] = (network, range) => units(network, layer, { bounds: range, of, probabilities });
  const found = units(source, layer, { bounds, inputShape, of, probabilities });
  return { ...loaded, ...found, lookAt, settings: { ...settings, labels: undefined }, isHidden: true };
};
