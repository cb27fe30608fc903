import { InterpError } from '@interp/core';
import type { SegmentAnswer } from './classify-segments.js';
import { digitStates, segmentsOf, stateCount } from './segments.js';
import { answerTo } from './digit-table.js';
import { shortestFlips, type FlipPath } from './shortest-flips.js';

/** One state on the path from one answer to another. */
export interface AtlasStop {
  /** The segments that are lit. */
  readonly segments: string;
  /** The segment that was flipped to get here; none at the start. */
  readonly flipped?: string;
  /** The answer here. */
  readonly class: number;
  /** Its probability. */
  readonly probability: number;
}

/** How near one digit is to other answers. */
export interface DigitPaths {
  /** The digit, 0 to 9. */
  readonly digit: number;
  /** The answer to it. */
  readonly class: number;
  /** The fewest flips that change the answer, to the surest of the nearest other answers; absent where all 128 answers are one. */
  readonly change?: readonly AtlasStop[];
  /** The fewest flips that get the digit's own number for an answer, none where it is read right; absent where nothing is read so. */
  readonly repair?: readonly AtlasStop[];
}

/** What a classifier makes of all 128 states. */
export interface Atlas {
  /** The answer to each state, 0 to 127. */
  readonly classes: readonly number[];
  /** How many states each class has. */
  readonly counts: readonly number[];
  /** What lies around the digits, 0 to 9. */
  readonly digits: readonly DigitPaths[];
}

const stops = (path: FlipPath | undefined, answers: readonly SegmentAnswer[]): readonly AtlasStop[] | undefined =>
  path?.states.map((state, i) => ({
    segments: segmentsOf(state),
    flipped: i > 0 ? path.flips[i - 1] : undefined,
    class: answers[state].class,
    probability: answers[state].probability,
  }));

/**
 * The map of a classifier's answers over all 128 states, and for each digit the shortest path, flip by flip, on which the answer
 * changes.
 *
 * @param answers - of `classifySegments`, all 128 of them
 * @returns classes, how many states each has, and the paths from the digits
 * @throws InterpError `bad-shape` where answers are missing
 *
 * @example
 * ```ts
 * import { classifier } from '@interp/core';
 * import { atlas, classifySegments, segmentImages } from '@interp/sevenseg';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * const model = sequential({
 *   layers: [layers.flatten({ inputShape: [28, 28, 1] }), layers.dense({ units: 10 })],
 * });
 * const images = segmentImages();
 * const { counts, digits } = atlas(classifySegments(classifier(model), images));
 * console.log(counts, digits[8].change?.map((stop) => `${stop.segments}: ${stop.class}`));
 * images.dispose();
 * ```
 */
export const atlas = (answers: readonly SegmentAnswer[]): Atlas => {
  if (answers.length !== stateCount)
    throw new InterpError(
      'bad-shape',
      `there are ${answers.length} answers; expected one for each of ${stateCount} states`,
    );
  const ordered = answers.map((_, state) => answerTo(answers, state));
  const classes = ordered.map((answer) => answer.class);
  const probabilityOf = (state: number): number => ordered[state].probability;
  return {
    classes,
    counts: ordered[0].probabilities.map((_, wanted) => classes.filter((one) => one === wanted).length),
    digits: digitStates.map((state, digit) => {
      const change = stops(
        shortestFlips(state, (other) => classes[other] !== classes[state], probabilityOf),
        ordered,
      );
      const repair = stops(
        shortestFlips(state, (other) => classes[other] === digit, probabilityOf),
        ordered,
      );
      return { digit, class: classes[state], change, repair };
    }),
  };
};
