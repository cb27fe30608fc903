import { InterpError } from '@interp/checks';
import type { SegmentAnswer } from './classify-segments.js';
import { digitStates, segmentsOf, stateCount } from './segments.js';
import { answerTo, checkAnswers } from './digit-table.js';
import { shortestFlips, type FlipPath } from './shortest-flips.js';

/** One state on a path from one prediction to another. */
export interface AtlasStop {
  /** The segments that are lit. */
  readonly segments: string;
  /** The segment that was flipped to get here; none at the start. */
  readonly flipped?: string;
  /** The predicted class. */
  readonly class: number;
  /** Its probability. */
  readonly probability: number;
}

/** Shortest paths from one digit to other predictions. */
export interface DigitPaths {
  /** The digit, 0 to 9. */
  readonly digit: number;
  /** Its predicted class. */
  readonly class: number;
  /** The fewest flips that change the prediction, to the most confident of the nearest other predictions; absent if all 128 predictions are equal. */
  readonly change?: readonly AtlasStop[];
  /** The fewest flips after which the digit's own class is predicted, none if it already is; absent if no state is predicted as it. */
  readonly repair?: readonly AtlasStop[];
}

/** The predictions for all 128 states. */
export interface Atlas {
  /** The predicted class of each state, 0 to 127. */
  readonly classes: readonly number[];
  /** Number of states predicted as each class. */
  readonly counts: readonly number[];
  /** Paths from the digits, 0 to 9. */
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
 * Summarises a classifier's predictions for all 128 states, with the shortest path of flips from each digit to another
 * prediction.
 *
 * @param answers - of `classifySegments`, all 128 of them
 * @returns classes, number of states of each, and the paths from the digits
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
  checkAnswers(answers);
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
