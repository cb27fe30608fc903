import { paperOf } from './paper.js';
import { brightness, lookAt, opacity, reducePicture, type Look, type Picture } from './picture.js';

/** Pixels of the small picture by which channels are compared. */
const mostPixels = 20_000;
/** How much more contrast than the brightness a single colour must have: colours are noisier, in JPEG files above all. */
const advantage = 1.5;

const colours: readonly Look['weights'][] = [
  [256, 0, 0],
  [0, 256, 0],
  [0, 0, 256],
];

/** What is said of the opaque pixels of a picture that has others. */
interface Opaque {
  /** How many there are, of all. */
  readonly share: number;
  /** How many of their smallest rectangle they fill. */
  readonly filled: number;
  /** How far apart their brightest and darkest twentieths are, in grey levels. */
  readonly range: number;
  /** Their median brightness. */
  readonly median: number;
}

const opaquePart = ({ data, width, height }: Picture): Opaque | undefined => {
  let [clearest, densest] = [255, 0];
  for (let at = 3; at < data.length; at += 4) {
    if (data[at] < clearest) clearest = data[at];
    if (data[at] > densest) densest = data[at];
  }
  if (densest - clearest < 32) return undefined;
  const half = (clearest + densest) / 2;
  const counts = new Float64Array(256);
  let count = 0;
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += 4) {
      if (data[at + 3] < half) continue;
      counts[(brightness[0] * data[at] + brightness[1] * data[at + 1] + brightness[2] * data[at + 2]) >> 8]++;
      count++;
      if (x < left) left = x;
      if (x >= right) right = x + 1;
      if (y < top) top = y;
      bottom = y + 1;
    }
  const quantile = (share: number): number => {
    let [grey, below] = [0, 0];
    while (grey < 255 && below + counts[grey] <= share * count) below += counts[grey++];
    return grey;
  };
  return {
    share: count / (width * height),
    filled: count / Math.max(1, (right - left) * (bottom - top)),
    range: quantile(0.95) - quantile(0.05),
    median: quantile(0.5),
  };
};

/** How far the pixels of a look that differ most are from its paper: the mean of the hundredth that is farthest. */
const contrastOf = (small: Picture, look: Look): number => {
  const plane = lookAt(small, look);
  const paper = paperOf(plane, 32);
  const off = new Float32Array(paper.length);
  for (let at = 0; at < off.length; at++) {
    const difference = plane.values[at] - paper[at];
    off[at] = difference < 0 ? -difference : difference;
  }
  off.sort();
  const from = Math.floor(0.99 * off.length);
  return off.subarray(from).reduce((sum, value) => sum + value, 0) / (off.length - from);
};

/**
 * How a picture is best looked at. Where parts are transparent and the others of one colour, strokes are what is opaque, whatever their
 * colour. Otherwise it is the brightness, or a single colour in which strokes stand out far more.
 *
 * @param picture - the picture
 * @returns the look; `opacity` itself where that is looked at
 */
export const looksOf = (picture: Picture): Look => {
  const part = opaquePart(picture);
  if (part && (part.range < 64 || part.filled < 0.8)) return opacity;
  const paper = part?.median ?? 255;
  const small = reducePicture(picture, Math.ceil(Math.sqrt((picture.width * picture.height) / mostPixels)));
  const contrast = (weights: Look['weights']): number => contrastOf(small, { weights, paper });
  const plain = contrast(brightness);
  const [best] = colours.map((weights) => ({ weights, value: contrast(weights) })).sort((a, b) => b.value - a.value);
  return { weights: best.value > advantage * plain + 4 ? best.weights : brightness, paper };
};
