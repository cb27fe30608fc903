import type { Job } from './job.js';
import type { CommonOptions } from './common-options.js';
import type { Images } from '../inputs/images.js';

/** More images than this make a picture that nobody can look at. */
const mostDrawn = 200;

const mostPreviewed = 10;

/** How many of so many images are drawn, saying so where it is not all of them. */
export const drawn = (count: number, job: Job<CommonOptions>): number => {
  if (count > mostDrawn) job.note(`the picture shows the first ${mostDrawn} of ${count} images`);
  return Math.min(count, mostDrawn);
};

/**
 * Draws images with captions.
 *
 * @param images - the images
 * @param shape - height, width and channels
 * @param captions - one for each image that is done
 * @param job - the command at work
 * @returns an SVG document
 */
export const pictureOfImages = async (
  images: Pick<Images, 'pixels'>,
  shape: readonly number[],
  captions: readonly string[],
  job: Job<CommonOptions>,
): Promise<string> => {
  const { imageGrid } = await import('@interp/viz');
  const count = drawn(captions.length, job);
  return imageGrid({ data: images.pixels(0, count), shape: [count, ...shape] }, { captions: captions.slice(0, count) });
};

/**
 * Shows a few images in a terminal.
 *
 * @param images - the images
 * @param shape - height, width and channels
 * @param captions - one for each image that is done
 * @param width - of the terminal, in characters
 * @param job - the command at work
 * @returns lines; empty where there are too many images
 */
export const previewOfImages = async (
  images: Pick<Images, 'pixels'>,
  shape: readonly number[],
  captions: readonly string[],
  width: number,
  { env }: Job<CommonOptions>,
): Promise<string> => {
  const count = captions.length;
  if (count > mostPreviewed || shape[1] > width) return '';
  const { ansiPreview } = await import('@interp/viz');
  const colours = /truecolor|24bit/i.test(env['COLORTERM'] ?? '') ? 'truecolour' : '256';
  return ansiPreview({ data: images.pixels(0, count), shape: [count, ...shape] }, { captions, width, colours });
};
