import { extname } from 'node:path';
import { checkGivenText, InterpError } from '@interp/checks';
import type { Decoder } from '@interp/core';
import { loadModel } from '@interp/files/node';
import { decoder } from '@interp/gan';
import { pretrainedGenerator, pretrainedGeneratorNames, type PretrainedGeneratorName } from '@interp/pretrained';
import type { LayersModel } from '@tensorflow/tfjs-layers';

const isName = (generator: string): generator is PretrainedGeneratorName =>
  (pretrainedGeneratorNames as readonly string[]).includes(generator);

const load = async (generator: string): Promise<LayersModel> => {
  if (isName(generator)) return pretrainedGenerator(generator);
  if (extname(generator) === '.json') return loadModel(generator);
  throw new InterpError(
    'not-found',
    `the decoder ${JSON.stringify(generator)} is not known; expected ${pretrainedGeneratorNames.join(', ')} or a model.json`,
  );
};

/**
 * Opens a generator as a decoder.
 *
 * @param generator - the name of one that ships, or the path of a `model.json`
 * @returns the decoder; it belongs to the caller, who ends it with `dispose()`
 * @throws InterpError `not-found`, `bad-file`, `unsupported-model`
 */
export const openDecoder = async (generator: string): Promise<Decoder & { dispose(): void }> => {
  checkGivenText('the decoder', generator, 'the name of one that ships, or a path');
  const model = await load(generator);
  const dispose = (): void => {
    model.dispose();
  };
  try {
    return { ...decoder(model), dispose };
  } catch (error) {
    dispose();
    throw error;
  }
};
