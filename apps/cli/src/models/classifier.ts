import { extname } from 'node:path';
import { classifier as classifierOf, InterpError } from '@interp/core';
import type { ModelSettings } from '@interp/files/node';
import { preprocessing as preprocessingOf } from '@interp/images';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { inFile, readBytes } from '../inputs/file.js';
import { UsageError } from '../shell/failure.js';
import type { SettingOptions } from '../shell/options.js';
import type { LoadedModel } from './loaded-model.js';
import { refuseSettings, settingsOf } from './settings.js';

const builtIn = ['lenet', 'lenet-thesis', 'lenet-relu', 'lenet-robust'] as const;
const isBuiltIn = (spec: string): spec is (typeof builtIn)[number] => (builtIn as readonly string[]).includes(spec);
const expected = `${builtIn.join(', ')}, a model.json or a .safetensors file`;

const load = async (spec: string): Promise<LayersModel> => {
  if (isBuiltIn(spec)) return (await import('@interp/pretrained')).pretrained(spec);
  if (extname(spec) === '.json') return (await import('@interp/files/node')).loadModel(spec);
  const isName = /^[\w-]*$/.test(spec);
  const bytes = isName ? undefined : await readBytes(spec, 'the model ', expected);
  if (!bytes || extname(spec) !== '.safetensors')
    throw new UsageError(`--model is ${JSON.stringify(spec)}; expected ${expected}`);
  const { lenetFromTorch } = await import('@interp/lenet');
  return inFile(spec, () => lenetFromTorch(bytes));
};

/** The shape of an input, with the size that was said where the model leaves it open. */
const shapeOf = (model: LayersModel, size: ModelSettings['size']): readonly number[] | undefined => {
  if (!size || model.inputs.length !== 1) return undefined;
  const [, ...shape] = model.inputs[0].shape;
  const [width, height] = size;
  if (shape.length === 3 && (shape[0] ?? height) === height && (shape[1] ?? width) === width && shape[2] !== null)
    return [height, width, shape[2]];
  throw new InterpError(
    'bad-option',
    `the size is ${width}x${height} and the model takes [${shape.map((one) => one ?? 'any').join(', ')}]; expected a size that it takes; leave it out`,
  );
};

const shippedClassifier = (model: LayersModel): LoadedModel => {
  const shipped = classifierOf(model);
  return { ...shipped, model, settings: {}, preprocessing: preprocessingOf(shipped.inputShape.at(-1)!) };
};

const ownClassifier = (model: LayersModel, settings: ModelSettings): LoadedModel => {
  const { bounds, mean, std, size, labels, returns } = settings;
  const inputShape = shapeOf(model, size);
  const channels = inputShape?.at(-1) ?? model.inputs[0]?.shape.at(-1) ?? 1;
  const preprocessing = preprocessingOf(channels, {
    bounds,
    mean,
    std,
    fit: settings.fit,
    channels: settings.channels,
  });
  if (inputShape === undefined && model.inputs[0]?.shape.slice(1).includes(null))
    throw new InterpError('bad-option', 'the model leaves the size of its inputs open; give it, as --size 224x224');
  const loaded = classifierOf(model, { bounds: preprocessing.bounds, inputShape, returns });
  if (labels && labels.length !== loaded.classes)
    throw new InterpError(
      'bad-option',
      `there are ${labels.length} names of classes and the model has ${loaded.classes}; expected one for each, in their order`,
    );
  const isRangeKnown = (bounds ?? mean ?? std) !== undefined;
  const own: LoadedModel = {
    ...loaded,
    model,
    settings,
    preprocessing,
    check: async (images, note) => (await import('./usual-ranges.js')).warnOfRange(own, isRangeKnown, images, note),
  };
  return own;
};

/**
 * Loads a model as a classifier, and lets go of it when the work is over, however it ends.
 *
 * @param spec - a built-in name, the path of a `model.json`, or of PyTorch weights in `.safetensors`
 * @param work - what is done with it
 * @param options - what the command line says of a model of one's own; what it does not is read from the model's `interp.json`
 * @throws InterpError `not-found`, `bad-file`, `unsupported-model`; UsageError for a name that means nothing
 */
export const withClassifier = async <Value>(
  spec: string,
  work: (classifier: LoadedModel) => Value | Promise<Value>,
  options: SettingOptions = {},
): Promise<Value> => {
  if (isBuiltIn(spec)) refuseSettings(spec, options);
  const settings = isBuiltIn(spec) ? {} : await settingsOf(spec, options);
  const model = await load(spec);
  try {
    return await work(isBuiltIn(spec) ? shippedClassifier(model) : ownClassifier(model, settings));
  } finally {
    model.dispose();
  }
};
