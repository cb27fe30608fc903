import { units, type UnitsOptions } from '@interp/core';
import { UsageError } from '../shell/failure.js';
import type { OptionsOf, OptionTexts } from '../shell/options.js';
import type { LoadedModel } from './loaded-model.js';

const place = { integer: true, min: 0 } as const;

/** Options of commands that take a hidden channel or unit in the place of a class. */
export const hiddenTexts = {
  '--layer <name>':
    'a hidden layer, as interp model names it, one of whose channels or units is looked at instead of a class',
  '--channel <k>': ['the channel of the layer: its mean over all places', place],
  '--unit <i>': ['the unit of the layer: one number, counted over rows, columns and channels', place],
} as const satisfies OptionTexts;

/** What is asked for of a hidden layer, and what makes probabilities of its values. */
export type HiddenOptions = OptionsOf<typeof hiddenTexts> & Pick<UnitsOptions, 'probabilities'>;

/** The channel or unit that is asked for, as classes are. */
export const hiddenClass = ({ channel, unit }: HiddenOptions): string | undefined => (channel ?? unit)?.toString();

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
