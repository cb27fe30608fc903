import type { LabelledImages } from './contracts.js';
import { InterpError } from './errors.js';

/**
 * FNV-1a over the bytes of arrays: eight hexadecimal digits that tell whether numbers are the same, no protection against who means
 * to deceive.
 *
 * @param arrays - numbers of any element type
 * @returns the digits
 */
export const hashOf = (...arrays: readonly ArrayBufferView[]): string => {
  let hash = 0x811c9dc5;
  for (const { buffer, byteOffset, byteLength } of arrays)
    for (const byte of new Uint8Array(buffer, byteOffset, byteLength)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
};

/**
 * Describes images by their number and a hash of all labels and sixteen of the images, for a fingerprint.
 *
 * @param data - the images; borrowed
 * @returns the description
 */
export const describeImages = async (data: LabelledImages): Promise<string> => {
  const images = data.images(Array.from({ length: 16 }, (_, i) => Math.floor((i * data.size) / 16)));
  const pixels = await images.data();
  images.dispose();
  return `${data.size} images (${hashOf(Int32Array.from(data.labels), Float32Array.from(pixels))})`;
};

/**
 * Checks that a checkpoint belongs to a training.
 *
 * @param kept - the checkpoint's fingerprint, a description per option
 * @param now - this training's
 * @param subject - the name under which the fingerprint describes what is trained
 * @throws InterpError `unsupported-model` where another model was trained, `bad-option` for the first option that differs
 */
export const checkFingerprint = (
  kept: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
  subject = 'model',
): void => {
  const differing = Object.keys(now).find((name) => kept[name] !== now[name]);
  if (differing === undefined) return;
  throw new InterpError(
    differing === subject ? 'unsupported-model' : 'bad-option',
    `the checkpoint was made with the ${differing} ${kept[differing] ?? 'nothing'} and this training has ${now[differing]}; resume with what it was made with`,
  );
};
