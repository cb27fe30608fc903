import { InterpError, type LabelledImages } from '@interp/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/**
 * Checks that a model can be trained on some images.
 *
 * @param model - what is trained
 * @param data - what it is trained on
 * @throws InterpError `bad-shape` for images of another shape or none, `bad-class` for a label that the model has no class for
 */
export const checkTraining = (model: LayersModel, data: LabelledImages): void => {
  const expected = model.inputs[0]?.shape.slice(1) ?? [];
  const given = data.inputShape;
  const fits = expected.length === given.length && expected.every((size, i) => size === null || size === given[i]);
  if (!fits)
    throw new InterpError(
      'bad-shape',
      `the images have the shape [${given.join(', ')}]; expected the model's input [${expected.join(', ')}]; reshape them`,
    );
  if (data.size < 1 || data.labels.length !== data.size)
    throw new InterpError(
      'bad-shape',
      `there are ${data.size} images and ${data.labels.length} labels; expected at least one and as many of both`,
    );
  const classes = model.outputs[0]?.shape.at(-1) ?? 0;
  const wrong = data.labels.findIndex((label) => label < 0 || label >= classes);
  if (wrong >= 0)
    throw new InterpError(
      'bad-class',
      `image ${wrong} has the label ${String(data.labels[wrong])}; expected 0 to ${classes - 1}, the model's classes`,
    );
};
