import { checkedBy, checkObject, optionsTable, text } from '@interp/checks';
import type { LayerKind } from './folding/layer-kinds.js';

/** The words in `architectureDiagram`, for translation. */
export interface ArchitectureWords {
  /** Behind the number 1. Default parameter. */
  readonly parameter?: string;
  /** Behind any other number of parameters. Default parameters. */
  readonly parameters?: string;
  /** For an output without a shape. Default one number. */
  readonly oneNumber?: string;
  /** Kinds of layers, activations and other words of the boxes by their names here, such as `Conv2D`. Default none. */
  readonly names?: Readonly<Record<string, string>>;
  /** What the colours stand for, in the legend. Default English. */
  readonly kinds?: Readonly<Partial<Record<LayerKind, string>>>;
  /** What a frame with a number stands for, in the legend. Default repeated so many times. */
  readonly repeated?: string;
}

/** Checks and defaults of {@link ArchitectureWords}. */
export const wordRules = optionsTable<ArchitectureWords>()({
  parameter: text({ default: 'parameter' }),
  parameters: text({ default: 'parameters' }),
  oneNumber: text({ default: 'one number' }),
  names: checkedBy<Readonly<Record<string, string>>>(checkObject, { default: {} }),
  kinds: checkedBy<Readonly<Partial<Record<LayerKind, string>>>>(checkObject, {
    default: {
      input: 'input',
      convolution: 'convolution',
      dense: 'dense or recurrent, with weights',
      sampling: 'pooling or resizing',
      joining: 'several joined',
      other: 'other',
    },
  }),
  repeated: text({ default: 'repeated so many times' }),
});

const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',');

/**
 * Numbers of parameters with the word for them.
 *
 * @param counts - one, or the first and the last
 * @param words - the words
 * @returns such as `1,024 parameters`
 */
export const parametersText = (
  counts: readonly number[],
  { parameter, parameters }: Required<ArchitectureWords>,
): string => `${counts.map(grouped).join('–')} ${counts.length === 1 && counts[0] === 1 ? parameter : parameters}`;

/** A text whose words have other names. */
export const translated = (text: string, { names }: Required<ArchitectureWords>): string =>
  text.replace(/\w+/g, (word) => (Object.hasOwn(names, word) ? names[word] : word));
