import { InterpError, type LabelledImages } from '@interp/core';
import { checkFunctions, checkList } from '@interp/core/internal';
import type { Rbm } from '../rbm.js';

/**
 * Checks that an RBM can be trained on images.
 *
 * @param model - the RBM
 * @param data - the images
 * @throws InterpError `bad-shape` for images of another shape or none
 */
export const checkImages = (model: Rbm, data: LabelledImages): void => {
  checkFunctions('the set of images', data, ['images']);
  checkList("the images' inputShape", data.inputShape);
  const [expected, given] = [model.inputShape.join(', '), data.inputShape.join(', ')];
  if (expected !== given)
    throw new InterpError(
      'bad-shape',
      `the images have the shape [${given}]; expected the model's [${expected}]; make a model for these images`,
    );
  if (data.size < 1) throw new InterpError('bad-shape', 'there are no images; expected at least one');
};
