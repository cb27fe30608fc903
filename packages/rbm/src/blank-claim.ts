import { checkFields } from '@interp/checks';
import { checkRbm } from './check-rbm.js';
import type { BlankLead } from './evaluate.js';
import type { Rbm } from './rbm.js';

/** What the thesis says in its section 3.2 of one number of hidden units: unnormalised log-likelihoods, in nats. */
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
export interface BlankClaim extends Omit<BlankLead, 'image'> {
  /** The likeliest of the uniform images. */
  readonly blank: BlankLead['image'];
  /** What the thesis has for as many hidden units. */
  readonly thesis?: ThesisLevels;
  /** Whether the sign of the difference is that of the thesis, where it has one. */
  readonly agrees?: boolean;
  /** All of it in a sentence. */
  readonly verdict: string;
}

/**
 * Holds what `evaluateRbm` found of the blank images against section 3.2 of the thesis.
 *
 * @param model - the RBM; the thesis speaks of 8 and of 100 hidden units, with Gaussian visible units
 * @param given - how its likeliest blank image compares with digits
 * @returns the comparison
 *
 * @example
 * ```ts
 * import { blankClaim, cho } from '@interp/rbm';
 *
 * const { agrees, verdict } = blankClaim({ hidden: 8, variant: cho }, { image: 'black', lead: 31, above: 0.9 });
 * console.log(agrees, verdict); // false the black image is 31.0 nats above the mean digit …
 * ```
 */
export const blankClaim = (model: Pick<Rbm, 'hidden' | 'variant'>, given: BlankLead): BlankClaim => {
  checkRbm(model);
  checkFields('the lead', given, { image: 'text', lead: 'number', above: 'number' });
  const { hidden, variant } = model;
  const { image: blank, lead, above } = given;
  const thesis = variant.continuous ? thesisLevels.get(hidden) : undefined;
  const agrees = thesis && lead > 0 === thesis.blank > thesis.digits;
  const found = `the ${blank} image is ${Math.abs(lead).toFixed(1)} nats ${lead > 0 ? 'above' : 'below'} the mean digit and likelier than ${(100 * above).toFixed(2)} % of the digits`;
  const inThesis =
    thesis &&
    `the thesis has the blank image ${thesis.blank > thesis.digits ? 'above' : 'below'} the data at ${hidden} hidden units (${thesis.blank} and ${thesis.digits}): ${agrees ? 'the same sign' : 'the opposite sign'}`;
  return { blank, lead, above, thesis, agrees, verdict: inThesis === undefined ? found : `${found}; ${inThesis}` };
};
