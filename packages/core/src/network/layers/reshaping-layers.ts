import { sizeOfShape } from '../../numeric/shapes.js';
import { type LayerLowering, onImages, pair, withSides } from './layer-options.js';
import { asVector, cropped, permuted, repeated, repeatedVector, reshaped, zeroPadded } from './reshaping-operators.js';

/** All values of an image in one row. */
export const flatten: LayerLowering = ({ config, rank }) =>
  config.dataFormat === 'channelsFirst' && rank > 2
    ? [permuted([...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1]), asVector]
    : [asVector];

/** Another shape, of which one size may be left open. */
export const reshape: LayerLowering = ({ config: { targetShape = [] } }) => [
  reshaped(([n, ...rest]) => {
    const given = targetShape.map((size) => (size === null || size < 0 ? undefined : size));
    const product = given.reduce<number>((a, b) => a * (b ?? 1), 1);
    const open = sizeOfShape(rest) / product;
    return [n, ...given.map((size) => size ?? open)];
  }),
];

/** The axes in another order. */
export const permute: LayerLowering = ({ config }) => [permuted(config.dims ?? [])];

/** A vector several times. */
export const repeatVector: LayerLowering = ({ config }) => [repeatedVector(config.n ?? 1)];

/** Zeros around an image. */
export const zeroPadding2d: LayerLowering = (layer) => withSides(layer, layer.config.padding, zeroPadded);

/** The middle of an image. */
export const cropping2d: LayerLowering = (layer) => withSides(layer, layer.config.cropping, cropped);

/** An image with its rows and columns repeated. */
export const upSampling2d: LayerLowering = (layer) => {
  const { interpolation = 'nearest', size } = layer.config;
  return interpolation === 'nearest'
    ? onImages(() => [repeated(pair(size))])(layer)
    : layer.refuse(`interpolates by "${interpolation}"; expected "nearest"`);
};
