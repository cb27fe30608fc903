import type { SafetensorsEntry } from '@interp/files';
import { storedImages } from '@interp/mnist';
import { imagesOf, valuesBetween } from '../../images.js';
import { preprocessed } from '../../preprocessing.js';
import { fileAndTensor } from '../file-parts.js';
import { preprocessingFor, type Reader } from '../reader.js';
import { readTensorFile } from './read-tensor-file.js';

/** The shape of pictures in bytes: that of the model, or grey where it takes colours. */
const pictureShape = (entry: SafetensorsEntry | undefined, inputShape: readonly number[]): readonly number[] => {
  const [height, width, channels] = inputShape;
  const isGrey = channels === 3 && entry?.shape.slice(1).join() === [height, width].join();
  return isGrey ? [height, width, 1] : inputShape;
};

/** Tensors, which are inputs of the model as they are, or pictures in bytes. */
export const tensorImages: Reader = async (spec, options) => {
  const { inputShape, classes, layout, signal, takesMissing } = options;
  const [, path, tensor] = fileAndTensor.exec(spec)! as unknown as [string, string, string?];
  const { tensors, isPictures } = await readTensorFile(path, tensor, signal);
  const ofModel = preprocessingFor(options);
  const { toPicture } = ofModel;
  const bounds = isPictures ? ([-1, 1] as const) : ofModel.bounds;
  const how = {
    shape: isPictures ? pictureShape(tensors.get(tensor ?? 'images'), inputShape) : inputShape,
    tensor,
    classes,
    bounds,
    layout,
    name: spec,
    takesMissing: takesMissing !== undefined,
  };
  const { size, pixels, labels, labelSets, indices, missing } = storedImages(tensors, how);
  const isOne = size + missing.length === 1;
  const between = (from: number, to: number) => valuesBetween(pixels, how.shape, from, to);
  const found = imagesOf({
    size,
    inputShape,
    name: (index) => (isOne ? spec : `${spec}[${indices[index]}]`),
    label: (index) => labels?.[index],
    labelSet: (index) => labelSets?.[index],
    pixels: between,
    shown: (from, to) => toPicture(between(from, to)),
    missing: missing.map(({ index, error }, i) => ({
      input: `${spec}[${index}]`,
      before: index - i,
      error: error.message,
    })),
  });
  return isPictures ? preprocessed(found, ofModel, inputShape) : found;
};
