import { checkNumber, checkRecords, InterpError } from '@interp/checks';
import type { SegmentAnswer } from './classify-segments.js';
import { digitSegments, digitStates } from './segments.js';

/** The prediction for one digit written in seven segments. */
export interface DigitRow {
  /** The digit, 0 to 9. */
  readonly digit: number;
  /** Its segments. */
  readonly segments: string;
  /** Probability of the right class, which is the digit's own number. */
  readonly right: number;
  /** The predicted class. */
  readonly class: number;
  /** Its probability. */
  readonly probability: number;
}

/** Checks a list of answers. Throws InterpError `bad-option` for anything else. */
export const checkAnswers = (answers: readonly SegmentAnswer[]): void =>
  checkRecords('the answers', answers, { state: 'number', probabilities: 'list' });

/**
 * Finds the answer to a state.
 *
 * @param answers - the answers, which {@link checkAnswers} has seen
 * @param state - the state
 * @returns its answer
 * @throws InterpError `bad-shape` where there is none
 */
export const answerTo = (answers: readonly SegmentAnswer[], state: number): SegmentAnswer => {
  const answer = answers[state]?.state === state ? answers[state] : answers.find((one) => one.state === state);
  if (!answer)
    throw new InterpError(
      'bad-shape',
      `there is no answer for the state ${state}; expected one for every state asked for`,
    );
  return answer;
};

/**
 * The thesis' table of section 4.1: a digit classifier's predictions for the ten digits in seven segments.
 *
 * @param answers - of `classifySegments`, those of the ten digits among them
 * @returns ten rows, 0 to 9
 * @throws InterpError `bad-shape` where a digit has no answer, `bad-class` where the classifier has no ten classes
 */
export const digitTable = (answers: readonly SegmentAnswer[]): DigitRow[] => {
  checkAnswers(answers);
  return digitStates.map((state, digit) => {
    const { probabilities, class: predicted, probability } = answerTo(answers, state);
    if (probabilities.length < digitStates.length)
      throw new InterpError(
        'bad-class',
        `the classifier has ${probabilities.length} classes; expected at least ${digitStates.length}, the first ones being the digits`,
      );
    return { digit, segments: digitSegments[digit], right: probabilities[digit], class: predicted, probability };
  });
};

/**
 * Predictions in columns by predicted class, the most confident first, as in the thesis' Figure 4.2.
 *
 * @param answers - of `classifySegments`
 * @param most - how many of each class at most. Default 3
 * @returns one column per class; empty if no image is predicted as it
 * @throws InterpError `bad-option` for a number below 1
 */
export const answersByClass = (answers: readonly SegmentAnswer[], most = 3): SegmentAnswer[][] => {
  checkAnswers(answers);
  checkNumber('most', most, { min: 1, integer: true });
  const classes = answers[0]?.probabilities.length ?? 0;
  return Array.from({ length: classes }, (_, wanted) =>
    answers
      .filter((answer) => answer.class === wanted)
      .sort((one, other) => other.probability - one.probability)
      .slice(0, most),
  );
};

/**
 * The columns of {@link answersByClass} as the cells of a picture, row by row: what `imageGrid` of `@interp/viz` takes.
 *
 * @param answers - of `classifySegments`
 * @param most - how many of each class at most. Default 3
 * @returns the state of each cell, null below the end of a column; one column per class, its number above it
 * @throws InterpError `bad-option` for a number below 1
 */
export const cellsByClass = (
  answers: readonly SegmentAnswer[],
  most?: number,
): { readonly cells: (number | null)[]; readonly columns: number; readonly columnTitles: string[] } => {
  const byClass = answersByClass(answers, most);
  const rows = Array.from({ length: Math.max(...byClass.map((column) => column.length)) }, (_, row) =>
    byClass.map((column) => column[row]?.state ?? null),
  );
  return {
    cells: rows.flat(),
    columns: byClass.length,
    columnTitles: byClass.map((_, predicted) => String(predicted)),
  };
};
