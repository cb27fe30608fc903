import { InterpError, type LabelledImages } from '@interp/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { TrainSettings } from './training-options.js';

/** FNV-1a over bytes, going on from a hash. */
const hash = (bytes: Uint8Array, start: number): number => {
  let h = start;
  for (const byte of bytes) h = Math.imul(h ^ byte, 0x01000193);
  return h >>> 0;
};

const bytesOf = (values: ArrayBufferView): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** Size, labels and sixteen of the images in one word. */
const describeData = async (data: LabelledImages): Promise<string> => {
  const some = Array.from({ length: 16 }, (_, i) => Math.floor((i * data.size) / 16));
  const images = data.images(some);
  const pixels = await images.data();
  images.dispose();
  const sum = hash(bytesOf(Float32Array.from(pixels)), hash(bytesOf(Int32Array.from(data.labels)), 0x811c9dc5));
  return `${data.size} images (${sum.toString(16).padStart(8, '0')})`;
};

const describeModel = (model: LayersModel): string =>
  model.layers
    .map((layer) => {
      const activation = layer.getConfig()['activation'];
      const weights = layer.weights.map((weight) => `[${weight.shape.join(',')}]`).join('');
      return `${layer.getClassName()}${typeof activation === 'string' ? `:${activation}` : ''}${weights}`;
    })
    .join(' ');

/**
 * What a training was started with, option by option, as far as it decides the weights that come out.
 *
 * @param model - what is trained
 * @param data - what it is trained on
 * @param settings - how
 * @returns a description per option
 */
export const fingerprint = async (
  model: LayersModel,
  data: LabelledImages,
  settings: TrainSettings,
): Promise<Record<string, string>> => {
  const { loss, optimizer, schedule, validation, augment = {}, earlyStop } = settings;
  return {
    model: describeModel(model),
    data: await describeData(data),
    epochs: String(settings.epochs),
    batch: String(settings.batch),
    loss: loss.name,
    optimizer: `${optimizer.name} ${JSON.stringify(optimizer.settings)}`,
    rate: String(settings.rate),
    schedule: `${schedule.name} ${JSON.stringify(schedule.settings)}`,
    weightDecay: String(settings.weightDecay),
    augment: JSON.stringify([augment.shift ?? 0, augment.rotate ?? 0, augment.scale ?? 0, augment.shear ?? 0]),
    validation: typeof validation === 'number' ? String(validation) : await describeData(validation),
    earlyStop: earlyStop ? String(earlyStop.patience ?? 3) : 'none',
    seed: String(settings.seed),
  };
};

/**
 * Checks that a checkpoint belongs to a training.
 *
 * @param kept - the checkpoint's fingerprint
 * @param now - this training's
 * @throws InterpError `unsupported-model` for another model, `bad-option` for the first option that differs
 */
export const checkFingerprint = (
  kept: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): void => {
  for (const [name, value] of Object.entries(now)) {
    const was = kept[name] ?? 'nothing';
    if (was === value) continue;
    throw new InterpError(
      name === 'model' ? 'unsupported-model' : 'bad-option',
      `the checkpoint was made with the ${name} ${was} and this training has ${value}; resume with what it was made with`,
    );
  }
};
