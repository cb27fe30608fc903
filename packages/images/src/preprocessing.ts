import { checkedBy, checkList, checkNumber, choice, InterpError, list, optionsTable } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import { luminance } from './fitting/opaque-picture.js';
import { imagesOf, type Images } from './images.js';

/** What is known of how a model takes pictures, in the words of its `interp.json`. */
export interface PreprocessingOptions {
  /** What black and white pixels are, the lower number first. Default [-1, 1]. */
  readonly bounds?: readonly [low: number, high: number];
  /** What is subtracted from pixels in [0, 1], one number or one a channel; in place of `bounds`. */
  readonly mean?: readonly number[];
  /** What they are divided by after that, above 0; one number or one a channel. */
  readonly std?: readonly number[];
  /** How pictures of other sizes are fitted: the sides cut off, all of it with a border, or stretched. Default `contain`. */
  readonly fit?: 'cover' | 'contain' | 'stretch';
  /** The order of the channels; with `grey`, colours are taken off. Default `rgb`. */
  readonly channels?: 'rgb' | 'bgr' | 'grey';
}

/** Checks and defaults of {@link PreprocessingOptions}. */
export const preprocessingOptions = optionsTable<PreprocessingOptions>()({
  bounds: checkedBy<readonly [low: number, high: number]>((name, value) => {
    checkList(name, value, { length: 2, numbers: true });
    if (!(Number(value[0]) < Number(value[1])))
      throw new InterpError('bad-option', `${name} are ${value.join(', ')}; expected the lower number first`);
  }),
  mean: list<readonly number[]>({ numbers: true }),
  std: checkedBy<readonly number[]>((name, value) => {
    checkList(name, value, { numbers: true });
    if (!value.every((one) => Number(one) > 0))
      throw new InterpError('bad-option', `${name} is ${value.join(', ')}; expected numbers above 0`);
  }),
  fit: choice(['cover', 'contain', 'stretch'], { default: 'contain' }),
  channels: choice(['rgb', 'bgr', 'grey'], { default: 'rgb' }),
});

/** A rule for the shape of a model's input. */
export const inputShapeRule = {
  ...checkedBy<readonly number[]>((name, value) => {
    checkList(name, value, { numbers: true });
    if (value.length === 0 || !Array.from(value, Number).every((side) => Number.isSafeInteger(side) && side > 0))
      throw new InterpError('bad-option', `${name} is [${value.join(', ')}]; expected whole numbers of at least 1`);
  }),
  required: true,
};

/** How pictures become inputs of a model, and inputs pictures again. */
export interface Preprocessing {
  /** Lowest and highest value that an input can then have, over all channels. */
  readonly bounds: readonly [low: number, high: number];
  /** Inputs of pixels from -1 to 1, their channels red, green, blue, one image or several after each other. */
  readonly toModel: (pixels: Float32Array) => Float32Array;
  /** Pixels from -1 to 1 of inputs. */
  readonly toPicture: (inputs: Float32Array) => Float32Array;
  /** How pictures of other proportions are fitted. */
  readonly fit: 'cover' | 'contain' | 'stretch';
  /** The order of the channels; with `grey`, colours are taken off. */
  readonly channels: 'rgb' | 'bgr' | 'grey';
  /** What pixels in [0, 1] are multiplied by, one number for each channel of the model, in its order. */
  readonly scales: readonly number[];
  /** What is added after that. */
  readonly offsets: readonly number[];
}

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
 * @param channels - how many the model takes, at least 1
 * @param options - of the model
 * @returns functions from pixels to inputs and back; they change nothing
 * @throws InterpError `bad-option` for numbers of another number of channels, an order of colours where there are none, or bounds beside
 *   mean or std
 *
 * @example
 * ```ts
 * import { preprocessing } from '@interp/images';
 *
 * const { toModel, bounds } = preprocessing(1, { mean: [0.5], std: [0.25] });
 * console.log(bounds, toModel(Float32Array.of(-1, 0, 1))); // [ -2, 2 ] Float32Array(3) [ -2, 0, 2 ]
 * ```
 */
export const preprocessing = (channels: number, options: PreprocessingOptions = {}): Preprocessing => {
  checkNumber('the number of channels', channels, { min: 1, integer: true });
  const { bounds, mean, std, fit, channels: order } = preprocessingOptions.withDefaults(options);
  const [low, high] = bounds ?? [-1, 1];
  if (order === 'bgr' && channels !== 3)
    throw new InterpError('bad-option', `channels are bgr and the model takes ${channels}; expected 3; leave it out`);
  const isNormalised = (mean ?? std) !== undefined;
  if (bounds && isNormalised)
    throw new InterpError('bad-option', 'bounds and mean or std are both there; expected one of them');
  const means = eachOf('mean', mean, channels, 0);
  const deviations = eachOf('std', std, channels, 1);
  const scales = isNormalised ? deviations.map((one) => 1 / one) : deviations.map(() => high - low);
  const offsets = isNormalised ? means.map((one, c) => -one / deviations[c]) : means.map(() => low);
  if (![...scales, ...offsets].every((one) => Number.isFinite(Math.fround(one))))
    throw new InterpError('bad-option', 'bounds, mean or std give inputs beyond all float32; expected smaller numbers');
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
    toModel,
    toPicture,
    fit,
    channels: order,
    scales: order === 'bgr' ? scales.toReversed() : scales,
    offsets: order === 'bgr' ? offsets.toReversed() : offsets,
  };
};

/**
 * Inputs of one classifier as another one takes the same pictures.
 *
 * @param inputs - of the first, one image or several after each other
 * @param from - the first
 * @param to - the other, of the same shape
 * @returns inputs of the other; the same array where both are the same
 */
export const convertInputs = (
  inputs: Float32Array,
  from: { readonly preprocessing: Preprocessing },
  to: { readonly preprocessing: Preprocessing },
): Float32Array => (from === to ? inputs : to.preprocessing.toModel(from.preprocessing.toPicture(inputs)));

/** Images of pictures, whose pixels are from -1 to 1, as inputs of a model. Grey ones of a model of three channels get three alike. */
export const preprocessed = (
  images: Images,
  { toModel }: Pick<Preprocessing, 'toModel'>,
  inputShape: readonly number[],
): Images => {
  const size = sizeOfShape(inputShape);
  const shown = (from: number, to: number): Float32Array => {
    const pixels = images.pixels(from, to);
    if (pixels.length * 3 !== size * (to - from)) return pixels;
    return Float32Array.from({ length: 3 * pixels.length }, (_, i) => pixels[Math.floor(i / 3)]);
  };
  return imagesOf({ ...images, inputShape, shown, pixels: (from, to) => toModel(shown(from, to)) });
};
