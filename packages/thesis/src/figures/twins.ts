import { imageGrid, stretchContrast } from '@interp/viz';
import { inBoth, type Cell } from '../figure.js';
import type { Say } from '../language.js';
import { concatenate, type HostTensor } from '../tensors.js';

/** What is written under each image, in both languages. */
type Captions = (say: Say) => readonly string[];

/** Images in rows of at most five, as the thesis has its prototypes, with a caption under each. */
export const inRows = (images: HostTensor, captions: Captions): Promise<Cell> =>
  inBoth((say) => imageGrid(images, { columns: Math.min(5, images.shape[0]), captions: captions(say) }));

/**
 * Grey images in rows of at most five, each row above its twin, in which the contrast of every image is stretched from black to white:
 * what was found is nearly all grey, and its shape is seen in the twin only.
 */
export const withTwins = (images: HostTensor, captions: Captions): Promise<Cell> => {
  const [count] = images.shape;
  const columns = Math.min(5, count);
  const rows = Math.ceil(count / columns);
  const stretched = Float32Array.from(stretchContrast({ ...images }).data, (value) => 2 * value - 1);
  const all = concatenate(images, { shape: images.shape, data: stretched });
  const rowOf = (row: number, first: number): readonly (number | null)[] =>
    Array.from({ length: columns }, (_, i) => row * columns + i).map((at) => (at < count ? first + at : null));
  return inBoth((say) => {
    const names = [say('as found', 'tal cual'), say('stretched', 'contraste')];
    return imageGrid(all, {
      columns,
      cells: Array.from({ length: rows }, (_, row) => [...rowOf(row, 0), ...rowOf(row, count)]).flat(),
      captions: [...captions(say), ...Array.from({ length: count }, () => '')],
      rowTitles: Array.from({ length: rows }, () => names).flat(),
    });
  });
};
