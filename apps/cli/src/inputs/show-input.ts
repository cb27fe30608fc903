import { extname, join } from 'node:path';
import { InterpError } from '@interp/core';
import sharp from 'sharp';
import { write } from '../shell/destinations.js';
import { pictureOfImages } from '../shell/pictures.js';
import { isPictureShape, shownOf, type Images } from './images.js';
import type { Job } from '../shell/job.js';

/** One image as a PNG of its own size, with the grey values that the network sees. */
const pngOf = (images: Images, index: number, [height, width, channels]: readonly number[]): Promise<Buffer> => {
  const bytes = Uint8Array.from(shownOf(images, index, index + 1), (value) => Math.round(127.5 * (value + 1)));
  const image = sharp(bytes, { raw: { width, height, channels: channels as 1 | 3 } });
  return (channels === 1 ? image.toColourspace('b-w') : image).png().toBuffer();
};

/**
 * Writes what the network sees: a single image as it is, pixel by pixel; several side by side in one picture, or each into a folder.
 *
 * @param path - a `.png` file, or a folder
 * @param images - the images
 * @param shape - height, width and channels
 * @param job - the command at work
 * @throws InterpError `not-writable`, `bad-option` for another kind of file
 */
export const showInput = async (
  path: string,
  images: Images,
  shape: readonly number[],
  job: Pick<Job, 'note' | 'drawn'>,
): Promise<void> => {
  const extension = extname(path).toLowerCase();
  if (extension !== '' && extension !== '.png')
    throw new InterpError('bad-option', `--show-input is ${JSON.stringify(path)}; expected a .png file or a folder`);
  if (!isPictureShape(shape))
    throw new InterpError(
      'bad-option',
      `--show-input draws pictures and the model takes inputs of the shape [${shape.join(', ')}]; leave it out`,
    );
  if (images.size === 0) return;
  if (extension === '')
    for (let i = 0; i < images.size; i++) await write(join(path, `${i}.png`), await pngOf(images, i, shape));
  else if (images.size === 1) await write(path, await pngOf(images, 0, shape));
  else {
    const { svgToPng } = await import('@interp/viz/node');
    const captions = Array.from({ length: images.size }, (_, i) => images.name(i).split(/[/\\]/).at(-1)!);
    await write(path, svgToPng(await pictureOfImages(images, shape, captions, job)));
  }
  job.note(`what the network sees: ${path}`);
};
