import type { Images } from '@interp/images';
import type { UnitsOptions, ValuesOptions } from '@interp/targets';
import type { ImageConsumer } from '../inputs/image-consumer.js';
import { UsageError } from './failure.js';
import type { OptionsOf, OptionTexts, SettingOptions } from './options.js';

const place = { integer: true, min: 0 } as const;

/** Reads places in an output: numbers, or places by axis with a star for all, as 3:4 or *:*:7; commas between. */
const places = (text: string): NonNullable<ValuesOptions['at']> =>
  text.split(',').map((part) => {
    const axes = part.trim().split(':');
    if (!axes.every((one) => /^(?:\*|\d{1,9})$/.test(one)))
      throw new UsageError(`--index is ${JSON.stringify(text.slice(0, 40))}; expected numbers of values, or places as 3:4, where * stands for all`); // prettier-ignore
    const [first, ...others] = axes.map((one) => (one === '*' ? null : Number(one)));
    return first !== null && others.length === 0 ? first : [first, ...others];
  });

/** Options of commands that take a value, or a hidden channel or unit, in the place of a class. */
export const hiddenTexts = {
  '--index <i,...>': [
    'a value of the output instead of a class: its number, or its place as 3:4, where * stands for all; of several the sum',
    places,
  ],
  '--similar-to <input>':
    'instead of a class, how alike the output is to that for another picture (a class each, of several), by the cosine of the angle between the two',
  '--layer <name>':
    'a hidden layer, as interp model names it, one of whose channels or units is looked at instead of a class',
  '--channel <k>': ['the channel of the layer: its mean over all places', place],
  '--unit <i>': ['the unit of the layer: one number, counted over rows, columns and channels', place],
} as const satisfies OptionTexts;

/** What is looked at instead of classes, and what makes probabilities of it. */
export type HiddenOptions = OptionsOf<typeof hiddenTexts> & Pick<UnitsOptions, 'probabilities'>;

/** What the command line says of a model, and what of it is looked at. */
export interface LookingOptions extends SettingOptions, HiddenOptions {
  /** What the command is given as images, among which the other inputs may be. */
  readonly given?: readonly string[];
  /** What a value is to be above, of which two classes are made. */
  readonly above?: number;
  /** Ends the wait for a file that stays silent. */
  readonly signal?: AbortSignal;
  /** Reads the pictures that others are compared with. */
  readonly readInputs?: (specs: readonly string[], consumer: ImageConsumer, options: object) => Promise<Images>;
}

/** The channel or unit that is asked for, as classes are; of a value the only class. */
export const hiddenClass = ({ index, channel, unit }: HiddenOptions): string | undefined =>
  index ? '0' : (channel ?? unit)?.toString();
