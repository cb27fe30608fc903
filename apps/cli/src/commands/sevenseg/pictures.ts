import {
  answersByClass,
  digitSegments,
  digitStates,
  stateMap,
  stateOf,
  type Atlas,
  type SegmentAnswer,
} from '@interp/sevenseg';
import { atlasPicture, imageGrid, type ImageBatch } from '@interp/viz';
import { percent } from '../../shell/text.js';

/** What there is to be drawn. */
export interface SegmentPictures {
  /** All 128 images. */
  readonly images: ImageBatch;
  /** The answer to each. */
  readonly answers: readonly SegmentAnswer[];
  /** What is near the digits. */
  readonly atlas: Atlas;
}

const captions = (answers: readonly SegmentAnswer[]): string[] =>
  answers.map((answer) => `${answer.class}: ${percent(answer.probability)}`);

/** Thesis, Figure 4.1: the ten digits. */
const digits = ({ images, answers }: SegmentPictures): string =>
  imageGrid(images, { cells: digitStates, columns: 5, captions: captions(answers) });

/** Thesis, Figure 4.2: the surest three of each class in its column. */
const columns = ({ images, answers }: SegmentPictures): string => {
  const byClass = answersByClass(answers);
  const rows = Array.from({ length: Math.max(...byClass.map((column) => column.length)) }, (_, row) =>
    byClass.map((column) => column[row]?.state ?? null),
  );
  return imageGrid(images, {
    cells: rows.flat(),
    columns: byClass.length,
    columnTitles: byClass.map((_, predicted) => String(predicted)),
    captions: answers.map(({ probability, segments }) => `${percent(probability)}\n${segments || '–'}`),
  });
};

const titleOf = (digit: number, predicted: number): string =>
  digit === predicted ? `${digit} is read right` : `${digit} is read as ${predicted}`;

/** The map of all answers, and from each digit the shortest way to another answer. */
const map = ({ images, answers, atlas }: SegmentPictures): string => {
  const { rows, columns: heads, states } = stateMap();
  const named = (segments: string): string => (segments === '' ? '–' : Array.from(segments).join(' '));
  const stops = atlas.digits.map(({ digit, class: predicted, change }) => ({
    title: change ? titleOf(digit, predicted) : `${titleOf(digit, predicted)}, and so is all else`,
    images: change ? change.map(({ segments }) => stateOf(segments)) : [digitStates[digit]],
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
      marks: Object.fromEntries(digitSegments.map((segments, digit) => [stateOf(segments), String(digit)])),
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
