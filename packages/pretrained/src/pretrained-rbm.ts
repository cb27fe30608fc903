import type { Rbm } from '@interp/rbm';
import { rbmBinaryCard } from './cards/rbm-binary.js';
import { rbm100ThesisCard } from './cards/rbm-100-thesis.js';
import { rbm100Card } from './cards/rbm-100.js';
import { rbm8ThesisCard } from './cards/rbm-8-thesis.js';
import { rbm8Card } from './cards/rbm-8.js';
import { findCard } from './card.js';
import type { RbmCard } from './rbm-card.js';
import { readFiles, type PretrainedOptions } from './weights.js';

/**
 * The RBMs that ship: Gaussian ones with 8 and with 100 hidden units, `…-thesis` trained as the thesis tells it and the others for better densities, and a
 * binary one with 100.
 */
export type PretrainedRbmName = 'rbm-8' | 'rbm-100' | 'rbm-8-thesis' | 'rbm-100-thesis' | 'rbm-binary';

const cards: Readonly<Record<PretrainedRbmName, RbmCard>> = {
  'rbm-8': rbm8Card,
  'rbm-100': rbm100Card,
  'rbm-8-thesis': rbm8ThesisCard,
  'rbm-100-thesis': rbm100ThesisCard,
  'rbm-binary': rbmBinaryCard,
};

/** The names of all RBMs that ship. */
export const pretrainedRbmNames = Object.keys(cards) as readonly PretrainedRbmName[];

/**
 * The model card of a shipped RBM: training, likelihoods beside those of simpler densities, and file.
 *
 * @param name - one of {@link pretrainedRbmNames}
 * @returns the card
 * @throws InterpError `not-found` for another name
 */
export const rbmCard = (name: PretrainedRbmName): RbmCard => findCard(cards, name, 'RBM');

/**
 * Loads a shipped RBM and checks the SHA-256 of its file.
 *
 * @param name - one of {@link pretrainedRbmNames}
 * @param options - where else to find the weights
 * @returns the RBM over images `[28, 28, 1]`, in [-1, 1] for the Gaussian ones and of 0 and 1 for the binary one; it belongs to the
 *   caller, who must `dispose()` it
 * @throws InterpError `not-found` for another name or a missing file, `bad-checksum` for a damaged one, `network` without an answer,
 *   `bad-option` for a base that is no URL
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { sampleDigits } from '@interp/mnist';
 * import { pretrainedRbm, rbmCard } from '@interp/pretrained';
 * import { logDensity } from '@interp/rbm';
 *
 * await startBackend('wasm');
 * const rbm = await pretrainedRbm('rbm-8');
 * const digits = sampleDigits().images([3, 5]);
 * console.log(logDensity(rbm, digits).dataSync(), rbmCard('rbm-8').logZ);
 * rbm.dispose();
 * ```
 */
export const pretrainedRbm = async (name: PretrainedRbmName, options: PretrainedOptions = {}): Promise<Rbm> => {
  const [bytes] = await readFiles(rbmCard(name), options);
  // Loaded lazily: loading a network does not need `@interp/rbm`.
  const { rbmFromSafetensors } = await import('@interp/rbm');
  return rbmFromSafetensors(bytes);
};
