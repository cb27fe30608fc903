import { greyOf } from './grey-of.js';
import type { NamedClassifier } from './models/networks.js';
import type { Rgba } from './pictures.js';
import { pixelsRgba } from '../parts/pictures/grey-rgba.js';

/** How an input is shown. */
export interface PictureShape {
  /** Pixels in a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** Grey, or red, green and blue. */
  readonly channels: 1 | 3;
}

/** How inputs of a network are shown; throws an error where they are no pictures. */
export const pictureShape = ({ inputShape }: Pick<NamedClassifier, 'inputShape'>): PictureShape => {
  const [height, width, channels = 1] = inputShape;
  if (inputShape.length < 2 || inputShape.length > 3)
    throw new Error(`the network takes inputs of ${inputShape.join(' × ')}; expected pictures here`);
  return { width, height, channels: channels === 3 ? 3 : 1 };
};

/** Inputs of a network, one after the other, as the bytes of their pixels. */
export const pixelBytes = (net: NamedClassifier, values: Float32Array): Uint8Array => {
  const { preprocessing, bounds, inputShape } = net;
  const bytes = preprocessing ? greyOf(preprocessing.toPicture(values), [-1, 1]) : greyOf(values, bounds);
  const own = inputShape[2] ?? 1;
  return own === 1 || own === 3 ? bytes : bytes.filter((_, i) => i % own === 0);
};

/** Inputs of a network, one after the other, as pictures. */
export const picturesOf = (net: NamedClassifier, values: Float32Array): readonly Rgba[] => {
  const { width, height, channels } = pictureShape(net);
  const bytes = pixelBytes(net, values);
  const size = width * height * channels;
  return Array.from({ length: bytes.length / size }, (_, i) =>
    pixelsRgba(bytes.subarray(i * size, (i + 1) * size), width, channels),
  );
};

/** What is added to an input, in its own scale: grey where nothing is, brighter and darker than that where something is. */
export const changePicture = (net: NamedClassifier, change: Float32Array): Rgba => {
  const { inputShape, preprocessing, bounds } = net;
  const channels = inputShape[2] ?? 1;
  const { scales = [bounds[1] - bounds[0]], offsets = [bounds[0]] } = preprocessing ?? {};
  const share = change.map((value, i) => value / (scales[i % channels] ?? scales[0]));
  const largest = share.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
  const shown = share.map((value, i) => {
    const c = i % channels;
    return (offsets[c] ?? offsets[0]) + (scales[c] ?? scales[0]) * (0.5 + (0.5 * value) / largest);
  });
  return picturesOf(net, shown)[0];
};
