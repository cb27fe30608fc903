import type { Classifier } from '@interp/core';
import type { NoveltyDetector } from '@interp/novelty';
import { noveltyDetectorCard } from './cards/novelty-detector.js';
import { readFiles, type PretrainedOptions } from './weights.js';

/**
 * Loads the shipped novelty detector, which tells digits from what is none, and checks the SHA-256 of its file. Its card is
 * {@link noveltyDetectorCard}.
 *
 * @param network - the classifier of the shipped network that the card names, `lenet-relu`, whose inner values it looks at; borrowed, and
 *   kept by the detector
 * @param options - where else to find the weights
 * @returns the detector of images `[28, 28, 1]` in [-1, 1], in MNIST's format; it holds no tensors
 * @throws InterpError `not-found` for a missing file, `bad-checksum` for a damaged one, `network` without an answer, `bad-option` for a base
 *   that is no URL, `unsupported-model` for another network than that
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { classifier } from '@interp/core';
 * import { sampleDigits } from '@interp/mnist';
 * import { pretrained, pretrainedNovelty } from '@interp/pretrained';
 *
 * await startBackend('wasm');
 * const detector = await pretrainedNovelty(classifier(await pretrained('lenet-relu')));
 * const { scores } = await detector.score(sampleDigits().images([5]));
 * console.log(scores[0] > detector.threshold(0.05)); // false: it is a digit
 * ```
 */
export const pretrainedNovelty = async (
  network: Classifier,
  options: PretrainedOptions = {},
): Promise<NoveltyDetector> => {
  const [bytes] = await readFiles(noveltyDetectorCard, options);
  // Loaded lazily: loading a network does not need `@interp/novelty`.
  const { noveltyFromSafetensors } = await import('@interp/novelty');
  return noveltyFromSafetensors(bytes, network);
};
