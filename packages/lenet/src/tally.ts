import type { LabelledImages } from '@interp/core';
import { argmax, logistic } from '@interp/core/internal';
import { calibration } from './calibration.js';
import type { Evaluation } from './evaluation.js';

/** Counts as images are classified. */
export interface Tally {
  /** Counts one image by its logits. */
  add(logits: Float32Array, index: number): void;
  /** What was counted, of at least one image. */
  measures(bins: number): Omit<Evaluation, 'n' | 'seconds' | 'logits'>;
}

const zeros = (classes: number): number[] => new Array<number>(classes).fill(0);

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** Counts for a classifier whose classes exclude each other: the one with the largest score is predicted. */
export const tallyOfClasses = ({ labels }: LabelledImages, classes: number): Tally => {
  const confusion = Array.from({ length: classes }, () => zeros(classes));
  const confidences: number[] = [];
  const correct: boolean[] = [];
  let loss = 0;
  return {
    add: (scores, index) => {
      const label = labels[index];
      const predicted = argmax(scores);
      const top = scores[predicted];
      const sum = scores.reduce((total, score) => total + Math.exp(score - top), 0);
      confusion[label][predicted]++;
      confidences.push(1 / sum);
      correct.push(predicted === label);
      loss += Math.log(sum) + top - scores[label];
    },
    measures: (bins) => ({
      accuracy: correct.filter(Boolean).length / correct.length,
      perClass: confusion.map((row, c) =>
        ratio(
          row[c],
          row.reduce((total, count) => total + count, 0),
        ),
      ),
      confusion,
      loss: loss / correct.length,
      calibration: calibration(confidences, correct, bins),
    }),
  };
};

const softplus = (value: number): number => Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));

/**
 * Counts for a classifier that decides each class by itself. Where all labels of an image are known, it is classified correctly if exactly
 * these are predicted; where one is known, if that is among those that are predicted.
 */
export const tallyOfLabels = ({ labels, labelSets }: LabelledImages, classes: number): Tally => {
  const confusion = Array.from({ length: classes }, () => zeros(classes));
  const [having, predictedAs, right] = [zeros(classes), zeros(classes), zeros(classes)];
  const confidences: number[] = [];
  const correct: boolean[] = [];
  let [n, accurate, exact, loss] = [0, 0, 0, 0];
  return {
    add: (scores, index) => {
      const own = labelSets?.[index] ?? [labels[index]];
      let isExact = true;
      scores.forEach((score, k) => {
        const [has, is] = [own.includes(k), score > 0];
        having[k] += Number(has);
        predictedAs[k] += Number(is);
        right[k] += Number(has === is);
        isExact &&= has === is;
        confidences.push(logistic(Math.abs(score)));
        correct.push(has === is);
        loss += softplus(has ? -score : score);
        if (is) for (const label of own) confusion[label][k]++;
      });
      n++;
      exact += Number(isExact);
      accurate += Number(labelSets ? isExact : scores[own[0]] > 0);
    },
    measures: (bins) => ({
      accuracy: accurate / n,
      perClass: having.map((count, k) => ratio(confusion[k][k], count)),
      confusion,
      loss: loss / n,
      calibration: calibration(confidences, correct, bins),
      multiLabel: {
        labels: labelSets ? 'all' : 'one',
        exactMatch: exact / n,
        binaryAccuracy: right.reduce((a, b) => a + b, 0) / correct.length,
        perLabel: right.map((count) => count / n),
        precision: predictedAs.map((count, k) => ratio(confusion[k][k], count)),
      },
    }),
  };
};
