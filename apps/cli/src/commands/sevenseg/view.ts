import { thesisDigitTable, type Atlas, type DigitRow, type Refusals, type Robustness } from '@interp/sevenseg';
import { percent, table } from '../../shell/text.js';

const flipsText = ({ digits }: Atlas, digit: number): string => {
  const { change } = digits[digit];
  if (!change) return 'always read so';
  return change
    .flatMap(({ flipped, segments }) =>
      flipped === undefined ? [] : [`${segments.includes(flipped) ? '+' : '-'}${flipped}`],
    )
    .concat(`→ ${change[change.length - 1].class}`)
    .join(' ');
};

/** The table of the digits beside the thesis', with what changes each answer. */
export const digitsText = (rows: readonly DigitRow[], atlas: Atlas): string =>
  table([
    ['digit', 'P(digit)', 'read as', 'P', 'thesis: P(digit)', 'read as', 'P', 'changed by'],
    ...rows.map((row, digit) => {
      const thesis = thesisDigitTable[digit];
      return [
        String(digit),
        percent(row.right),
        String(row.class),
        percent(row.probability),
        percent(thesis.right),
        String(thesis.class),
        percent(thesis.probability),
        flipsText(atlas, digit),
      ];
    }),
  ]);

/** How the digits are read over all geometries. */
export const robustnessText = ({ cells, digits }: Robustness): string =>
  table([
    [`in ${cells.length} geometries`, 'read right', 'mean P(digit)', 'least', 'mostly read as'],
    ...digits.map(({ digit, correct, right, least, usual }) => [
      String(digit),
      percent(correct),
      percent(right),
      percent(least),
      String(usual),
    ]),
  ]);

/** What an expert refuses. */
export const refusedText = ({ refused, refusedDigits }: Refusals): string =>
  `refused as no digit: ${refused.length} of them, among them the digits ${refusedDigits.join(', ') || 'none'}`;
