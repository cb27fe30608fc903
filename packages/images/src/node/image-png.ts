import { checkFields, InterpError } from '@interp/checks';
import { isPictureShape, type Images } from '../images.js';
import { loadSharp } from './load-sharp.js';

/**
 * An image as a PNG file of its own size, with the grey values or colours that the model sees.
 *
 * @param images - the images, of one or three channels
 * @param index - which of them
 * @returns the file's bytes
 * @throws InterpError `unsupported-model` for images of another shape, `bad-option` for an index of none, `not-found` where sharp does not load
 */
export const imagePng = async (images: Images, index: number): Promise<Uint8Array> => {
  checkFields('the images', images, { size: 'number', inputShape: 'list' });
  const { inputShape, size } = images;
  if (!isPictureShape(inputShape))
    throw new InterpError(
      'unsupported-model',
      `images of the shape [${inputShape.join(', ')}] are no pictures; expected [height, width, 1] or [height, width, 3]`,
    );
  if (!Number.isInteger(index) || index < 0 || index >= size)
    throw new InterpError('bad-option', `there is no image ${index}; expected 0 to ${size - 1}`);
  const [height, width, channels] = inputShape;
  const bytes = Uint8Array.from(images.shown(index, index + 1), (value) => Math.round(127.5 * (value + 1)));
  const sharp = await loadSharp();
  const image = sharp(bytes, { raw: { width, height, channels: channels as 1 | 3 } });
  return (channels === 1 ? image.toColourspace('b-w') : image).png().toBuffer();
};
