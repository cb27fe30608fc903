import { checkList } from '@interp/checks';

/** One interval of confidence. */
export interface CalibrationBin {
  /** Its lower end, excluded except for the first bin. */
  readonly low: number;
  /** Its upper end, included. */
  readonly high: number;
  /** Images whose confidence lies in it. */
  readonly n: number;
  /** Their mean confidence; 0 if there are none. */
  readonly confidence: number;
  /** Their accuracy; 0 if there are none. */
  readonly accuracy: number;
}

/** How well confidence matches accuracy. */
export interface Calibration {
  /** Expected calibration error: the mean over the images of |accuracy - confidence| of their bin. */
  readonly error: number;
  /** The bins, from low to high. */
  readonly bins: readonly CalibrationBin[];
}

/**
 * The expected calibration error with bins of equal width (Guo et al. 2017).
 *
 * @param confidences - the predicted class' probability for each image, from 0 to 1
 * @param correct - whether each image is classified correctly
 * @param count - how many bins; default 15
 * @returns error and bins
 */
export const calibration = (confidences: ArrayLike<number>, correct: ArrayLike<boolean>, count = 15): Calibration => {
  checkList('the confidences', confidences);
  checkList('what is correct', correct);
  const sums = Array.from({ length: count }, () => ({ n: 0, confidence: 0, right: 0 }));
  for (let i = 0; i < confidences.length; i++) {
    const confidence = confidences[i];
    const bin = sums[Math.min(Math.max(Math.ceil(confidence * count) - 1, 0), count - 1)];
    bin.n++;
    bin.confidence += confidence;
    bin.right += Number(correct[i]);
  }
  const gap = sums.reduce((sum, { confidence, right }) => sum + Math.abs(right - confidence), 0);
  return {
    error: confidences.length > 0 ? gap / confidences.length : 0,
    bins: sums.map(({ n, confidence, right }, i) => ({
      low: i / count,
      high: (i + 1) / count,
      n,
      confidence: n > 0 ? confidence / n : 0,
      accuracy: n > 0 ? right / n : 0,
    })),
  };
};
