import { luminance, type Raster } from '../images/raster.js';
import { seriesColours } from '../svg/theme.js';

/** Part of a class's colour in the paper on which its images stand. */
const paper = 0.16;

/**
 * The colour of a class.
 *
 * @param index - the class, from 0; colours repeat after ten
 * @returns as `#rrggbb`
 */
const classColour = (index: number): string => seriesColours[index % seriesColours.length];

/**
 * An image in the colour of its class: black becomes a pale paper of that colour, white its full ink.
 *
 * @param image - grey or coloured
 * @param index - the class
 * @returns RGB
 */
export const inClassColour = (image: Raster, index: number): Raster => {
  const ink = [1, 3, 5].map((at) => parseInt(classColour(index).slice(at, at + 2), 16));
  const data = new Uint8Array(3 * image.width * image.height);
  luminance(image).forEach((grey, i) => {
    const share = paper + (1 - paper) * (grey / 255);
    ink.forEach((channel, c) => {
      data[3 * i + c] = Math.round(255 + (channel - 255) * share);
    });
  });
  return { width: image.width, height: image.height, channels: 3, data };
};
