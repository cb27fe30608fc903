import type { BlankLead, Rbm } from '@interp/rbm';
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
export interface RbmClaim extends Omit<BlankLead, 'image'> {
  /** The likeliest of the uniform images. */
  readonly blank: BlankLead['image'];
  /** What the thesis has for as many hidden units. */
  readonly thesis?: ThesisLevels;
  /** Whether the sign of the difference is the thesis' one, where it has one. */
  readonly agrees?: boolean;
  /** All of it in a sentence. */
  readonly verdict: string;
}

/** The verdict on the thesis' claim for one RBM. */
export const rbmClaim = (
  { hidden, variant }: Pick<Rbm, 'hidden' | 'variant'>,
  { image: blank, lead, above }: BlankLead,
): RbmClaim => {
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
