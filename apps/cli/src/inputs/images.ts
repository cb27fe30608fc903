import type { ModelSettings } from '@interp/core/node';
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

/** Why a picture gives no image: nothing is on it, or nothing that could be a digit. */
type EmptyReason = 'no ink' | 'no digit';

/** A picture that gives no image. */
export interface EmptyPicture {
  /** What people call it. */
  readonly input: string;
  /** How many images come before it. */
  readonly before: number;
  /** Why. */
  readonly reason: EmptyReason;
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
  /** Pictures that give no image. Default none. */
  readonly empty?: readonly EmptyPicture[];
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
  /** Whether pictures without digits are taken, and said to be none, rather than refused. Default false. */
  readonly emptyPictures?: boolean;
}

/** Images as pixels from -1 to 1, to be drawn. */
export const shownOf = (images: Pick<Images, 'pixels' | 'shown'>, from: number, to: number): Float32Array =>
  images.shown ? images.shown(from, to) : images.pixels(from, to);

/** What people call the first of some images. */
export const namesOf = (images: Images, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => images.name(index));

/** What is said of a picture without digits where other pictures have results. */
export interface RejectedPicture {
  /** What people call it. */
  readonly input: string;
  /** It is no digit. */
  readonly rejected: true;
  /** Why. */
  readonly reason: EmptyReason;
}

/** Results of images, with pictures without digits in their places. */
export const withEmpty = <Row>(images: Images, rows: readonly Row[]): readonly (Row | RejectedPicture)[] => {
  const all: (Row | RejectedPicture)[] = [...rows];
  for (const { input, before, reason } of [...(images.empty ?? [])].reverse())
    if (before <= rows.length) all.splice(before, 0, { input, rejected: true, reason });
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
export const emptyBecause = ({ reason }: EmptyPicture): string =>
  reason === 'no ink' ? 'has no ink' : 'has ink, and none of it could be a digit';

/** Lines about pictures without digits, for people. */
export const emptyText = ({ empty = [] }: Images): readonly string[] =>
  empty.map((one) => `${one.input}  no digit: the picture ${emptyBecause(one)}`);
