import { type Cell, inBoth, type Say } from '@interp/report';
import { imageGrid, stretchContrast } from '@interp/viz';
import { concatenate, type HostTensor } from '../tensors.js';

/** What is written under each image, in both languages. */
type Captions = (say: Say) => readonly string[];

/** Images in rows of at most five, as the thesis has its prototypes, with a caption under each. */
export const inRows = (images: HostTensor, captions: Captions): Promise<Cell> =>
  inBoth((say) =>
    imageGrid(images, { columns: Math.min(5, images.shape[0]), compact: true, gap: 6, captions: captions(say) }),
  );

/** How many images stand beside each other where each is beside its twin, by their number; more stand above their twins. */
const besideTwins: Readonly<Record<number, number>> = { 1: 1, 2: 2, 3: 1 };

/**
 * Grey images with their twins, in which the contrast of every image is stretched from black to white: what was found is nearly all grey,
 * and its shape is seen in the twin only. A few stand each beside its twin; more in rows of at most five, each row above its twins.
 */
export const withTwins = (images: HostTensor, captions: Captions): Promise<Cell> => {
  const [count] = images.shape;
  const stretched = Float32Array.from(stretchContrast({ ...images }).data, (value) => 2 * value - 1);
  const all = concatenate(images, { shape: images.shape, data: stretched });
  const columns = Math.min(5, count);
  const rows = Math.ceil(count / columns);
  const rowOf = (row: number, first: number): readonly (number | null)[] =>
    Array.from({ length: columns }, (_, i) => row * columns + i).map((at) => (at < count ? first + at : null));
  return inBoth((say) => {
    const names = [say('as found', 'tal cual'), say('stretched', 'con contraste')];
    const written = [...captions(say), ...Array.from({ length: count }, () => '')];
    const form = { compact: true, gap: 6, captions: written } as const;
    const pairs = besideTwins[count];
    return pairs !== undefined
      ? imageGrid(all, {
          ...form,
          columns: 2 * pairs,
          cells: Array.from({ length: count }, (_, i) => [i, count + i]).flat(),
          columnTitles: Array.from({ length: pairs }, () => names).flat(),
        })
      : imageGrid(all, {
          ...form,
          columns,
          cells: Array.from({ length: rows }, (_, row) => [...rowOf(row, 0), ...rowOf(row, count)]).flat(),
          rowTitles: Array.from({ length: rows }, () => names).flat(),
        });
  });
};
