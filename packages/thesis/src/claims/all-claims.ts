import { bestLambdaClaim } from './best-lambda.js';
import { blankLeadClaim } from './blank-lead.js';
import { decoderRatesClaim } from './decoder-rates.js';
import { expertStartsClaim } from './expert-starts.js';
import { faithfulMapsClaim } from './faithful-maps.js';
import { lossSpeedClaim } from './loss-speed.js';
import { negativeShareClaim } from './negative-share.js';
import { oddOnesClaim } from './odd-ones.js';
import { spreadRelevanceClaim } from './spread-relevance.js';
import { straightStrokesClaim } from './straight-strokes.js';
import { sureOfRejectedClaim } from './sure-of-rejected.js';
import { tinyPerturbationsClaim } from './tiny-perturbations.js';
import type { Figure } from '../figure.js';

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
