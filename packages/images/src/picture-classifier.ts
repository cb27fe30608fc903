import { checkClassifier } from '@interp/core/internal';
import {
  checkedBy,
  checkFields,
  checkList,
  checkObject,
  choice,
  InterpError,
  list,
  optionsTable,
  text,
} from '@interp/checks';
import { classifier as classifierOf, predictedClasses, type Classifier, type Network } from '@interp/core';
import { values as valuesOf, type ValuesOptions } from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Images } from './images.js';
import { preprocessing, preprocessingOptions, type Preprocessing, type PreprocessingOptions } from './preprocessing.js';

/** What is known of a model of pictures, as its `interp.json` has it. */
export interface PictureClassifierOptions extends PreprocessingOptions {
  /** Width and height of an input in pixels, for a model that leaves them open. */
  readonly size?: readonly [width: number, height: number];
  /** The names of the classes, in their order. Default none. */
  readonly labels?: readonly string[];
  /** What the outputs are, where the model does not tell. */
  readonly returns?: 'logits' | 'probabilities' | 'sigmoid' | 'values';
  /** The output that is meant, by its name, of a model of several. Default the only one. */
  readonly output?: string;
  /** The input that pictures are, by its name, which `interp.json` may hold; not used here: `joinInputs` of `@interp/targets` makes one input of several. */
  readonly input?: string;
  /** Which values of the output are looked at in place of classes; `{}` for all. Default classes. */
  readonly values?: Pick<ValuesOptions, 'at' | 'sum' | 'threshold' | 'similarTo'>;
}

/** Checks and defaults of {@link PictureClassifierOptions}. */
export const pictureClassifierOptions = optionsTable<PictureClassifierOptions>()({
  ...preprocessingOptions.rules,
  size: checkedBy<readonly [width: number, height: number]>((name, value) => {
    checkList(name, value, { length: 2, numbers: true });
    if (!Array.from(value, Number).every((side) => Number.isInteger(side) && side >= 1 && side <= 10_000))
      throw new InterpError('bad-option', `${name} is ${value.join(' × ')}; expected whole numbers from 1 to 10,000`);
  }),
  labels: list<readonly string[]>(),
  returns: choice(['logits', 'probabilities', 'sigmoid', 'values']),
  output: text(),
  input: text(),
  values: checkedBy<Pick<ValuesOptions, 'at' | 'sum' | 'threshold'>>(checkObject),
});

/** A classifier with the way from pictures to its inputs. */
export interface PictureClassifier extends Classifier {
  /** How pictures become its inputs. */
  readonly preprocessing: Preprocessing;
  /** The names of its classes, in their order, where they have any. */
  readonly labels?: readonly string[];
}

/** The shape in which a classifier takes an input, with its channels last. */
const openShape = ({ inputs: [input] }: LayersModel | Network): readonly (number | null)[] | undefined =>
  input && (('picture' in input && input.picture) || input.shape);

/** The shape of an input, with the size that was said where the model leaves it open; of a sequence, the first number is the length. */
const shapeOf = (
  model: LayersModel | Network,
  size: PictureClassifierOptions['size'],
): readonly number[] | undefined => {
  if (!size || model.inputs.length !== 1) return undefined;
  const [, ...shape] = openShape(model)!;
  const [width, height] = size;
  if (shape.length === 3 && (shape[0] ?? height) === height && (shape[1] ?? width) === width && shape[2] !== null)
    return [height, width, shape[2]];
  const sequence = shape.map((one) => one ?? width);
  if (shape.length < 3 && sequence.includes(width)) return sequence;
  throw new InterpError(
    'bad-option',
    `the size is ${width}x${height} and the model takes [${shape.map((one) => one ?? 'any').join(', ')}]; expected its size, or none`,
  );
};

/**
 * A classifier of a model of pictures, with the bounds that its preprocessing gives its inputs.
 *
 * @param model - the model, or a network of pictures; borrowed
 * @param options - what is known of it, as `readModelSettings` of `@interp/files` reads it
 * @returns the classifier, as `classifier` of `@interp/core` makes it
 * @throws InterpError `bad-option` for a size that it does not take or another number of names than of classes, `unsupported-model`
 *
 * @example
 * ```ts
 * import { pictureClassifier } from '@interp/images';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * const pooling = layers.globalAveragePooling2d({ inputShape: [null, null, 3], dataFormat: 'channelsLast' });
 * const model = sequential({ layers: [pooling, layers.dense({ units: 2 })] });
 * const net = pictureClassifier(model, { size: [64, 48], mean: [0.5], std: [0.5] });
 * console.log(net.inputShape, net.bounds); // [ 48, 64, 3 ] [ -1, 1 ]
 * ```
 */
export const pictureClassifier = (
  model: LayersModel | Network,
  options: PictureClassifierOptions = {},
): PictureClassifier => {
  checkFields('the model', model, { inputs: 'list' });
  const all = pictureClassifierOptions.withDefaults(options);
  const { size, labels, returns, output, values } = all;
  const { bounds: range, mean, std, fit, channels: order } = all;
  const inputShape = shapeOf(model, size);
  const channels = inputShape?.at(-1) ?? openShape(model)?.at(-1) ?? 1;
  const made = preprocessing(channels, { bounds: range, mean, std, fit, channels: order });
  if (inputShape === undefined && openShape(model)?.slice(1).includes(null))
    throw new InterpError('bad-option', 'the model leaves the size of its inputs open; give it, as size: [224, 224]');
  const { bounds } = made;
  const found = values
    ? valuesOf(model, { ...values, output, bounds, inputShape })
    : classifierOf(model, { output, bounds, inputShape, returns });
  if (labels && labels.length !== found.classes)
    throw new InterpError(
      'bad-option',
      `there are ${labels.length} names of classes and the model has ${found.classes}; expected one for each, in their order`,
    );
  return { ...found, preprocessing: made, ...(labels && { labels }) };
};

/** The ranges in which most networks take pixels. */
const usualRanges = [
  { bounds: [-1, 1] },
  { bounds: [0, 1] },
  { bounds: [0, 255] },
  { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
] as const;

/** What a classifier takes a picture for, were its pixels in one of the ranges that are usual. */
export interface RangeAnswer extends Pick<PreprocessingOptions, 'bounds' | 'mean' | 'std'> {
  /** The predicted class. */
  readonly class: number;
}

/**
 * What a classifier takes the first of some pictures for, in each of the ranges in which networks usually take pixels: -1 to 1, 0 to 1, 0 to 255, and
 * normalised as ImageNet's are. Where the answers differ, one has to know the range that a network was trained on.
 *
 * @param classifier - of one or three channels; borrowed
 * @param images - at least one
 * @param channels - the order of its channels. Default `rgb`
 * @returns an answer for each range
 */
export const answersByRange = (
  classifier: Pick<Classifier, 'inputShape' | 'logits'>,
  images: Pick<Images, 'shown'>,
  channels: PreprocessingOptions['channels'] = 'rgb',
): readonly RangeAnswer[] => {
  checkClassifier(classifier);
  checkFields('the images', images, { shown: 'function' });
  const { inputShape, logits } = classifier;
  const count = inputShape.at(-1)!;
  const pixels = images.shown(0, 1);
  return usualRanges.slice(0, count === 3 ? 4 : 3).map((range) => {
    const input = preprocessing(count, { channels, ...range }).toModel(pixels);
    const [best] = tf.tidy(() => predictedClasses(logits(tf.tensor(input, [1, ...inputShape]))));
    return { ...range, class: best };
  });
};
