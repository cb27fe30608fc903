import * as sevenseg from '@interp/sevenseg';
import { atlasPicture, imageGrid, type ImageBatch } from '@interp/viz';
import { percent } from '@interp/report';
import { table } from '../../shell/terminal/table.js';

const flipsText = ({ digits }: sevenseg.Atlas, digit: number): string => {
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
export const digitsText = (rows: readonly sevenseg.DigitRow[], atlas: sevenseg.Atlas): string =>
  table([
    ['digit', 'P(digit)', 'read as', 'P', 'thesis: P(digit)', 'read as', 'P', 'changed by'],
    ...rows.map((row, digit) => {
      const thesis = sevenseg.thesisDigitTable[digit];
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
export const robustnessText = ({ cells, digits }: sevenseg.Robustness): string =>
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

/** What is refused as no digit. */
export const refusedText = ({ refused, refusedDigits }: sevenseg.Refusals): string =>
  `refused as no digit: ${refused.length} of them, among them the digits ${refusedDigits.join(', ') || 'none'}`;

/** All 128 images and the answer to each. */
type Answered = readonly [images: ImageBatch, answers: readonly sevenseg.SegmentAnswer[]];

/** The pictures by what they are called on the command line. */
export const segmentPictures = {
  /** The map of all answers, and from each digit the shortest way to another answer. */
  atlas: (images, answers) =>
    atlasPicture(
      { images, ...sevenseg.atlasData(answers) },
      {
        title: 'All 128 states of seven segments, in the colour of the class that they are read as',
        pathsTitle: 'The fewest segments to switch on (+) or off (−) until a digit is read as something else',
      },
    ),
  /** Thesis, Figure 4.1: the ten digits. */
  digits: (images, answers) =>
    imageGrid(images, {
      cells: sevenseg.digitStates,
      columns: 5,
      captions: answers.map((answer) => `${answer.class}: ${percent(answer.probability)}`),
    }),
  /** Thesis, Figure 4.2: the surest three of each class in its column. */
  columns: (images, answers) =>
    imageGrid(images, {
      ...sevenseg.cellsByClass(answers),
      captions: answers.map(({ probability, segments }) => `${percent(probability)}\n${segments || '–'}`),
    }),
} satisfies Record<string, (...answered: Answered) => string>;
