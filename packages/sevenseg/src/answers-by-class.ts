import { checkNumber } from '@interp/core/internal';
import type { SegmentAnswer } from './classify-segments.js';

/**
 * Answers in columns by predicted class, the most certain first: what the thesis' Figure 4.2 shows.
 *
 * @param answers - of `classifySegments`
 * @param most - how many of each class at most. Default 3
 * @returns one column per class; empty where nothing is taken for it
 * @throws InterpError `bad-option` for a number below 1
 */
export const answersByClass = (answers: readonly SegmentAnswer[], most = 3): SegmentAnswer[][] => {
  checkNumber('most', most, { min: 1, integer: true });
  const classes = answers[0]?.probabilities.length ?? 0;
  return Array.from({ length: classes }, (_, wanted) =>
    answers
      .filter((answer) => answer.class === wanted)
      .sort((one, other) => other.probability - one.probability)
      .slice(0, most),
  );
};
