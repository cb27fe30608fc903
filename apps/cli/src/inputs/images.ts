import { sizeOfShape } from '@interp/core/internal';
import type { Picture } from '@interp/mnist';
import * as tf from '@tensorflow/tfjs-core';
import { Interrupted } from '../shell/failure.js';
import type { Job } from '../shell/job.js';

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
  /** Inputs of the network, pixels from -1 to 1 for those that ship, of some of them, one after the other: from `from` up to but not including `to`. */
  pixels(from: number, to: number): Float32Array;
  /** The same as pixels from -1 to 1, to be drawn. Default `pixels`. */
  shown?(from: number, to: number): Float32Array;
  /** How one of them was made, where it is of a picture. */
  preparation?(index: number): Preparation | undefined;
  /** The picture that one of them is of, at most 1600 pixels a side. */
  picture?(index: number): Promise<DrawnPicture> | undefined;
  /** Pictures without ink. Default none. */
  readonly empty?: readonly EmptyPicture[];
}

/** Images as pixels from -1 to 1, to be drawn. */
export const shownOf = (images: Pick<Images, 'pixels' | 'shown'>, from: number, to: number): Float32Array =>
  images.shown ? images.shown(from, to) : images.pixels(from, to);

/** What people call the first of some images. */
export const namesOf = (images: Images, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => images.name(index));

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
    shown: (from, to) =>
      Float32Array.from(all.slice(from, to).flatMap(({ group, own }) => [...shownOf(group, own, own + 1)])),
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

/** Lets signals and everything else that waits have their turn. */
export const yieldToEventLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Some images as a tensor `[to - from, ...shape]`, which belongs to the caller. */
export const batchOf = (images: Images, shape: readonly number[], from = 0, to = images.size): tf.Tensor4D =>
  tf.tensor4d(images.pixels(from, to), [to - from, shape[0], shape[1], shape[2]]);

/**
 * Works through many images a batch at a time, showing how far it is, until the end or an interruption.
 *
 * @param images - the images
 * @param shape - height, width and channels
 * @param size - how many in a batch
 * @param label - what is being done
 * @param job - the command at work
 * @param work - does one batch, which it borrows; `from` is the index of its first image
 * @throws Interrupted where none of them is done
 */
export const inBatches = async (
  images: Images,
  shape: readonly number[],
  size: number,
  label: string,
  job: Job,
  work: (batch: tf.Tensor4D, from: number) => void | Promise<void>,
): Promise<number> => {
  const total = images.size;
  const view = job.progress(label, total);
  let done = 0;
  try {
    while (done < total && !job.signal.aborted) {
      const to = Math.min(done + size, total);
      const batch = batchOf(images, shape, done, to);
      try {
        await work(batch, done);
      } finally {
        batch.dispose();
      }
      done = to;
      view.update(done);
      await yieldToEventLoop();
    }
  } finally {
    view.stop();
  }
  if (done === 0 && total > 0) throw new Interrupted('interrupted before any image was done');
  if (done < total) job.note(`interrupted: ${done} of ${total} images are done`);
  return done;
};

/** Float32 rows that come chunk by chunk. */
export const collector = (
  total: number,
  shape: readonly number[],
): { readonly add: (from: number, values: ArrayLike<number>) => void; readonly rows: (n: number) => Float32Array } => {
  const width = sizeOfShape(shape);
  const all = new Float32Array(total * width);
  return { add: (from, values) => all.set(values, from * width), rows: (n) => all.subarray(0, n * width) };
};
