import type { UnitsOptions } from '@interp/core';
import type { OptionsOf, OptionTexts } from './options.js';

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
