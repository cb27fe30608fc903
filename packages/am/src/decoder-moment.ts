import type { StepRecord } from './route.js';

/**
 * What is known of one latent code z of an ascent through a decoder. The `objective` is P(c|G(z)) - λ‖z‖², or where an expert has a
 * weight log P(c|G(z)) + γ log p*(G(z)) - λ‖z‖².
 */
export interface DecoderStepRecord extends StepRecord {
  /** ‖z‖²; of codes drawn from N(0, I) their length on average. */
  readonly squaredNorm: number;
  /** log p*(G(z)), what the expert says of the image, in nats, up to a constant; where there is an expert. */
  readonly logDensity?: number;
}
