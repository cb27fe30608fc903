import { InterpError } from '@interp/checks';
import { networkOf, type Classifier, type LabelledImages, type Random } from '@interp/core';
import { checkedImages, scoreCount } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { augment, type Augmentation } from './augment.js';

/**
 * Checks the labels of images.
 *
 * @param data - the images
 * @param classifier - how many classes there are, and how scores become probabilities
 * @throws InterpError `bad-class` for one that is no class, `bad-option` for sets of labels
 *   where classes exclude each other
 */
export const checkLabels = (
  { labels, labelSets }: LabelledImages,
  { classes, probabilities }: Pick<Classifier, 'classes' | 'probabilities'>,
): void => {
  if (labelSets && probabilities !== 'sigmoid')
    throw new InterpError(
      'bad-option',
      "the data have sets of labels, and the network's classes exclude each other; expected one label an image; leave labelSets out, or end the network in a sigmoid",
    );
  const isWrong = (label: number): boolean => !Number.isInteger(label) || label < 0 || label >= classes;
  const wrong = labels.findIndex((label, i) => isWrong(label) || (labelSets?.[i] ?? []).some(isWrong));
  if (wrong >= 0)
    throw new InterpError(
      'bad-class',
      `image ${wrong} has the label ${[labels[wrong], ...(labelSets?.[wrong] ?? [])].find(isWrong)}; expected 0 to ${classes - 1}, the classes of the network`,
    );
};

/**
 * Checks that a model can be trained on a set of images.
 *
 * @param model - the model
 * @param data - the images
 * @returns the images with checks
 * @throws InterpError `bad-shape` for images of another shape or none, and what {@link checkLabels} throws
 */
export const checkTrainingData = (model: LayersModel, data: LabelledImages): LabelledImages => {
  const network = networkOf(model);
  const images = checkedImages('the data', data);
  const expected = model.inputs[0]?.shape.slice(1) ?? [];
  const given = images.inputShape;
  const fits = expected.length === given.length && expected.every((size, i) => size === null || size === given[i]);
  if (!fits)
    throw new InterpError(
      'bad-shape',
      `the images have the shape [${given.join(', ')}]; expected the model's input [${expected.join(', ')}]; reshape them`,
    );
  checkLabels(images, { classes: scoreCount(network), probabilities: network.outputs[0].probabilities });
  return images;
};

/** A subset of labelled images that copies only the labels. */
const subset = (data: LabelledImages, indices: ArrayLike<number>): LabelledImages => {
  const chosen = Uint32Array.from(indices);
  return {
    size: chosen.length,
    inputShape: data.inputShape,
    labels: Int32Array.from(chosen, (index) => data.labels[index]),
    ...(data.labelSets && { labelSets: Array.from(chosen, (index) => data.labelSets![index]) }),
    images: (wanted) => data.images(Uint32Array.from(wanted, (index) => chosen[index])),
  };
};

/** Training and validation images. */
export interface Split {
  /** The training images. */
  readonly training: LabelledImages;
  /** The validation images, if any. */
  readonly validation?: LabelledImages;
}

/**
 * Splits off a random validation set.
 *
 * @param data - all images
 * @param validation - the fraction to validate on, from 0 to below 1, or a set of validation images
 * @param random - random number generator
 * @returns both sets; without the second if there is no validation
 * @throws InterpError `bad-option` where one of the sets would be empty
 */
export const splitValidation = (data: LabelledImages, validation: number | LabelledImages, random: Random): Split => {
  if (typeof validation !== 'number') return { training: data, validation };
  if (validation === 0) return { training: data };
  const count = Math.round(data.size * validation);
  if (!(validation > 0 && validation < 1) || count < 1 || count >= data.size)
    throw new InterpError(
      'bad-option',
      `the validation split is ${validation} of ${data.size} images; expected a part above 0 and below 1 that leaves some for both`,
    );
  const order = random.permutation(data.size);
  return {
    training: subset(data, order.subarray(count).sort()),
    validation: subset(data, order.subarray(0, count).sort()),
  };
};

/** Images and their classes. */
export interface Batch {
  /** `[n, ...inputShape]`, owned by the caller. */
  readonly x: tf.Tensor;
  /** The class of each, or a list of all its classes. */
  readonly labels: Labels;
}

/** The class of each image or, where each class is decided by itself, all its classes. */
export type Labels = Int32Array | readonly (readonly number[])[];

/** The labels of some images. */
export const labelsOf = ({ labels, labelSets }: LabelledImages, indices: ArrayLike<number>): Labels =>
  labelSets ? Array.from(indices, (index) => labelSets[index]) : Int32Array.from(indices, (index) => labels[index]);

/**
 * Some images as a batch.
 *
 * @param data - the images
 * @param indices - which
 * @returns the batch
 */
export const batchOf = (data: LabelledImages, indices: ArrayLike<number>): Batch => ({
  x: data.images(indices),
  labels: labelsOf(data, indices),
});

/**
 * A batch of some images, augmented.
 *
 * @param data - the images, `[height, width, channels]`
 * @param indices - which
 * @param augmentation - how far
 * @param random - random number generator
 * @returns the batch
 */
export const augmentedBatchOf = async (
  data: LabelledImages,
  indices: ArrayLike<number>,
  augmentation: Augmentation,
  random: Random,
): Promise<Batch> => {
  const { x, labels } = batchOf(data, indices);
  const pixels = Float32Array.from(await x.data());
  x.dispose();
  const moved = augment(pixels, data.inputShape as [number, number, number], augmentation, random);
  return { x: tf.tensor(moved, [indices.length, ...data.inputShape]), labels };
};
