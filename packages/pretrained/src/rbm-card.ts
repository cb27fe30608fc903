import type { WeightFile } from './card.js';

/** Mean unnormalised log-densities log p*, in nats. */
export interface RbmLogDensities {
  /** Of the 10,000 test digits. */
  readonly digits: number;
  /** Of the black image, nothing but background. */
  readonly black: number;
  /** Of the grey image. */
  readonly grey: number;
  /** Of the white image, nothing but stroke. */
  readonly white: number;
}

/** The model card of a shipped RBM. */
export interface RbmCard {
  /** Its name. */
  readonly name: string;
  /** What it is, in a sentence. */
  readonly description: string;
  /** Its energy, as `@interp/rbm` calls it. */
  readonly variant: string;
  /** Number of its hidden units. */
  readonly hidden: number;
  /** Number of its parameters. */
  readonly parameters: number;
  /** What it was trained on. */
  readonly data: string;
  /** Seeds of its initial weights and of its training. */
  readonly seeds: { readonly weights: number; readonly training: number };
  /** The options of its training. */
  readonly options: Readonly<Record<string, string | number>>;
  /** The command that trains it in the repository. */
  readonly command: string;
  /** Unnormalised log-densities of digits and of uniform images. */
  readonly logDensity: RbmLogDensities;
  /** log Z in nats, its bounds, and how it was computed. */
  readonly logZ: { readonly value: number; readonly low: number; readonly high: number; readonly method: string };
  /** Mean log-likelihood of the test digits in nats, with that log Z. */
  readonly logLikelihood: number;
  /** The same for simpler densities fitted to the same training digits. */
  readonly baselines: Readonly<Record<string, number>>;
  /** Its only file, in safetensors. */
  readonly files: readonly [WeightFile];
}
