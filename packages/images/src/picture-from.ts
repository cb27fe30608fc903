import { InterpError, isObject } from '@interp/checks';
import type { Picture } from '@interp/mnist';
import { mostPixels } from './most-pixels.js';

/** What a page has as a picture: a file that was chosen or fetched, or what can be drawn on a canvas. */
export type PictureSource = Blob | ImageBitmapSource;

const isPicture = (source: object): source is Picture =>
  'data' in source && (source.data instanceof Uint8ClampedArray || source.data instanceof Uint8Array);

const refused = (cause: unknown): InterpError => {
  const why = cause instanceof Error ? cause.message.split('\n')[0].slice(0, 120) : String(cause);
  return new InterpError(
    'bad-file',
    `the picture cannot be read (${why}); expected a Blob of a sound PNG, JPEG or WebP file, an image that is loaded, a canvas or ImageData`,
    { cause },
  );
};

/**
 * The pixels of a picture in a page or a worker of a browser, turned as its camera was held. `decodePicture` of `@interp/images/node` does the same in
 * Node.js.
 *
 * @param source - a file (a `Blob`, as `<input type="file">` and `response.blob()` give it), an `<img>` or video, a canvas, an `ImageBitmap` or
 *   `ImageData`; read, and not changed
 * @returns RGBA, eight bits a channel
 * @throws InterpError `bad-file` for what is no picture or has more than 100 million pixels, `unsupported-model` where there is no canvas, as in Node.js
 */
export const pictureFrom = async (source: PictureSource): Promise<Picture> => {
  if (isObject(source) && isPicture(source)) return source;
  if (typeof createImageBitmap !== 'function' || typeof OffscreenCanvas !== 'function')
    throw new InterpError(
      'unsupported-model',
      'there is no createImageBitmap or no OffscreenCanvas here; expected a browser; in Node.js take decodePicture of @interp/images/node',
    );
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(source, { imageOrientation: 'from-image' });
  } catch (cause) {
    throw refused(cause);
  }
  try {
    const { width, height } = bitmap;
    if (width * height > mostPixels)
      throw new Error(`it has ${width} × ${height} pixels; at most 100 million are read`);
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('there is no 2d context');
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, width, height);
  } catch (cause) {
    throw refused(cause);
  } finally {
    bitmap.close();
  }
};
