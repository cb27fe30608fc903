import { InterpError } from '@interp/core';
import type { ModelSettings } from '@interp/files/node';
import type { ImageConsumer, Images, Preprocessing } from './images.js';

/** The ends of a range as float32, which inputs are clipped to. */
const lowestOf = (values: readonly number[]): number => Math.fround(Math.min(...values));
const highestOf = (values: readonly number[]): number => Math.fround(Math.max(...values));

/** One number for each channel of the model. */
const eachOf = (
  name: string,
  values: readonly number[] | undefined,
  channels: number,
  usual: number,
): readonly number[] => {
  if (values === undefined || values.length === 1) return Array.from({ length: channels }, () => values?.[0] ?? usual);
  if (values.length === channels) return values;
  throw new InterpError(
    'bad-option',
    `${name} has ${values.length} numbers and the model ${channels} channels; expected one number, or one for each channel`,
  );
};

const luminance = [0.299, 0.587, 0.114] as const;

/** Takes the colours off, and leaves the number of channels as it is. */
const withoutColours = (pixels: Float32Array): Float32Array =>
  pixels.map((_, i) => {
    const first = i - (i % 3);
    return luminance.reduce((sum, weight, c) => sum + weight * pixels[first + c], 0);
  });

/**
 * What the settings of a model make of pictures: pixels p in [0, 1] become (p - mean) / std where these are given, else they are stretched
 * over the bounds.
 *
 * @param settings - of the model
 * @param channels - how many the model takes
 * @throws InterpError `bad-option` for numbers of another number of channels, or an order of colours where there are none
 */
export const preprocessingOf = (
  { bounds: [low, high] = [-1, 1], mean, std, fit, channels: order = 'rgb' }: ModelSettings,
  channels: number,
): Preprocessing => {
  if (order === 'bgr' && channels !== 3)
    throw new InterpError('bad-option', `channels are bgr and the model takes ${channels}; expected 3; leave it out`);
  const isNormalised = (mean ?? std) !== undefined;
  const means = eachOf('mean', mean, channels, 0);
  const deviations = eachOf('std', std, channels, 1);
  const scales = isNormalised ? deviations.map((one) => 1 / one) : deviations.map(() => high - low);
  const offsets = isNormalised ? means.map((one, c) => -one / deviations[c]) : means.map(() => low);
  const isUsual = !isNormalised && low === -1 && high === 1;
  const placeOf = (i: number): number => {
    const c = i % channels;
    return order === 'bgr' ? i - c + (channels - 1 - c) : i;
  };
  const isGrey = order === 'grey' && channels === 3;
  const toModel = (given: Float32Array): Float32Array => {
    const pixels = isGrey ? withoutColours(given) : given;
    if (isUsual && order !== 'bgr') return pixels;
    return pixels.map((_, i) => {
      const from = placeOf(i);
      const c = from % channels;
      return ((pixels[from] + 1) / 2) * scales[c] + offsets[c];
    });
  };
  const toPicture = (inputs: Float32Array): Float32Array => {
    if (isUsual && order !== 'bgr') return inputs;
    return inputs.map((_, i) => {
      const c = i % channels;
      return Math.min(1, Math.max(-1, (2 * (inputs[placeOf(i)] - offsets[c])) / scales[c] - 1));
    });
  };
  return {
    bounds: isNormalised ? [lowestOf(offsets), highestOf(offsets.map((one, c) => one + scales[c]))] : [low, high],
    fit,
    isGrey,
    toModel,
    toPicture,
  };
};

/** Images of pictures as inputs of a model. Grey ones of a model of three channels get three alike. */
export const preprocessed = (images: Images, { toModel }: Preprocessing, size: number): Images => {
  const shown = (from: number, to: number): Float32Array => {
    const pixels = images.pixels(from, to);
    if (pixels.length * 3 !== size * (to - from)) return pixels;
    return Float32Array.from({ length: 3 * pixels.length }, (_, i) => pixels[Math.floor(i / 3)]);
  };
  return { ...images, shown, pixels: (from, to) => toModel(shown(from, to)) };
};

/** Inputs of one network as another takes the same pictures. */
export const inputsOf = (
  from: Pick<ImageConsumer, 'preprocessing'>,
  to: Pick<ImageConsumer, 'preprocessing'>,
  inputs: Float32Array,
): Float32Array => {
  if (from.preprocessing === to.preprocessing) return inputs;
  const pixels = from.preprocessing?.toPicture(inputs) ?? inputs;
  return to.preprocessing?.toModel(pixels) ?? pixels;
};
