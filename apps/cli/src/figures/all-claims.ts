import { bestLambdaClaim } from './claims/best-lambda.js';
import { blankLeadClaim } from './claims/blank-lead.js';
import { decoderRatesClaim } from './claims/decoder-rates.js';
import { expertStartsClaim } from './claims/expert-starts.js';
import { faithfulMapsClaim } from './claims/faithful-maps.js';
import { lossSpeedClaim } from './claims/loss-speed.js';
import { negativeShareClaim } from './claims/negative-share.js';
import { oddOnesClaim } from './claims/odd-ones.js';
import { spreadRelevanceClaim } from './claims/spread-relevance.js';
import { straightStrokesClaim } from './claims/straight-strokes.js';
import { sureOfRejectedClaim } from './claims/sure-of-rejected.js';
import { tinyPerturbationsClaim } from './claims/tiny-perturbations.js';
import type { Figure } from './figure.js';

/** The claims of the thesis' text, each with the experiment that decides it, in their order. */
export const allClaims: readonly Figure[] = [
  lossSpeedClaim,
  faithfulMapsClaim,
  bestLambdaClaim,
  sureOfRejectedClaim,
  blankLeadClaim,
  expertStartsClaim,
  oddOnesClaim,
  spreadRelevanceClaim,
  negativeShareClaim,
  straightStrokesClaim,
  tinyPerturbationsClaim,
  decoderRatesClaim,
];
