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

/** A picture that has no ink, and so no image. */
export interface EmptyPicture {
  /** What people call it. */
  readonly input: string;
  /** How many images come before it. */
  readonly before: number;
}

/** Images that one or several inputs stand for, in order. */
export interface Images {
  /** How many. */
  readonly size: number;
  /** What people call one of them. */
  name(index: number): string;
  /** The class of one of them, where it is known. */
  label(index: number): number | undefined;
  /** Pixels from -1 to 1 of some of them, one after the other: from `from` up to but not including `to`. */
  pixels(from: number, to: number): Float32Array;
  /** How one of them was made, where it is of a picture. */
  preparation?(index: number): Preparation | undefined;
  /** The picture that one of them is of, at most 1600 pixels a side. */
  picture?(index: number): Promise<DrawnPicture> | undefined;
  /** Pictures without ink. Default none. */
  readonly empty?: readonly EmptyPicture[];
}

/** What takes images: a classifier, or an RBM. */
export interface ImageConsumer {
  /** Height, width and channels. */
  readonly inputShape: readonly number[];
  /** How many classes labels may be of; without it the labels of files are not looked at. */
  readonly classes?: number;
  /** Whether pictures without ink are taken, and said to be none, rather than refused. Default false. */
  readonly emptyPictures?: boolean;
}

/** Several groups of images as one, in order. */
export const concatImages = (groups: readonly Images[]): Images => {
  if (groups.length === 1) return groups[0];
  const all = groups.flatMap((group) => Array.from({ length: group.size }, (_, own) => ({ group, own })));
  return {
    size: all.length,
    name: (index) => all[index].group.name(all[index].own),
    label: (index) => all[index].group.label(all[index].own),
    pixels: (from, to) =>
      Float32Array.from(all.slice(from, to).flatMap(({ group, own }) => [...group.pixels(own, own + 1)])),
    preparation: (index) => all[index].group.preparation?.(all[index].own),
    picture: (index) => all[index].group.picture?.(all[index].own),
    empty: groups.flatMap((group, i) => {
      const before = groups.slice(0, i).reduce((sum, { size }) => sum + size, 0);
      return (group.empty ?? []).map((one) => ({ ...one, before: before + one.before }));
    }),
  };
};

/** What is said of a picture without ink where other pictures have results. */
export interface RejectedPicture {
  /** What people call it. */
  readonly input: string;
  /** It is no digit. */
  readonly rejected: true;
  /** Why. */
  readonly reason: 'no ink';
}

/** Results of images, with pictures without ink in their places. */
export const withEmpty = <Row>(images: Images, rows: readonly Row[]): readonly (Row | RejectedPicture)[] => {
  const all: (Row | RejectedPicture)[] = [...rows];
  for (const { input, before } of [...(images.empty ?? [])].reverse())
    if (before <= rows.length) all.splice(before, 0, { input, rejected: true, reason: 'no ink' });
  return all;
};

/** What is said of an image's preparation in a result: nothing where it is of no picture. */
export const preparedOf = (images: Images, index: number): { readonly prepared?: Omit<Preparation, 'frame'> } => {
  const preparation = images.preparation?.(index);
  if (!preparation) return {};
  const { how, ink, contrast, box, lowContrast, touching, cut } = preparation;
  return { prepared: { how, ink, contrast, box, lowContrast, touching, cut } };
};

/** Lines about pictures without ink, for people. */
export const emptyText = ({ empty = [] }: Images): readonly string[] =>
  empty.map(({ input }) => `${input}  no digit: the picture has no ink`);
