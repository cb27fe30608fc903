import { extname } from 'node:path';
import { classifier as classifierOf, type Classifier } from '@interp/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { inFile, readBytes } from '../inputs/file.js';
import { UsageError } from '../shell/failure.js';

const builtIn = ['lenet', 'lenet-relu', 'lenet-robust'] as const;
const isBuiltIn = (spec: string): spec is (typeof builtIn)[number] => (builtIn as readonly string[]).includes(spec);
const expected = `${builtIn.join(', ')}, a model.json or a .safetensors file`;

const load = async (spec: string): Promise<LayersModel> => {
  if (isBuiltIn(spec)) return (await import('@interp/pretrained')).pretrained(spec);
  if (extname(spec) === '.json') return (await import('@interp/core/node')).loadModel(spec);
  const isName = /^[\w-]*$/.test(spec);
  const bytes = isName ? undefined : await readBytes(spec, 'the model ', expected);
  if (!bytes || extname(spec) !== '.safetensors')
    throw new UsageError(`--model is ${JSON.stringify(spec)}; expected ${expected}`);
  const { lenetFromTorch } = await import('@interp/lenet');
  return inFile(spec, () => lenetFromTorch(bytes));
};

/**
 * Loads a model as a classifier, and lets go of it when the work is over, however it ends.
 *
 * @param spec - a built-in name, the path of a `model.json`, or of PyTorch weights in `.safetensors`
 * @throws InterpError `not-found`, `bad-file`, `unsupported-model`; UsageError for a name that means nothing
 */
export const withClassifier = async <Value>(
  spec: string,
  work: (classifier: Classifier) => Value | Promise<Value>,
): Promise<Value> => {
  const model = await load(spec);
  try {
    return await work(classifierOf(model));
  } finally {
    model.dispose();
  }
};
