import { extname, join } from 'node:path';
import { InterpError } from '@interp/core';
import { writeWithFolder } from '@interp/files/internal';
import { isPictureShape, type Images } from '@interp/images';
import { imagePng } from '@interp/images/node';
import type { Job } from '../shell/job.js';
import { pictureOfImages } from '../shell/pictures.js';

/**
 * Writes what the network sees: a single image as it is, pixel by pixel; several side by side in one picture, or each into a folder.
 *
 * @param path - a `.png` file, or a folder
 * @param images - the images
 * @param job - the command at work
 * @throws InterpError `not-writable`, `bad-option` for another kind of file
 */
export const showInput = async (path: string, images: Images, job: Pick<Job, 'note' | 'drawn'>): Promise<void> => {
  const extension = extname(path).toLowerCase();
  const { size, inputShape: shape } = images;
  if (extension !== '' && extension !== '.png')
    throw new InterpError('bad-option', `--show-input is ${JSON.stringify(path)}; expected a .png file or a folder`);
  if (!isPictureShape(shape))
    throw new InterpError(
      'bad-option',
      `--show-input draws pictures and the model takes inputs of the shape [${shape.join(', ')}]; leave it out`,
    );
  if (size === 0) return;
  if (extension === '')
    for (let i = 0; i < size; i++) await writeWithFolder(join(path, `${i}.png`), await imagePng(images, i));
  else if (size === 1) await writeWithFolder(path, await imagePng(images, 0));
  else {
    const { svgToPng } = await import('@interp/viz/node');
    const captions = Array.from({ length: size }, (_, i) => images.name(i).split(/[/\\]/).at(-1)!);
    await writeWithFolder(path, svgToPng(await pictureOfImages(images, shape, captions, job)));
  }
  job.note(`what the network sees: ${path}`);
};
