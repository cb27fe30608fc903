import { prepareDigits } from '@interp/mnist';
import { largestDigit } from './input-pixels.js';
import type { Rgba } from './pictures.js';

/** The largest digit of a picture, 784 bytes as the network sees it, and how many there are; prepared as the command line does. */
export const preparePicture = ({
  data,
  width,
  height,
}: Rgba): { readonly pixels: Uint8Array | undefined; readonly count: number } => {
  const digits = prepareDigits({ data, width, height });
  return { pixels: largestDigit(digits)?.pixels, count: digits.length };
};
