import { checkFields } from '@interp/checks';
import type { Attribution } from './attribution.js';
import type { IntegratedGradients } from './gradients/integrated-gradients.js';
import type { LedgerRow } from './ledger.js';
import type { LrpAttribution } from './lrp.js';

/** What an explanation says of one image, as a plain value without its map. */
export interface ExplainedImage {
  /** The explained class. */
  readonly class: number;
  /** The explained score. */
  readonly score: number;
  /** Sum of the map, in units of the score. */
  readonly total: number;
  /** Σ|R| of the map over |score|; null where the score is 0. */
  readonly ratio: number | null;
  /** Where relevance went, layer by layer; of relevance propagation only. */
  readonly ledger?: readonly LedgerRow[];
  /** The largest |in - out| / Σ|R_in| of its rows; of relevance propagation only. */
  readonly conservationError?: number;
  /** What the sum of the map lacks; of integrated gradients only. */
  readonly completenessError?: number;
}

/**
 * What an explanation says of each image, to be logged or stored.
 *
 * @param found - the explanation of a batch by any method; its map is left alone
 * @returns a plain value for each image
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { classifier } from '@interp/core';
 * import { explainedImages, gradientTimesInput } from '@interp/lrp';
 *
 * const net = classifier((x) => tf.matMul(x, tf.tensor2d([[1, 0], [3, 0], [0, 1]])), { inputShape: [3], classes: 2 });
 * const found = gradientTimesInput(net, tf.tensor2d([[1, 1, 1]]));
 * console.log(explainedImages(found)); // [ { class: 0, score: 4, total: 4, ratio: 1 } ]
 * found.relevance.dispose();
 * ```
 */
export const explainedImages = (
  found: Attribution & Partial<LrpAttribution & IntegratedGradients>,
): readonly ExplainedImage[] => {
  checkFields('the explanation', found, { targets: 'list', scores: 'list', totals: 'list', ratio: 'list' });
  const { targets, scores, totals, ratio, ledger, conservationError, completenessError } = found;
  return Array.from(targets, (explained, i) => ({
    class: explained,
    score: scores[i],
    total: totals[i],
    ratio: ratio[i],
    ...(ledger && { ledger: ledger[i] }),
    ...(conservationError && { conservationError: conservationError[i] }),
    ...(completenessError && { completenessError: completenessError[i] }),
  }));
};
