import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { LabelledImages } from '../contracts.js';
import { InterpError } from '../errors.js';

/**
 * FNV-1a hash over the bytes of arrays, eight hexadecimal digits. It detects differences, not
 * forgery.
 */
export const hashOf = (...arrays: readonly ArrayBufferView[]): string => {
  let hash = 0x811c9dc5;
  for (const { buffer, byteOffset, byteLength } of arrays)
    for (const byte of new Uint8Array(buffer, byteOffset, byteLength)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
};

/** Describes images by their number and a hash of all labels and sixteen of the images, for a fingerprint. */
export const describeImages = async (data: LabelledImages): Promise<string> => {
  const images = data.images(Array.from({ length: 16 }, (_, i) => Math.floor((i * data.size) / 16)));
  const pixels = await images.data();
  images.dispose();
  return `${data.size} images (${hashOf(Int32Array.from(data.labels), Float32Array.from(pixels))})`;
};

/** Describes a model by its layers: their types, configurations and the shapes of their weights. */
const describeModel = (model: LayersModel): string =>
  model.layers
    .map((layer) => {
      const { activation, alpha, strides } = layer.getConfig();
      const made = Object.entries({ activation, alpha, strides }).filter(([, value]) => value !== undefined);
      const settings = made.length > 0 ? JSON.stringify(Object.fromEntries(made)) : '';
      const weights = layer.weights.map((weight) => `[${weight.shape.join(',')}]`).join('');
      return `${layer.getClassName()}${settings}${weights}`;
    })
    .join(' ');

/** What a fingerprint can describe: models, images, values with a name and `settings`, texts, numbers, plain objects and lists. */
export type Fingerprinted = object | string | number | boolean | undefined;

const describe = async (value: Fingerprinted): Promise<string> => {
  if (value === undefined) return 'none';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value) && value.every((part) => typeof part === 'object'))
    return (await Promise.all(value.map(describe))).join(' | ');
  if ('images' in value) return describeImages(value as LabelledImages);
  if ('layers' in value) return describeModel(value as LayersModel);
  const { name, settings } = value as { readonly name?: string; readonly settings?: object };
  if (name === undefined) return JSON.stringify(value);
  return settings ? `${name} ${JSON.stringify(settings)}` : name;
};

/**
 * Describes the inputs of a training that determine its results; {@link checkFingerprint} compares the description
 * with that of a checkpoint.
 *
 * @param parts - the model as `model`, the options under their own names; `undefined` is an option that is left out
 * @returns a description of each, in their order
 */
export const fingerprint = async (parts: Readonly<Record<string, Fingerprinted>>): Promise<Record<string, string>> => {
  const descriptions: Record<string, string> = {};
  for (const [name, value] of Object.entries(parts)) descriptions[name] = await describe(value);
  return descriptions;
};

/**
 * Checks that a checkpoint belongs to a training.
 *
 * @param kept - the checkpoint's fingerprint, a description per option
 * @param now - this training's
 * @throws InterpError `unsupported-model` where another model was trained, `bad-option` for the first option that differs
 */
export const checkFingerprint = (
  kept: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): void => {
  const differing = Object.keys(now).find((name) => kept[name] !== now[name]);
  if (differing === undefined) return;
  throw new InterpError(
    differing === 'model' ? 'unsupported-model' : 'bad-option',
    `the checkpoint was made with the ${differing} ${kept[differing] ?? 'nothing'} and this training has ${now[differing]}; resume with what it was made with`,
  );
};
