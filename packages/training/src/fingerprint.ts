import type { LayersModel } from '@tensorflow/tfjs-layers';
import { InterpError } from '@interp/checks';
import type { LabelledImages } from '@interp/core';

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
  const labels = data.labelSets?.flatMap((set) => [...set, -1]) ?? data.labels;
  return `${data.size} images (${hashOf(Int32Array.from(labels), Float32Array.from(pixels))})`;
};

/**
 * Describes a model by its layers: the class of each, its `activation`, `alpha` and `strides` where it has them, and the shapes of its weights. Two
 * models that differ in nothing else of their configurations (names, padding, initialisers) have one description.
 */
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

/** Options of trainings that change no result. */
const changeNothing: readonly string[] = ['resume', 'onCheckpoint', 'checkpointEvery', 'readEvery'];

/**
 * Describes what determines the results of a training; {@link checkFingerprint} compares the description with that of a checkpoint.
 *
 * @param parts - the model as `model`, the images as `data`, and all options under their own names, with their defaults; those of checkpoints
 *   and `readEvery`, which change no result, are passed over, and `undefined` is an option that is left out
 * @returns a description of each, in their order
 */
export const fingerprint = async (parts: Readonly<Record<string, Fingerprinted>>): Promise<Record<string, string>> => {
  const descriptions: Record<string, string> = {};
  for (const [name, value] of Object.entries(parts))
    if (!changeNothing.includes(name)) descriptions[name] = await describe(value);
  return descriptions;
};

/** An option, or a setting of one, in which a training differs from that of a checkpoint. */
export interface FingerprintDifference {
  /** `rate`, `optimizer.momentum`; the network is `model`, the images are `data`. */
  readonly name: string;
  /** What the checkpoint was made with. */
  readonly before: string;
  /** What this training has. */
  readonly now: string;
}

/** Takes apart what `describe` wrote: `sgd {"momentum":0.9}` is a name with settings; an option that is left out has neither. */
const parsed = (text: string): readonly [name: string, settings: Readonly<Record<string, unknown>>] => {
  const [, name, settings] = /^([^\s{]*) ?(\{.*\})$/s.exec(text) ?? [];
  try {
    return settings === undefined ? [text === 'none' ? '' : text, {}] : [name, JSON.parse(settings)];
  } catch {
    return [text, {}];
  }
};

const compare = (option: string, before: string, now: string): readonly FingerprintDifference[] => {
  const [[nameBefore, had], [nameNow, has]] = [parsed(before), parsed(now)];
  if (nameBefore !== nameNow) return [{ name: option, before: nameBefore || before, now: nameNow || now }];
  return Object.keys({ ...had, ...has }).flatMap((key) => {
    const [one, other] = [had[key], has[key]].map((value) => (value === undefined ? 'none' : JSON.stringify(value)));
    return one === other ? [] : [{ name: `${option}.${key}`, before: one, now: other }];
  });
};

/** Thirty characters of each of two texts, from shortly before they part. */
const excerpts = (a: string, b: string): readonly string[] => {
  const from =
    Math.max(a.length, b.length) > 30 ? Math.max(0, Array.from(a, (_, i) => a[i] === b[i]).indexOf(false) - 10) : 0;
  return [a, b].map((text) => `${from ? '…' : ''}${text.slice(from, from + 30)}${text.length > from + 30 ? '…' : ''}`);
};

/**
 * All that differs, in one text of some 150 characters: `rate 0.001 → 0.01, batch 100 → 50`.
 *
 * @param differences - at least one
 * @param nameOf - what an option is called where the text is read. Default its name
 * @returns the text; it ends in how many more there are where they are too many
 */
export const differencesText = (
  differences: readonly FingerprintDifference[],
  nameOf: (name: string) => string = (name) => name,
): string => {
  const texts = differences.map(({ name, before, now }) => `${nameOf(name)} ${excerpts(before, now).join(' → ')}`);
  const shown = texts.filter((_, i) => i === 0 || texts.slice(0, i + 1).join(', ').length <= 150);
  return [...shown, ...(shown.length < texts.length ? [`${texts.length - shown.length} more`] : [])].join(', ');
};

/**
 * Checks that a checkpoint belongs to a training.
 *
 * @param kept - the checkpoint's fingerprint, a description per option
 * @param now - this training's
 * @throws InterpError `unsupported-model` where another model was trained, else `bad-option`; the message names all that differs, and the
 *   `cause` is the list of {@link FingerprintDifference}
 */
export const checkFingerprint = (
  kept: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): void => {
  const differences = Object.keys({ ...now, ...kept }).flatMap((name) =>
    compare(name, kept[name] ?? 'none', now[name] ?? 'none'),
  );
  if (differences.length === 0) return;
  throw new InterpError(
    differences.some(({ name }) => name === 'model') ? 'unsupported-model' : 'bad-option',
    `the checkpoint was made with other options: ${differencesText(differences)}; resume with those it was made with`,
    { cause: differences },
  );
};
