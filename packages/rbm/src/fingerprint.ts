import { InterpError, type LabelledImages } from '@interp/core';
import type { Rbm } from './rbm.js';
import type { TrainRbmSettings } from './train-options.js';

/** FNV-1a over bytes, going on from a hash. */
const hash = (values: ArrayBufferView, start = 0x811c9dc5): number => {
  let h = start;
  for (const byte of new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    h = Math.imul(h ^ byte, 0x01000193);
  return h >>> 0;
};

const word = (h: number): string => h.toString(16).padStart(8, '0');

/** Size and sixteen of the images in one word. */
const describeData = async (data: LabelledImages): Promise<string> => {
  const images = data.images(Array.from({ length: 16 }, (_, i) => Math.floor((i * data.size) / 16)));
  const pixels = await images.data();
  images.dispose();
  return `${data.size} images (${word(hash(Float32Array.from(pixels)))})`;
};

/**
 * What a training was started with, option by option, as far as it decides the numbers that come out.
 *
 * @param machine - where it starts
 * @param data - what it is trained on
 * @param settings - how
 * @returns a description per option
 */
export const fingerprint = async (
  machine: Rbm,
  data: LabelledImages,
  settings: TrainRbmSettings,
): Promise<Record<string, string>> => {
  const { trainer, schedule, heldOut } = settings;
  const { weights, visibleBias, hiddenBias, sigma } = machine.parameters;
  const numbers = [visibleBias, hiddenBias, sigma].reduce((h, values) => hash(values, h), hash(weights));
  const plain = Object.fromEntries(
    (
      [
        'epochs',
        'batch',
        'rate',
        'rates',
        'momentum',
        'weightDecay',
        'clip',
        'centre',
        'centreRate',
        'learnSigma',
        'sigmaFloor',
        'range',
        'monitored',
        'exactUpTo',
        'seed',
      ] as const
    ).map((name) => [name, JSON.stringify(settings[name])]),
  );
  return {
    machine: `${machine.variant.name} ${machine.visible} x ${machine.hidden} (${word(numbers)})`,
    data: await describeData(data),
    trainer: `${trainer.name} ${JSON.stringify(trainer.settings)}`,
    schedule: `${schedule.name} ${JSON.stringify(schedule.settings)}`,
    heldOut: heldOut ? await describeData(heldOut) : 'none',
    ...plain,
  };
};

/**
 * Checks that a checkpoint belongs to a training.
 *
 * @param kept - the checkpoint's fingerprint
 * @param now - this training's
 * @throws InterpError `unsupported-model` for another machine, `bad-option` for the first option that differs
 */
export const checkFingerprint = (
  kept: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): void => {
  for (const [name, value] of Object.entries(now)) {
    const was = kept[name] ?? 'nothing';
    if (was === value) continue;
    throw new InterpError(
      name === 'machine' ? 'unsupported-model' : 'bad-option',
      `the checkpoint was made with the ${name} ${was} and this training has ${value}; resume with what it was made with`,
    );
  }
};
