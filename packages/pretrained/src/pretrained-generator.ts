import { InterpError } from '@interp/checks';
import { readSafetensors } from '@interp/files';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { generatorConvCard } from './cards/generator-conv.js';
import { generatorCard as denseCard } from './cards/generator.js';
import { findCard } from './card.js';
import type { GeneratorCard } from './generator-card.js';
import { loadNetwork, readFiles, type PretrainedOptions } from './weights.js';

/** The generators that ship: `generator`, the thesis' fully connected one, and `generator-conv`, a convolutional one. */
export type PretrainedGeneratorName = 'generator' | 'generator-conv';

const cards: Readonly<Record<PretrainedGeneratorName, GeneratorCard>> = {
  generator: denseCard,
  'generator-conv': generatorConvCard,
};

/** The names of all generators that ship. */
export const pretrainedGeneratorNames = Object.keys(cards) as readonly PretrainedGeneratorName[];

/**
 * The model card of a shipped generator: training, sample quality and files.
 *
 * @param name - one of {@link pretrainedGeneratorNames}
 * @returns the card
 * @throws InterpError `not-found` for another name
 */
export const generatorCard = (name: PretrainedGeneratorName): GeneratorCard => findCard(cards, name, 'generator');

/**
 * Loads a shipped generator and checks the SHA-256 of its files. `decoder(model)` of `@interp/gan` makes a decoder
 * of it for activation maximisation.
 *
 * @param name - one of {@link pretrainedGeneratorNames}
 * @param options - where else to find the weights
 * @returns the network, latent codes `[n, 64]` from N(0, I) to digits `[n, 28, 28, 1]` in [-1, 1]; it belongs to the caller, who ends it
 *   with `dispose()`
 * @throws InterpError `not-found` for another name or a missing file, `bad-checksum` for a damaged one, `network` without an answer,
 *   `bad-option` for a base that is no URL
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { decoder, sample } from '@interp/gan';
 * import { generatorCard, pretrainedGenerator } from '@interp/pretrained';
 *
 * await startBackend('wasm');
 * const model = await pretrainedGenerator('generator');
 * const { images } = sample(decoder(model), { count: 100, seed: 1 });
 * console.log(images.shape, Math.min(...generatorCard('generator').coverage)); // [ 100, 28, 28, 1 ] …
 * ```
 */
export const pretrainedGenerator = async (
  name: PretrainedGeneratorName,
  options: PretrainedOptions = {},
): Promise<LayersModel> => {
  return loadNetwork(generatorCard(name), options);
};

/** Samples of the same latent codes at several steps of a training: Figure 2.3 of the thesis. */
export interface GeneratorHistory {
  /** Steps of the generator, 0 being before the first. */
  readonly steps: readonly number[];
  /** Samples at each step. */
  readonly count: number;
  /** Shape of an image. */
  readonly imageShape: readonly number[];
  /** `[steps, count, ...imageShape]` in row-major order, in [-1, 1] by 255 levels. */
  readonly images: Float32Array;
}

/**
 * Loads samples of the fully connected generator during its training.
 *
 * @param options - where else to find the weights
 * @returns samples of the same latent codes at several steps
 * @throws InterpError `not-found`, `bad-checksum`, `network`, `bad-option` as {@link pretrainedGenerator}
 */
export const generatorHistory = async (options: PretrainedOptions = {}): Promise<GeneratorHistory> => {
  const { name, history } = denseCard;
  if (!history) throw new InterpError('not-found', `no history of ${name} ships; train a generator to see one`);
  const [bytes] = await readFiles({ name, files: [history] }, options);
  const { tensors, metadata } = readSafetensors(bytes);
  const { data, shape } = tensors.get('images')!;
  const [, count, ...imageShape] = shape;
  return {
    steps: (metadata.get('steps') ?? '').split(',').map(Number),
    count,
    imageShape,
    images: Float32Array.from(data as Uint8Array, (level) => level / 127.5 - 1),
  };
};
