import { shownName } from '@interp/checks';
import type { Images } from '@interp/images';

/**
 * Warnings of a batch of images, with an image's name in the place of its number in the batch.
 *
 * @param warnings - as methods of `@interp/lrp` give them
 * @param images - the images
 * @param from - the first of the batch
 * @returns the warnings
 */
export const namedWarnings = (warnings: readonly string[], images: Images, from: number): readonly string[] =>
  warnings.map((text) => text.replace(/ image (\d+);/, (_, at) => ` ${shownName(images.name(from + Number(at)))};`));
