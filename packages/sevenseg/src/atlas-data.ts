import { atlas } from './atlas.js';
import type { SegmentAnswer } from './classify-segments.js';
import { digitSegments, digitStates, stateOf } from './segments.js';
import { stateMap } from './state-map.js';

/** All predictions as `atlasPicture` of `@interp/viz` takes them, apart from the images. */
export interface AtlasData {
  /** The predicted class of each state. */
  readonly classes: readonly number[];
  /** The probability of that class. */
  readonly probabilities: readonly number[];
  /** The states in the plane of `stateMap`, with the segments that are lit in each column and row. */
  readonly map: {
    readonly cells: readonly (readonly number[])[];
    readonly columnTitles: readonly string[];
    readonly rowTitles: readonly string[];
  };
  /** The digits, by their states. */
  readonly marks: Readonly<Record<number, string>>;
  /** From each digit the fewest flips that change the prediction; the digit alone where none do. */
  readonly paths: readonly {
    readonly title: string;
    readonly images: readonly number[];
    readonly steps: readonly string[];
  }[];
}

const listed = (segments: string): string => (segments === '' ? '–' : Array.from(segments).join(' '));

/**
 * Arranges a classifier's predictions for all 128 states as a picture: a map of the states, and the shortest path from each digit to
 * another prediction.
 *
 * @param answers - of `classifySegments`, all 128 of them in their order
 * @returns what `atlasPicture` of `@interp/viz` draws, apart from the images, which are those of `segmentImages`
 * @throws InterpError `bad-shape` where answers are missing
 *
 * @example
 * ```ts
 * import { classifier } from '@interp/core';
 * import { atlasData, classifySegments, segmentImages } from '@interp/sevenseg';
 * import { atlasPicture, pixelsOf } from '@interp/viz';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * const model = sequential({
 *   layers: [layers.flatten({ inputShape: [28, 28, 1] }), layers.dense({ units: 10 })],
 * });
 * const images = segmentImages();
 * const answers = classifySegments(classifier(model), images);
 * const svg = atlasPicture({ images: await pixelsOf(images), ...atlasData(answers) });
 * console.log(svg.length);
 * images.dispose();
 * ```
 */
export const atlasData = (answers: readonly SegmentAnswer[]): AtlasData => {
  const { digits } = atlas(answers);
  const { rows, columns, states } = stateMap();
  return {
    classes: answers.map((answer) => answer.class),
    probabilities: answers.map(({ probability }) => probability),
    map: { cells: states, columnTitles: columns.map(listed), rowTitles: rows.map(listed) },
    marks: Object.fromEntries(digitSegments.map((segments, digit) => [stateOf(segments), String(digit)])),
    paths: digits.map(({ digit, class: predicted, change }) => {
      const read = digit === predicted ? `${digit} is read right` : `${digit} is read as ${predicted}`;
      return {
        title: change ? read : `${read}, and so is all else`,
        images: change ? change.map(({ segments }) => stateOf(segments)) : [digitStates[digit]],
        steps: (change ?? []).flatMap(({ flipped, segments }) =>
          flipped === undefined ? [] : [`${segments.includes(flipped) ? '+' : '−'} ${flipped}`],
        ),
      };
    }),
  };
};
