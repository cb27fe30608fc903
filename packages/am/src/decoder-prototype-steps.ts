import type { Classifier, Decoder } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { bestRuns } from './best-runs.js';
import { decoded } from './decoded.js';
import { decoderLandscape } from './decoder-landscape.js';
import type { DecoderStepRecord } from './decoder-moment.js';
import type { DecoderOptions } from './decoder-options.js';
import type { Prototypes, PrototypeStep } from './prototype.js';
import { resolvedDecoder } from './resolved-decoder.js';
import { startLatents } from './start-latents.js';
import { throughDecoder } from './through-decoder.js';

/** What activation maximisation with a decoder gives. */
export interface DecoderPrototypes extends Prototypes<DecoderStepRecord> {
  /** The latent codes of the images, `[n, latentSize]`; they belong to the caller. */
  readonly latents: tf.Tensor2D;
}

/**
 * The steps of {@link decoderPrototypes}, for a driver of your own.
 *
 * @param classifier - any classifier
 * @param decoder - any decoder that makes its inputs
 * @param options - what to make, and how
 * @returns a generator: after the start and after each step it yields the best of each prototype so far; a `true` ends it
 * @throws InterpError as {@link decoderPrototypes} does, at the first step
 */
export async function* decoderPrototypeSteps(
  classifier: Classifier,
  decoder: Decoder,
  options: DecoderOptions = {},
): AsyncGenerator<PrototypeStep<DecoderStepRecord>, DecoderPrototypes, boolean> {
  const settings = resolvedDecoder(classifier, decoder, options);
  const first = startLatents(classifier, decoder, settings) as tf.Tensor2D;
  let runs: Prototypes<DecoderStepRecord>;
  try {
    decoded(decoder, first).dispose();
    const through = throughDecoder(decoder, first);
    runs = yield* bestRuns(
      () => tf.clone(first),
      (targets) => decoderLandscape(classifier, through, { ...settings, targets }),
      settings,
    );
  } finally {
    first.dispose();
  }
  const latents = runs.images as tf.Tensor2D;
  try {
    return { ...runs, images: decoded(decoder, latents), latents };
  } catch (error) {
    latents.dispose();
    throw error;
  }
}
