import { checkList, InterpError } from '@interp/checks';

/** The ROC curve of a novelty score. */
export interface Roc {
  /** Thresholds from high to low: images above one are called novel. The first is Infinity. */
  readonly thresholds: readonly number[];
  /** False positive rate: fraction of the known images above each threshold. */
  readonly falsePositive: readonly number[];
  /** Fraction of the novel images above each threshold. */
  readonly truePositive: readonly number[];
  /** Area under the curve: the probability that a novel image scores higher than a known one, ties counted half. */
  readonly area: number;
}

const checkScores = (name: string, scores: ArrayLike<number>): number[] => {
  const list: unknown = scores;
  checkList(`the ${name} scores`, list);
  const values = Array.from(scores);
  if (values.length === 0) throw new InterpError('bad-shape', `there are no ${name} scores; expected at least one`);
  const bad = values.find(Number.isNaN);
  if (bad !== undefined) throw new InterpError('bad-value', `a ${name} score is NaN; expected numbers`);
  return values;
};

/**
 * The receiver operating characteristic of a novelty score.
 *
 * @param known - scores of known images
 * @param novel - scores of novel images
 * @returns curve and area
 * @throws InterpError `bad-shape` for no scores, `bad-value` for a NaN
 *
 * @example
 * ```ts
 * import { roc } from '@interp/rbm';
 *
 * console.log(roc([1, 2, 3], [2.5, 4]).area); // 0.8333333333333334
 * ```
 */
export const roc = (known: ArrayLike<number>, novel: ArrayLike<number>): Roc => {
  const all = [
    ...checkScores('known', known).map((score) => ({ score, isNovel: false })),
    ...checkScores('novel', novel).map((score) => ({ score, isNovel: true })),
  ].sort((a, b) => b.score - a.score);
  const thresholds = [Infinity];
  const falsePositive = [0];
  const truePositive = [0];
  let [falses, trues, area] = [0, 0, 0];
  for (let i = 0; i < all.length;) {
    const { score } = all[i];
    const before = { falses, trues };
    for (; i < all.length && all[i].score === score; i++) {
      if (all[i].isNovel) trues++;
      else falses++;
    }
    area += ((falses - before.falses) * (trues + before.trues)) / 2;
    thresholds.push(score);
    falsePositive.push(falses / known.length);
    truePositive.push(trues / novel.length);
  }
  return { thresholds, falsePositive, truePositive, area: area / (known.length * novel.length) };
};
