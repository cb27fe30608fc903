import { extname } from 'node:path';
import { InterpError, networkOf } from '@interp/core';
import type { ModelSettings } from '@interp/files/node';
import { readNamedFile } from '@interp/files/internal';
import { pictureClassifier } from '@interp/images';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { UsageError } from '../shell/failure.js';
import type { HiddenOptions } from '../shell/hidden-options.js';
import type { SettingOptions } from '../shell/options.js';
import type { LoadedModel, OwnNetwork } from './loaded-model.js';
import { hiddenOf } from './hidden.js';
import { modelFormats } from './formats.js';
import { refuseSettings, settingsOf } from './settings.js';
import { targetOf } from './target.js';

const builtIn = ['lenet', 'lenet-thesis', 'lenet-relu', 'lenet-robust'] as const;
const isBuiltIn = (spec: string): spec is (typeof builtIn)[number] => (builtIn as readonly string[]).includes(spec);
const expected = `${builtIn.join(', ')}, a model.json, or a ${Object.keys(modelFormats).slice(1).join(', ')} file`;

const load = async (spec: string, settings: ModelSettings, signal?: AbortSignal): Promise<LayersModel | OwnNetwork> => {
  if (isBuiltIn(spec)) return (await import('@interp/pretrained')).pretrained(spec);
  const format = Object.entries(modelFormats).find(([suffix]) => suffix === extname(spec))?.[1];
  const bytes = (): Promise<Uint8Array> => readNamedFile(spec, 'the model ', expected, signal);
  if (format) return format.read(spec, bytes, settings);
  // A file that is not there is told from one that means nothing.
  if (!/^[\w-]*$/.test(spec)) await bytes();
  throw new UsageError(`--model is ${JSON.stringify(spec)}; expected ${expected}`);
};

/** A model with one input, its others bound to what was given for them. */
const oneInput = async (
  model: LoadedModel['model'],
  settings: ModelSettings,
  options: SettingOptions & HiddenOptions,
): Promise<Pick<LoadedModel, 'source' | 'others' | 'tensor'>> => {
  const network = networkOf(model);
  if (network.inputs.length === 1) {
    if (options.inputs === undefined) return { source: model };
    throw new UsageError('--inputs is for a model of several inputs, and this one has one; leave it out');
  }
  const { otherInputs } = await import('./other-inputs.js');
  const { bound, ...others } = await otherInputs(network, settings, options);
  return { source: bound, others, tensor: others.picture };
};

const ownClassifier = async (
  model: LoadedModel['model'],
  settings: ModelSettings,
  options: SettingOptions & HiddenOptions,
): Promise<LoadedModel> => {
  const { bounds, mean, std, size } = settings;
  const bound = await oneInput(model, settings, options);
  if (!size && bound.source.inputs[0]?.shape.slice(1).includes(null))
    throw new InterpError('bad-option', 'the model leaves the size of its inputs open; give it, as --size 224x224');
  const isRangeKnown = (bounds ?? mean ?? std) !== undefined;
  const { options: looking, ...target } = targetOf(networkOf(model), settings, options);
  const own: LoadedModel = {
    ...pictureClassifier(bound.source, { ...target.settings, ...looking }),
    ...bound,
    ...target,
    model,
    ...(options.index && options.probabilities && { probabilities: options.probabilities }),
    check: async (images, note) => (await import('./usual-ranges.js')).warnOfRange(own, isRangeKnown, images, note),
  };
  return own;
};

/** A model with what is known of it. */
interface OpenedModel extends Pick<LoadedModel, 'model' | 'settings'> {
  /** The same as a classifier; throws InterpError `unsupported-model` for what is none. */
  readonly classifier: () => Promise<LoadedModel>;
}

/**
 * Loads a model, a classifier or not, and lets go of it when the work is over, however it ends.
 *
 * @param spec - a built-in name, the path of a `model.json`, a file of Keras or ONNX, or of PyTorch weights in `.safetensors`
 * @param work - what is done with it
 * @param options - what the command line says of a model of one's own; what it does not is read from the model's `interp.json`
 * @throws InterpError `not-found`, `bad-file`, `unsupported-model`; UsageError for a name that means nothing
 */
export const openModel = async <Value>(
  spec: string,
  work: (opened: OpenedModel) => Value | Promise<Value>,
  options: SettingOptions & HiddenOptions = {},
): Promise<Value> => {
  if (isBuiltIn(spec)) refuseSettings(spec, options);
  const settings = isBuiltIn(spec) ? {} : await settingsOf(spec, options);
  const model = await load(spec, settings, options.signal);
  const classifier = async (): Promise<LoadedModel> => {
    const own = await ownClassifier(model, settings, options);
    return hiddenOf(isBuiltIn(spec) ? { ...own, check: undefined } : own, options);
  };
  try {
    return await work({ model, settings, classifier });
  } finally {
    model.dispose();
  }
};

/** Loads a model as a classifier: see {@link openModel}. */
export const withClassifier = <Value>(
  spec: string,
  work: (classifier: LoadedModel) => Value | Promise<Value>,
  options: SettingOptions & HiddenOptions = {},
): Promise<Value> => openModel(spec, async ({ classifier }) => work(await classifier()), options);
