import { classifySegments, segmentImages } from '@interp/sevenseg';
import type { FigureContext } from '../context.js';
import { toHost } from '../tensors.js';

/** The 128 images of seven segments, `[128, 28, 28, 1]`, and what the network answers to each. */
export const segmentAnswers = async ({ classifier }: FigureContext) => {
  const network = await classifier();
  const images = segmentImages();
  const answers = classifySegments(network, images);
  return { images: await toHost(images), answers };
};
