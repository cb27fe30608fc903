import * as sevenseg from '@interp/sevenseg';
import { atlasPicture, imageGrid, type ImageBatch } from '@interp/viz';
import { percent, table } from '../../shell/text.js';

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

/** What there is to be drawn. */
export interface SegmentPictures {
  /** All 128 images. */
  readonly images: ImageBatch;
  /** The answer to each. */
  readonly answers: readonly sevenseg.SegmentAnswer[];
  /** What is near the digits. */
  readonly atlas: sevenseg.Atlas;
}

const captions = (answers: readonly sevenseg.SegmentAnswer[]): string[] =>
  answers.map((answer) => `${answer.class}: ${percent(answer.probability)}`);

/** Thesis, Figure 4.1: the ten digits. */
const digits = ({ images, answers }: SegmentPictures): string =>
  imageGrid(images, { cells: sevenseg.digitStates, columns: 5, captions: captions(answers) });

/** Thesis, Figure 4.2: the surest three of each class in its column. */
const columns = ({ images, answers }: SegmentPictures): string =>
  imageGrid(images, {
    ...sevenseg.cellsByClass(answers),
    captions: answers.map(({ probability, segments }) => `${percent(probability)}\n${segments || '–'}`),
  });

const titleOf = (digit: number, predicted: number): string =>
  digit === predicted ? `${digit} is read right` : `${digit} is read as ${predicted}`;

/** The map of all answers, and from each digit the shortest way to another answer. */
const map = ({ images, answers, atlas }: SegmentPictures): string => {
  const { rows, columns: heads, states } = sevenseg.stateMap();
  const named = (segments: string): string => (segments === '' ? '–' : Array.from(segments).join(' '));
  const stops = atlas.digits.map(({ digit, class: predicted, change }) => ({
    title: change ? titleOf(digit, predicted) : `${titleOf(digit, predicted)}, and so is all else`,
    images: change ? change.map(({ segments }) => sevenseg.stateOf(segments)) : [sevenseg.digitStates[digit]],
    steps: (change ?? []).flatMap(({ flipped, segments }) =>
      flipped === undefined ? [] : [`${segments.includes(flipped) ? '+' : '−'} ${flipped}`],
    ),
  }));
  return atlasPicture(
    {
      images,
      classes: answers.map((answer) => answer.class),
      probabilities: answers.map(({ probability }) => probability),
      map: { cells: states, columnTitles: heads.map(named), rowTitles: rows.map(named) },
      marks: Object.fromEntries(
        sevenseg.digitSegments.map((segments, digit) => [sevenseg.stateOf(segments), String(digit)]),
      ),
      paths: stops,
    },
    {
      title: 'All 128 states of seven segments, in the colour of the class that they are read as',
      pathsTitle: 'The fewest segments to switch on (+) or off (−) until a digit is read as something else',
    },
  );
};

/** The pictures by what they are called on the command line. */
export const segmentPictures = { atlas: map, digits, columns } as const;
