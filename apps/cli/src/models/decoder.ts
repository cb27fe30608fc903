import { extname } from 'node:path';
import { InterpError, type Decoder } from '@interp/core';
import { loadModel } from '@interp/files/node';
import { decoder } from '@interp/gan';
import { pretrainedGenerator, pretrainedGeneratorNames, type PretrainedGeneratorName } from '@interp/pretrained';
import type { LayersModel } from '@tensorflow/tfjs-layers';

const isName = (spec: string): spec is PretrainedGeneratorName =>
  (pretrainedGeneratorNames as readonly string[]).includes(spec);

const load = async (spec: string): Promise<LayersModel> => {
  if (isName(spec)) return pretrainedGenerator(spec);
  if (extname(spec) === '.json') return loadModel(spec);
  throw new InterpError(
    'not-found',
    `the decoder ${JSON.stringify(spec)} is not known; expected ${pretrainedGeneratorNames.join(', ')} or a model.json`,
  );
};

/**
 * Loads a generator by what people call it as a decoder, and lets go of it when the work is over, however it ends.
 *
 * @param spec - the name of one that ships, or the path of a `model.json`
 * @throws InterpError `not-found`, `bad-file`, `unsupported-model`
 */
export const withDecoder = async <Value>(spec: string, work: (decoder: Decoder) => Promise<Value>): Promise<Value> => {
  const model = await load(spec);
  try {
    return await work(decoder(model));
  } finally {
    model.dispose();
  }
};
