import type { Rbm } from '@interp/rbm';
import type { OfEvenImages } from './scores.js';
import { percent } from '../../shell/text.js';

/** What the thesis says in its section 3.2 of one number of hidden units: unnormalised log-likelihoods. */
export interface ThesisLevels {
  /** Of training data, about. */
  readonly digits: number;
  /** Of the blank image, about. */
  readonly blank: number;
}

const thesisLevels: ReadonlyMap<number, ThesisLevels> = new Map([
  [8, { digits: 120, blank: 95 }],
  [100, { digits: 130, blank: 410 }],
]);

/** Whether a blank image is likelier than the digits, as the thesis found with 100 hidden units and not with 8. */
export interface RbmClaim {
  /** The likeliest of the even images. */
  readonly blank: keyof OfEvenImages;
  /** By how many nats it is above the mean of the digits; below where negative. */
  readonly lead: number;
  /** The part of the digits that it is likelier than. */
  readonly above: number;
  /** What the thesis has for as many hidden units. */
  readonly thesis?: ThesisLevels;
  /** Whether the sign of the difference is the thesis' one, where it has one. */
  readonly agrees?: boolean;
  /** All of it in a sentence. */
  readonly verdict: string;
}

const names = { black: 'black', grey: 'grey', white: 'white' } as const;

/**
 * The verdict on the thesis' claim for one RBM.
 *
 * @param rbm - its hidden units and kind
 * @param digits - log p* of each digit, in nats
 * @param mean - their mean
 * @param even - log p* of the even images
 * @returns the verdict
 */
export const rbmClaim = (
  { hidden, variant }: Pick<Rbm, 'hidden' | 'variant'>,
  digits: Float32Array,
  mean: number,
  even: OfEvenImages,
): RbmClaim => {
  const blank = Object.values(names).reduce((best, name) => (even[name] > even[best] ? name : best));
  const lead = even[blank] - mean;
  const above = digits.filter((value) => value < even[blank]).length / digits.length;
  const thesis = variant.continuous ? thesisLevels.get(hidden) : undefined;
  const agrees = thesis && lead > 0 === thesis.blank > thesis.digits;
  const order = lead > 0 ? 'above' : 'below';
  const found = `the ${blank} image is ${Math.abs(lead).toFixed(1)} nats ${order} the mean digit and likelier than ${percent(above)} of the digits`;
  const inThesis =
    thesis &&
    `the thesis has the blank image ${thesis.blank > thesis.digits ? 'above' : 'below'} the data at ${hidden} hidden units (${thesis.blank} and ${thesis.digits}): ${agrees ? 'the same sign' : 'the opposite sign'}`;
  return {
    blank,
    lead,
    above,
    thesis,
    agrees,
    verdict: inThesis === undefined ? found : `${found}; ${inThesis}`,
  };
};
