import type { Components } from './components.js';
import type { StrokeGroup } from './group-strokes.js';
import type { Ink } from './ink.js';
import type { Plane } from './picture.js';

/** How many pixels beyond the mask the edges of strokes go on. */
const edge = 2;
/** How many of the pixels of a digit are fainter than what is taken for full ink. */
const faint = 0.7;

/** A digit alone: 0 paper to 1 ink, and how strong its ink is. */
export interface SoloInk extends Plane {
  /** From 0, which is paper, to 1, the whole range of grey. */
  readonly level: number;
  /** Its first column in the picture. */
  readonly left: number;
  /** Its first row. */
  readonly top: number;
}

/** The strength that a share of the pixels of a mask is below, in thousandths. */
const quantile = (strengths: Float32Array, mask: Uint8Array, share: number): number => {
  const counts = new Float64Array(1001);
  let all = 0;
  for (let at = 0; at < mask.length; at++)
    if (mask[at] === 1) {
      const value = strengths[at];
      counts[value < 1 ? (1000 * value + 0.5) | 0 : 1000]++;
      all++;
    }
  let [bin, below] = [0, 0];
  while (bin < 1000 && below + counts[bin] <= share * all) below += counts[bin++];
  return bin / 1000;
};

/** A mask with the pixels beside its own, where they are free. */
const grow = (mask: Uint8Array, free: Uint8Array, width: number, height: number): Uint8Array => {
  const grown = mask.slice();
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++)
      if (
        free[at] === 1 &&
        ((x > 0 && mask[at - 1] === 1) ||
          (x < width - 1 && mask[at + 1] === 1) ||
          (y > 0 && mask[at - width] === 1) ||
          (y < height - 1 && mask[at + width] === 1))
      )
        grown[at] = 1;
  return grown;
};

/**
 * Takes one digit out of a picture, with the soft edges of its strokes and nothing of its neighbours.
 *
 * @param ink - all ink
 * @param components - the components of it
 * @param group - the digit
 * @returns its rectangle, with a margin
 */
export const soloInk = (ink: Ink, { labels }: Components, group: StrokeGroup): SoloInk => {
  const [left, top] = [Math.max(0, group.left - edge), Math.max(0, group.top - edge)];
  const width = Math.min(ink.width, group.right + edge) - left;
  const height = Math.min(ink.height, group.bottom + edge) - top;
  const own = new Set(group.parts.map(({ label }) => label));
  const [values, free] = [new Float32Array(width * height), new Uint8Array(width * height)];
  let mask: Uint8Array = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0, from = (y + top) * ink.width + left; x < width; x++, at++, from++) {
      values[at] = ink.strength[from];
      if (labels[from] === 0) free[at] = 1;
      else if (own.has(labels[from])) mask[at] = 1;
    }
  const level = quantile(values, mask, faint);
  for (let step = 0; step < edge; step++) mask = grow(mask, free, width, height);
  // Large digits become black and white, as MNIST's were before they were reduced; small ones keep their greys.
  const steepness = Math.min(3, Math.max(1, Math.max(width, height) / 30));
  for (let at = 0; at < values.length; at++) {
    const value = mask[at] === 0 ? 0 : 0.5 + steepness * (values[at] / level - 0.5);
    values[at] = value < 0 ? 0 : value > 1 ? 1 : value;
  }
  return { width, height, values, level, left, top };
};
