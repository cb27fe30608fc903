import type { Rbm, RbmEvaluation } from '@interp/rbm';
import { percent } from '../../shell/text.js';

/** Section 3.2 of the thesis: about the unnormalised log-likelihoods of training data and of the blank image, by hidden units. */
const thesisLevels: Readonly<Record<number, { readonly digits: number; readonly blank: number }>> = {
  8: { digits: 120, blank: 95 },
  100: { digits: 130, blank: 410 },
};

/** Whether a blank image is likelier than the digits, as the thesis found with 100 hidden units and not with 8. */
export interface RbmClaim {
  /** The likeliest of the uniform images. */
  readonly blank: RbmEvaluation['blank']['image'];
  /** By how many nats it is above the mean of the digits; below where negative. */
  readonly lead: number;
  /** The part of the digits that it is likelier than. */
  readonly above: number;
  /** What the thesis has for as many hidden units. */
  readonly thesis?: { readonly digits: number; readonly blank: number };
  /** Whether the sign of the difference is the thesis' one, where it has one. */
  readonly agrees?: boolean;
  /** All of it in a sentence. */
  readonly verdict: string;
}

/**
 * The verdict on the thesis' claim for one RBM.
 *
 * @param rbm - its hidden units and kind
 * @param blank - how the likeliest of the uniform images does beside the digits
 * @returns the verdict
 */
export const claimOf = (
  { hidden, variant }: Pick<Rbm, 'hidden' | 'variant'>,
  { image: blank, lead, above }: RbmEvaluation['blank'],
): RbmClaim => {
  const thesis = variant.continuous ? thesisLevels[hidden] : undefined;
  const agrees = thesis && lead > 0 === thesis.blank > thesis.digits;
  const order = lead > 0 ? 'above' : 'below';
  const found = `the ${blank} image is ${Math.abs(lead).toFixed(1)} nats ${order} the mean digit and likelier than ${percent(above)} of the digits`;
  const inThesis =
    thesis &&
    `the thesis has the blank image ${thesis.blank > thesis.digits ? 'above' : 'below'} the data at ${hidden} hidden units (${thesis.blank} and ${thesis.digits}): ${agrees ? 'the same sign' : 'the opposite sign'}`;
  return { blank, lead, above, thesis, agrees, verdict: inThesis === undefined ? found : `${found}; ${inThesis}` };
};
