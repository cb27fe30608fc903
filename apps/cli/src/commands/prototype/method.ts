import {
  adam,
  momentum,
  plain,
  type Ascent,
  type DecoderPrototypes,
  type Prototypes,
  type PrototypeStep,
  type Start,
} from '@interp/am';
import type { Classifier, DriveOptions } from '@interp/core';
import type { PrototypeOptions } from './command.js';

/** What a method is given besides the options. */
export interface PrototypeTask {
  /** What the prototypes are of. */
  readonly classifier: Classifier;
  /** The class of each. */
  readonly classes: readonly number[];
  /** Where to begin. */
  readonly start: Start;
  /** Progress and interruption. */
  readonly drive: Pick<DriveOptions<PrototypeStep>, 'onStep' | 'signal'>;
}

/** What a method finds; with a decoder also the latent codes. */
export type FoundPrototypes = Prototypes & Partial<Pick<DecoderPrototypes, 'latents'>>;

/** A way to find prototypes. */
export interface PrototypeMethod {
  /** Where it begins unless told. */
  readonly init: 'random' | 'blank';
  /** Steps that it takes, where that is known before. */
  readonly steps: (options: PrototypeOptions) => number | undefined;
  /** Finds them. */
  readonly find: (task: PrototypeTask, options: PrototypeOptions) => Promise<FoundPrototypes>;
}

/** What the names of ways to climb stand for. */
export const ascents: Readonly<
  Record<NonNullable<PrototypeOptions['ascent']>, (options: { rate?: number }) => Ascent>
> = {
  adam,
  momentum,
  plain,
};
