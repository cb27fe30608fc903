import { textElement } from '../svg/markup.js';
import { textWidth } from '../svg/text.js';
import { theme } from '../svg/theme.js';

/** A letter with indices, as a neuron's value a with its layer above and its number below. */
export interface Notation {
  /** The letter; nothing is written where it is empty. */
  readonly base: string;
  /** Lower index. Default none. */
  readonly sub?: string;
  /** Upper index. Default none. */
  readonly sup?: string;
}

const small = 0.68;

/**
 * How wide a letter with indices is.
 *
 * @param notation - the letter
 * @param size - font size in pixels
 * @returns pixels
 */
export const notationWidth = ({ base, sub = '', sup = '' }: Notation, size: number): number =>
  textWidth(base, size) + Math.max(textWidth(sub, size * small), textWidth(sup, size * small));

/**
 * A letter with indices around a point.
 *
 * @param notation - the letter
 * @param x - its middle
 * @param y - its middle
 * @param size - font size in pixels
 * @returns SVG elements
 */
export const notationElements = (notation: Notation, x: number, y: number, size: number): string[] => {
  const { base, sub, sup } = notation;
  if (base === '') return [];
  const left = x - notationWidth(notation, size) / 2;
  const [baseline, index] = [y + size * 0.34, left + textWidth(base, size) + 0.5];
  const smaller = Number((size * small).toFixed(1));
  const at = (value: number): number => Number(value.toFixed(1));
  return [
    textElement(base, { x: at(left), y: at(baseline), size }),
    ...(sub === undefined
      ? []
      : [textElement(sub, { x: at(index), y: at(baseline + size * 0.28), size: smaller, fill: theme.ink })]),
    ...(sup === undefined
      ? []
      : [textElement(sup, { x: at(index), y: at(baseline - size * 0.44), size: smaller, fill: theme.ink })]),
  ];
};
