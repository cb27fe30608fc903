import type { Rgba } from '../../compute/pictures.js';

/** A picture on a canvas of its own, off the page. */
export const canvasOf = ({ data, width, height }: Rgba): OffscreenCanvas => {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(new ImageData(data, width, height), 0, 0);
  return canvas;
};

/** A picture as the bytes of a PNG file. */
export const pngOf = (picture: Rgba): Promise<Blob> => canvasOf(picture).convertToBlob({ type: 'image/png' });
