import { InterpError } from '@interp/checks';
import { networkOf, type LabelledImages } from '@interp/core';
import { checkedImages } from '@interp/core/internal';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { GradientPenalty } from '../losses/penalties.js';
import { classesOf, latentSizeOf, outputRange, shownShape } from '../networks/input-and-output.js';

const sameShape = (a: readonly (number | null)[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, i) => size === null || size === b[i]);

const oneInOneOut = (model: LayersModel, what: string): void => {
  if (model.inputs?.length !== 1 || model.outputs.length !== 1)
    throw new InterpError(
      'unsupported-model',
      `the ${what} has ${model.inputs?.length ?? 0} inputs and ${model.outputs?.length ?? 0} outputs; expected one of each; build it as one tf.model`,
    );
  if (model.trainableWeights.length === 0)
    throw new InterpError('unsupported-model', `the ${what} has no trainable weights; make some layers trainable`);
};

/** Checks that the images are in the generator's range. */
const checkRange = async (generator: LayersModel, data: LabelledImages): Promise<void> => {
  const some = Array.from({ length: Math.min(64, data.size) }, (_, i) => Math.floor((i * data.size) / 64) % data.size);
  const images = data.images(some);
  const values = await images.data();
  images.dispose();
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value))
      throw new InterpError('bad-value', 'the images hold values that are not finite; clean them');
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const range = outputRange(generator);
  if (!range) return;
  const [least, most] = range;
  const outside = low < least - 1e-3 || high > most + 1e-3;
  if (outside || (least < 0 && low >= 0))
    throw new InterpError(
      'bad-value',
      `the images lie in [${low}, ${high}] and the generator's in [${least}, ${most}]; rescale the images or end the generator in another activation`,
    );
};

/** Checks that a conditional training has a latent number and labels for each class. */
const checkClasses = (
  latentSize: number,
  classes: number,
  { labels }: LabelledImages,
  penalty: GradientPenalty,
): void => {
  if (classes === 1) return;
  if (latentSize < classes)
    throw new InterpError(
      'bad-option',
      `the latent codes have ${latentSize} numbers and the discriminator has logits of ${classes} classes; expected a number for each class; give longer codes`,
    );
  if (penalty.at === 'interpolated')
    throw new InterpError(
      'bad-option',
      `the penalty ${penalty.name} is at images between a real and a generated one, whose classes differ; expected r1 or none with a logit for each class`,
    );
  const other = labels.find((label: number) => !(label >= 0 && label < classes));
  if (other !== undefined)
    throw new InterpError(
      'bad-value',
      `an image has the class ${other} and the discriminator has logits of ${classes}, from 0; expected a logit for each class; give it more`,
    );
};

/**
 * Checks that generator and discriminator can be trained on a set of images.
 *
 * @param generator - `[n, latentSize]` to images
 * @param discriminator - images to one logit, or to one for each class
 * @param data - the images
 * @param penalty - on the discriminator's gradient
 * @returns the images with checks
 * @throws InterpError `unsupported-model`, `bad-shape`, `bad-value` for what does not fit together
 */
export const checkGanTraining = async (
  generator: LayersModel,
  discriminator: LayersModel,
  data: LabelledImages,
  penalty: GradientPenalty,
): Promise<LabelledImages> => {
  const images = checkedImages('the data', data);
  oneInOneOut(generator, 'generator');
  oneInOneOut(discriminator, 'discriminator');
  for (const model of [generator, discriminator]) networkOf(model);
  checkClasses(latentSizeOf(generator), classesOf(discriminator), images, penalty);
  if (outputRange(discriminator))
    throw new InterpError(
      'unsupported-model',
      'the discriminator ends in a sigmoid or tanh; expected logits; leave the last activation out',
    );
  for (const [what, shape] of [
    ["the generator's images", generator.outputs[0].shape.slice(1)],
    ["the discriminator's input", discriminator.inputs[0].shape.slice(1)],
  ] as const)
    if (!sameShape(shape, images.inputShape))
      throw new InterpError(
        'bad-shape',
        `the images have the shape ${shownShape(images.inputShape)} and ${what} ${shownShape(shape)}; expected the same; build the networks for the images`,
      );
  if (images.size < 2)
    throw new InterpError('bad-shape', `there are ${images.size} images; expected at least two; give more`);
  await checkRange(generator, images);
  return images;
};
