import type { ModelSettings } from '@interp/files/node';
import type { Picture } from '@interp/mnist';

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

/** Images that one or several inputs stand for, in order. */
export interface Images {
  /** How many. */
  readonly size: number;
  /** What people call one of them. */
  name(index: number): string;
  /** The class of one of them, where it is known. */
  label(index: number): number | undefined;
  /** Inputs of the network, pixels from -1 to 1 for those that ship, of some of them, one after the other: from `from` up to but not including `to`. */
  pixels(from: number, to: number): Float32Array;
  /** The same as pixels from -1 to 1, to be drawn. Default `pixels`. */
  shown?(from: number, to: number): Float32Array;
  /** How one of them was made, where it is of a picture. */
  preparation?(index: number): Preparation | undefined;
  /** The picture that one of them is of, at most 1600 pixels a side. */
  picture?(index: number): Promise<DrawnPicture> | undefined;
  /** Inputs that give no image. Default none. */
  readonly missing?: readonly MissingImage[];
}

/** How pictures become inputs of a model, and inputs pictures again. */
export interface Preprocessing {
  /** Lowest and highest value that an input can then have, over all channels. */
  readonly bounds: readonly [low: number, high: number];
  /** How pictures of other sizes are fitted. */
  readonly fit?: ModelSettings['fit'];
  /** Whether pictures lose their colours. */
  readonly isGrey: boolean;
  /** Inputs of pixels from -1 to 1, their channels red, green, blue. */
  readonly toModel: (pixels: Float32Array) => Float32Array;
  /** Pixels from -1 to 1 of inputs. */
  readonly toPicture: (inputs: Float32Array) => Float32Array;
}

/** What takes images: a classifier, or an RBM. */
export interface ImageConsumer {
  /** Height, width and channels. */
  readonly inputShape: readonly number[];
  /** How pictures become its inputs. Default: pixels from -1 to 1 are. */
  readonly preprocessing?: Preprocessing;
  /** Looks at what was read before anything is done with it. */
  readonly check?: (images: Images, note: (text: string) => void) => Promise<void>;
  /** How many classes labels may be of; without it the labels of files are not looked at. */
  readonly classes?: number;
  /**
   * Whether results say of pictures without digits, and of files that cannot be read among others that can, that they are missing; `some` where there
   * must be at least one image. Default: they are refused.
   */
  readonly takesMissing?: 'all' | 'some';
}

/** Whether inputs of a shape are pictures: height, width and one or three channels. */
export const isPictureShape = (shape: readonly number[]): boolean =>
  shape.length === 3 && (shape[2] === 1 || shape[2] === 3);

/** Images as pixels from -1 to 1, to be drawn. */
export const shownOf = (images: Pick<Images, 'pixels' | 'shown'>, from: number, to: number): Float32Array =>
  images.shown ? images.shown(from, to) : images.pixels(from, to);

/** What people call the first of some images. */
export const namesOf = (images: Images, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => images.name(index));

/** What is said of an input that gives no image where others have results. */
export type MissingRow = { readonly input: string } & (
  { readonly rejected: true; readonly reason: 'no ink' | 'no digit' } | { readonly error: string }
);

/** What is said of an input that gives no image. */
export const missingRow = ({ input, error, hasInk }: MissingImage): MissingRow =>
  error === undefined ? { input, rejected: true, reason: hasInk ? 'no digit' : 'no ink' } : { input, error };

/** Results of images, with what is said of the inputs that give none in their places. */
export const withMissing = <Row>(images: Images, rows: readonly Row[]): readonly (Row | MissingRow)[] => {
  const all: (Row | MissingRow)[] = [...rows];
  for (const one of [...(images.missing ?? [])].reverse())
    if (one.before <= rows.length) all.splice(one.before, 0, missingRow(one));
  return all;
};

/** What is said of an image's preparation in a result: nothing where it is of no picture. */
export const preparedOf = (images: Images, index: number): { readonly prepared?: Omit<Preparation, 'frame'> } => {
  const preparation = images.preparation?.(index);
  if (!preparation) return {};
  const { how, ink, contrast, box, lowContrast, touching, cut } = preparation;
  return { prepared: { how, ink, contrast, box, lowContrast, touching, cut } };
};

/** What a picture has that gives no image. */
export const missingBecause = ({ hasInk }: MissingImage): string =>
  hasInk ? 'has ink, and none of it could be a digit' : 'has no ink';

/** Lines about inputs that give no image, for people. */
export const missingText = ({ missing = [] }: Images): readonly string[] =>
  missing.map((one) => one.error ?? `${one.input}  no digit: the picture ${missingBecause(one)}`);
