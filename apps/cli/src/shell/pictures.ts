import { isPictureShape, type Images } from '@interp/images';
import type { Job } from './job.js';

const mostPreviewed = 10;

/** Draws images with captions as SVG. */
export const pictureOfImages = async (
  images: Pick<Images, 'shown'>,
  shape: readonly number[],
  captions: readonly string[],
  job: Pick<Job, 'drawn'>,
): Promise<string> => {
  const { imageGrid } = await import('@interp/viz');
  const count = job.drawn(captions.length);
  return imageGrid({ data: images.shown(0, count), shape: [count, ...shape] }, { captions: captions.slice(0, count) });
};

/** Shows a few images in a terminal; nothing where there are too many. */
export const previewOfImages = async (
  images: Pick<Images, 'shown'>,
  shape: readonly number[],
  captions: readonly string[],
  width: number,
  { env }: Job,
): Promise<string> => {
  const count = captions.length;
  if (count > mostPreviewed || !isPictureShape(shape) || shape[1] > width) return '';
  const { ansiPreview } = await import('@interp/viz');
  const colours = /truecolor|24bit/i.test(env['COLORTERM'] ?? '') ? 'truecolour' : '256';
  return ansiPreview({ data: images.shown(0, count), shape: [count, ...shape] }, { captions, width, colours });
};
