import type { Rgba } from './pictures.js';

/** Pictures with more pixels a side than this are reduced while they are decoded. */
const mostSide = 2000;

/** Files above this size are refused before they are decoded. */
const mostBytes = 64 * 1024 * 1024;

/** A picture file decoded, its longer side no longer than `most` pixels. What is no picture is refused in a sentence. */
export const decodePicture = async (file: Blob, most = mostSide): Promise<Rgba> => {
  if (file.size > mostBytes)
    throw new Error(
      `the picture has ${Math.round(file.size / 2 ** 20)} MB; expected at most ${mostBytes / 2 ** 20} MB: reduce it first`,
    );
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error('this is no picture that the browser can read; expected PNG, JPEG, WebP or GIF');
  });
  const scale = Math.min(1, most / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((length) => Math.max(1, Math.round(scale * length)));
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  context?.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const data = context?.getImageData(0, 0, width, height).data;
  if (!data) throw new Error('there is no canvas to decode the picture on');
  return { width, height, data: new Uint8ClampedArray(data) };
};
