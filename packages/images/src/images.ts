import { checkFields, checkList } from '@interp/checks';
import { checkBackend, sizeOfShape } from '@interp/core/internal';
import type { Picture } from '@interp/mnist';
import * as tf from '@tensorflow/tfjs-core';

/** How an image was made of a picture. */
export interface Preparation {
  /** As one digit of it, as the whole fitted, or as it is. */
  readonly how: 'digit' | 'fit' | 'none';
  /** What its strokes are: darker, brighter than what they are on, or what is opaque. */
  readonly ink?: string;
  /** How far strokes are from what they are on, as a share of the range from black to white. */
  readonly contrast?: number;
  /** The part of the picture that it is made of: left edge, top edge, width, height, in pixels. */
  readonly box: readonly [x: number, y: number, width: number, height: number];
  /** The part of the picture that the whole image shows. */
  readonly frame: Preparation['box'];
  /** Whether specks and stains may be taken for strokes. */
  readonly lowContrast?: boolean;
  /** Whether it may be two digits that touch. */
  readonly touching?: boolean;
  /** Whether the border of the picture cuts it. */
  readonly cut?: boolean;
}

/** A picture to be drawn. */
export interface DrawnPicture extends Picture {
  /** Its pixels to a pixel of the file's picture. */
  readonly scale: number;
}

/** An input that gives no image: a picture without digits, or a file that cannot be read. */
export interface MissingImage {
  /** What people call it. */
  readonly input: string;
  /** How many images come before it. */
  readonly before: number;
  /** Why it cannot be read; nothing for a picture without digits. */
  readonly error?: string;
  /** Whether such a picture has ink, of which none could be a digit. */
  readonly hasInk?: boolean;
}

/** Images as a model takes them, in order, with their names and what is known of each. They hold no tensors. */
export interface Images {
  /** How many. */
  readonly size: number;
  /** The shape of one of them: height, width and channels for pictures. */
  readonly inputShape: readonly number[];
  /** What people call one of them: its file, or what it was asked for as. */
  name(index: number): string;
  /** The class of one of them, where it is known. */
  label(index: number): number | undefined;
  /** All classes of one of them, where they are known and each class is decided by itself. */
  labelSet(index: number): readonly number[] | undefined;
  /** Inputs of the model from `from` up to but not including `to`, one after the other, `[to - from, ...inputShape]` in row-major order. */
  pixels(from: number, to: number): Float32Array;
  /** The same as pixels from -1 (black) to 1 (white), to be drawn. */
  shown(from: number, to: number): Float32Array;
  /** How one of them was made, where it is of a picture. */
  preparation(index: number): Preparation | undefined;
  /** The picture that one of them is of, at most 1600 pixels a side; read anew at each call. */
  picture(index: number): Promise<DrawnPicture> | undefined;
  /** Inputs that give no image, where they are not refused. */
  readonly missing: readonly MissingImage[];
  /** The names of the classes, where folders are the classes and nothing but their order says which is which. */
  readonly classNames?: readonly string[];
  /**
   * Inputs of the model as a tensor.
   *
   * @param from - the first of them. Default 0
   * @param to - the one after the last. Default all
   * @returns float32 `[to - from, ...inputShape]`, which belongs to the caller
   * @throws InterpError `no-backend` before one is started
   */
  tensor(from?: number, to?: number): tf.Tensor;
}

/** What every group of images has to say of itself; what is left out is none. */
export type ImageParts = Pick<Images, 'size' | 'inputShape' | 'name' | 'pixels'> & Partial<Omit<Images, 'tensor'>>;

/**
 * Makes images of what is known of them, where no file has them: of an array of one's own, say.
 *
 * @param parts - how many, the shape of each, their names and their pixels as the model takes them; `shown` where these are not from -1 to 1
 * @returns the images, which methods and `mapBatches` take
 *
 * @example
 * ```ts
 * import { imagesOf } from '@interp/images';
 *
 * const pixels = new Float32Array(2 * 784).fill(-1);
 * const blank = imagesOf({ size: 2, inputShape: [28, 28, 1], name: (i) => `blank ${i}`, pixels: (from, to) => pixels.subarray(from * 784, to * 784) });
 * console.log(blank.size, blank.name(1)); // 2 blank 1
 * ```
 */
export const imagesOf = (parts: ImageParts): Images => {
  checkFields('the parts', parts, { size: 'number', inputShape: 'list', pixels: 'function' });
  const { size, inputShape, pixels } = parts;
  return {
    shown: pixels,
    label: () => undefined,
    labelSet: () => undefined,
    preparation: () => undefined,
    picture: () => undefined,
    missing: [],
    ...parts,
    tensor: (from = 0, to = size) => {
      checkBackend();
      return tf.tensor(pixels(from, to), [to - from, ...inputShape]);
    },
  };
};

/**
 * The same images with other inputs, for another model that takes the same pictures say.
 *
 * @param images - the images; they are not changed
 * @param convert - inputs of the other model of inputs of this one
 * @returns as many images of the same names, classes and pictures
 */
export const mapImages = (images: Images, convert: (inputs: Float32Array) => Float32Array): Images =>
  imagesOf({ ...images, pixels: (from, to) => convert(images.pixels(from, to)) });

/** No images. */
export const noImages = (inputShape: readonly number[], missing: readonly MissingImage[] = []): Images =>
  imagesOf({ size: 0, inputShape, name: () => '', pixels: () => new Float32Array(), missing });

/**
 * Whether inputs of a shape are pictures.
 *
 * @param shape - of one input
 * @returns true for height, width and one or three channels
 */
export const isPictureShape = (shape: readonly number[]): boolean => {
  checkList('the shape', shape);
  return shape.length === 3 && (shape[2] === 1 || shape[2] === 3);
};

/** Some of the values of a group, one image after the other: `[to - from, ...inputShape]`. */
export const valuesBetween = (values: Float32Array, shape: readonly number[], from: number, to: number): Float32Array =>
  values.subarray(from * sizeOfShape(shape), to * sizeOfShape(shape));
