import { type Cell, inBoth, type Say } from '@interp/report';
import { contrastTwins, imageGrid } from '@interp/viz';
import type { HostTensor } from '../tensors.js';

/** What is written under each image, in both languages. */
type Captions = (say: Say) => readonly string[];

/** Images in rows of at most five, as the thesis has its prototypes, with a caption under each. */
export const inRows = (images: HostTensor, captions: Captions): Promise<Cell> =>
  inBoth((say) =>
    imageGrid(images, { columns: Math.min(5, images.shape[0]), compact: true, gap: 6, captions: captions(say) }),
  );

/** Grey images, each with its twin of stretched contrast: what was found is nearly all grey, and its shape is seen in the twin only. */
export const withTwins = (images: HostTensor, captions: Captions): Promise<Cell> =>
  inBoth((say) => {
    const names = [say('as found', 'tal cual'), say('stretched', 'con contraste')] as const;
    return contrastTwins(images, { compact: true, gap: 6, names, captions: captions(say) });
  });
