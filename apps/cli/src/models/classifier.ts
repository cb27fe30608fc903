import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Classifier } from '@interp/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** What the names on the command line stand for. */
const builtIn: Readonly<Record<string, () => Promise<LayersModel>>> = {
  lenet: async () => (await import('@interp/pretrained')).pretrained('lenet'),
  'lenet-relu': async () => (await import('@interp/pretrained')).pretrained('lenet-relu'),
  'lenet-robust': async () => (await import('@interp/pretrained')).pretrained('lenet-robust'),
};

const names = Object.keys(builtIn).join(', ');

const unknown = async (spec: string): Promise<Error> => {
  const { UsageError } = await import('../shell/failure.js');
  return new UsageError(`--model is ${JSON.stringify(spec)}; expected ${names}, a model.json or a .safetensors file`);
};

const bytesOf = async (path: string): Promise<Uint8Array> => {
  try {
    return await readFile(path);
  } catch (error) {
    if (/^[\w-]*$/.test(path)) throw await unknown(path);
    const { InterpError } = await import('@interp/core');
    throw new InterpError(
      'not-found',
      `the model ${JSON.stringify(path)} cannot be read; expected ${names}, a model.json or a .safetensors file`,
      { cause: error },
    );
  }
};

/**
 * Loads a model by what people call it.
 *
 * @param spec - a built-in name, the path of a `model.json`, or of PyTorch weights in `.safetensors`
 * @returns the model, which belongs to the caller
 * @throws InterpError `not-found`, `bad-file`, `unsupported-model`; UsageError for a name that means nothing
 */
const loadNamedModel = async (spec: string): Promise<LayersModel> => {
  if (Object.hasOwn(builtIn, spec)) return builtIn[spec]();
  if (extname(spec) === '.json') return (await import('@interp/core/node')).loadModel(spec);
  const bytes = await bytesOf(spec);
  if (extname(spec) === '.safetensors') {
    const { lenetFromTorch } = await import('@interp/lenet');
    const { inFile } = await import('../inputs/in-file.js');
    return inFile(spec, () => lenetFromTorch(bytes));
  }
  throw await unknown(spec);
};

/**
 * Loads a model as a classifier, and lets go of it when the work is over, however it ends.
 *
 * @param spec - a built-in name, the path of a `model.json`, or of PyTorch weights in `.safetensors`
 * @param work - what is done with the classifier, which it borrows
 * @returns what the work gives
 */
export const withClassifier = async <Result>(
  spec: string,
  work: (classifier: Classifier) => Result | Promise<Result>,
): Promise<Result> => {
  const model = await loadNamedModel(spec);
  try {
    const { classifier } = await import('@interp/core');
    return await work(classifier(model));
  } finally {
    model.dispose();
  }
};
